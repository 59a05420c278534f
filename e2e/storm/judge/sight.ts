import { ask } from '../../../stack/content.mjs'
import { resolveReference, whatIsMissing } from '../../../stack/inspect.mjs'
import type { Place } from '../content.ts'

/** What a registry answers to any client, without the product's code. */
export type Sight = {
  /** Where each tag points that is listed or was requested; `undefined`: nowhere. */
  readonly at: ReadonlyMap<string, string | undefined>
  /** What can't be pulled of each existing tag. */
  readonly missing: ReadonlyMap<string, readonly string[]>
  /** Requested manifests that exist. */
  readonly manifests: ReadonlySet<string>
}

/** Checks where all tags point, and pulls them completely. */
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

/** Where a tag points, as the end of a sentence. */
export function whereIs(tag: string, { at, missing }: Sight): string {
  const digest = at.get(tag)
  if (digest === undefined) return 'is gone'
  const lacks = missing.get(tag) ?? []
  return lacks.length > 0 ? `is on ${digest}, which lacks ${lacks.join(', ')}` : `is on ${digest}`
}
