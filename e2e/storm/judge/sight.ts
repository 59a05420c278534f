import { ask } from '../../../stack/content.mjs'
import { resolveReference, whatIsMissing } from '../../../stack/inspect.mjs'
import type { Place } from '../content.ts'

/** What a registry answers to whoever asks it: nothing of the product has a part in it. */
export type Sight = {
  /** Where each tag is that is listed or was asked for; `undefined`: nowhere. */
  readonly at: ReadonlyMap<string, string | undefined>
  /** Of each tag that is somewhere, what of it cannot be pulled. */
  readonly missing: ReadonlyMap<string, readonly string[]>
  /** Manifests that were asked for and are there. */
  readonly manifests: ReadonlySet<string>
}

/** Looks where all tags are, and pulls them with everything that they hold. */
export async function look(
  place: Place,
  tags: readonly string[],
  digests: readonly string[] = [],
): Promise<Sight> {
  const answer = await ask(place, 'GET', 'tags/list')
  const { tags: listed } = (answer.ok ? await answer.json() : {}) as { tags?: string[] | null }
  const all = [...new Set([...tags, ...(listed ?? [])])]
  const at = await resolveAll(place, all)
  const found = await resolveAll(place, digests)
  const manifests = new Set(digests.filter((digest) => found.get(digest) === digest))
  const missing = new Map<string, readonly string[]>()
  for (const digest of new Set(at.values())) {
    if (digest === undefined) continue
    const lacks = await whatIsMissing(place, digest)
    for (const tag of all) if (at.get(tag) === digest) missing.set(tag, lacks)
  }
  return { at, missing, manifests }
}

async function resolveAll(place: Place, references: readonly string[]) {
  const digests = await Promise.all(references.map((one) => resolveReference(place, one)))
  return new Map(references.map((reference, index) => [reference, digests[index]]))
}

/** Where a tag is, as the end of a sentence. */
export function whereIs(tag: string, { at, missing }: Sight): string {
  const digest = at.get(tag)
  if (digest === undefined) return 'is gone'
  const lacks = missing.get(tag) ?? []
  return lacks.length > 0 ? `is on ${digest}, which lacks ${lacks.join(', ')}` : `is on ${digest}`
}
