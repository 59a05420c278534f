import { type RegistryKind, startRegistry } from '../../stack/registry.mjs'
import { pushBlob, pushImage } from '../../stack/content.mjs'
import { SHARED_LAYER } from './builder.ts'
import { Case, type World, eachCase } from './case.ts'
import { collectAndJudge } from './collection.ts'
import type { Drawn } from './draw.ts'
import type { Product } from './product.ts'
import { pushContent } from './push.ts'
import { startAgainAndJudge } from './startAgain.ts'
import { damageStorage } from './storage.ts'

/** What was wrong in one case, if anything, and whether it was interrupted. */
export type Verdict = { readonly wrong: readonly string[]; readonly isStruck?: boolean }

export type BatchOptions = {
  readonly kind: RegistryKind
  readonly product: Product
  /** The number of the first case, used in repository names. */
  readonly from: number
}

/** Cases on odd registries at a time: mostly they wait. */
const ODD_WIDTH = 8

/**
 * Runs cases on one registry, each in its own repository: push, damage, delete, judge; restore some. Then garbage is
 * collected while the registry runs, and what is left is pulled, before and after a restart.
 */
export async function runBatch(
  drawn: readonly Drawn[],
  { kind, product, from }: BatchOptions,
): Promise<readonly Verdict[]> {
  const registry = await startRegistryFor(kind)
  const world: World = { registry, kind, product }
  const cases = drawn.map((one, index) => new Case(one, `model/case-${from + index}`, world))
  try {
    await pushNeighbour(registry.origin)
    await eachCase(cases, async ({ content, drawn: { damage } }) => {
      await pushContent(registry.origin, content)
      for (const one of damage) await damageStorage(registry, content, one)
    })
    // As after a crash, it restarts with an empty cache.
    if (cases.some((one) => one.isDamaged)) await registry.restart()
    const width = cases.some(({ odd }) => odd) ? ODD_WIDTH : undefined
    await eachCase(
      cases,
      async (one) => {
        await one.deleteAndJudge()
        if (one.isOutlasted) await startAgainAndJudge(one)
      },
      width,
    )
    const toRestore = cases.filter((one) => one.drawn.undo === 'at-once')
    await eachCase(toRestore, (one) => one.restoreAndJudge())
    if (kind !== 'ggcr') await collectAndJudge(cases, world)
  } finally {
    await registry.stop()
  }
  return cases
}

/** With the blob cache that is on in the official image. */
export function startRegistryFor(kind: RegistryKind) {
  return startRegistry({ kind, cache: true, ...(kind === '2.8.2' && { schema1: true }) })
}

/** Another repository, sharing a layer with some cases. */
async function pushNeighbour(origin: string) {
  const place = { origin, repository: 'model/neighbour' }
  const { digest, size } = await pushBlob(place, SHARED_LAYER)
  const mediaType = 'application/vnd.oci.image.layer.v1.tar+gzip'
  await pushImage({ ...place, tag: 'one', layers: [{ mediaType, digest, size }] })
}
