import { LoginRequiredError, RegistryError, isGone } from '../registry/errors.ts'
import { MEDIA_TYPE } from '../registry/mediaTypes.ts'
import type { Digest, Tag } from '../registry/names.ts'
import { mapPool } from '../registry/pool.ts'
import { provesAbsence } from './absence.ts'
import { listHeld } from './held.ts'
import type { ManifestStore } from './manifestStore.ts'
import type { CountListener } from './tagState.ts'

/** A digest and the tags that are on it. */
export type Root = {
  readonly digest: Digest
  /** Empty where it is not known. */
  readonly mediaType: string
  readonly tags: readonly Tag[]
}

/** What a set of tags holds through indexes, at any depth. */
export type Reach = {
  /** The roots whose index holds `digest` (not those that are on it), with their tags. */
  readonly holdersOf: (digest: Digest) => readonly Root[]
  /** Roots whose content could not be read to its end: what they hold is not known. */
  readonly unread: readonly Root[]
}

/** They hold no other manifest. */
const LEAF_TYPES: ReadonlySet<string> = new Set([
  MEDIA_TYPE.ociManifest,
  MEDIA_TYPE.dockerManifest,
  MEDIA_TYPE.schema1,
  MEDIA_TYPE.signedSchema1,
])

/**
 * Reads the indexes among `roots` and what they hold, level by level, six at a time. A child that is missing
 * in the registry holds nothing.
 *
 * @throws LoginRequiredError; an abort passes through
 */
export async function readReach(
  store: ManifestStore,
  roots: readonly Root[],
  {
    signal,
    onCount,
  }: { signal?: AbortSignal | undefined; onCount?: CountListener | undefined } = {},
): Promise<Reach> {
  const parents = new Map<Digest, Set<Digest>>()
  const failed = new Set<Digest>()
  const seen = new Set<Digest>()
  let done = 0
  // Only what a registry answered for a tag is believed: an index may call a child what it likes.
  const top = roots.filter(({ mediaType }) => !LEAF_TYPES.has(mediaType))
  let level: readonly Held[] = top.map((root) => ({ ...root, isChild: true }))
  while (level.length > 0) {
    const toRead = new Map<Digest, boolean>()
    for (const { digest, isChild } of level) {
      if (!seen.has(digest)) toRead.set(digest, isChild || toRead.get(digest) === true)
    }
    const total = done + toRead.size
    const children = await mapPool([...toRead], 6, async ([digest, isChild]) => {
      seen.add(digest)
      const found = await readHeld(store, { digest, isChild }, signal)
      if (found === 'unread') failed.add(digest)
      done += 1
      onCount?.(done, total)
      return found === 'unread' ? [] : found.map((child) => ({ ...child, parent: digest }))
    })
    level = children.flat()
    for (const { digest, parent } of children.flat()) {
      const known = parents.get(digest) ?? new Set()
      parents.set(digest, known.add(parent))
    }
  }
  return {
    holdersOf: (digest) => rootsAbove(digest, parents, roots),
    unread: roots.filter((root) =>
      [...failed].some((digest) => digest === root.digest || isBelow(digest, root.digest, parents)),
    ),
  }
}

/** `isChild`: it stands in the place of a child, not somewhere in the text. */
type Held = { readonly digest: Digest; readonly isChild: boolean }

async function readHeld(
  store: ManifestStore,
  { digest, isChild }: Held,
  signal: AbortSignal | undefined,
): Promise<readonly Held[] | 'unread'> {
  try {
    return listHeld(await store.fetch(digest, signal))
  } catch (error) {
    if (!(error instanceof RegistryError) || signal?.aborted) throw error
    if (error instanceof LoginRequiredError) throw error
    // Annotations name images of other repositories, and registries have many words for "not here".
    return provesAbsence(error) || (!isChild && isGone(error)) ? [] : 'unread'
  }
}

function rootsAbove(
  digest: Digest,
  parents: ReadonlyMap<Digest, ReadonlySet<Digest>>,
  roots: readonly Root[],
): readonly Root[] {
  const above = ancestorsOf(digest, parents)
  return above.size === 0 ? [] : roots.filter((root) => above.has(root.digest))
}

function isBelow(
  digest: Digest,
  ancestor: Digest,
  parents: ReadonlyMap<Digest, ReadonlySet<Digest>>,
): boolean {
  return ancestorsOf(digest, parents).has(ancestor)
}

function ancestorsOf(
  digest: Digest,
  parents: ReadonlyMap<Digest, ReadonlySet<Digest>>,
): ReadonlySet<Digest> {
  const found = new Set<Digest>()
  const open: Digest[] = [digest]
  for (let one = open.pop(); one; one = open.pop()) {
    for (const parent of parents.get(one) ?? []) {
      if (found.has(parent)) continue
      found.add(parent)
      open.push(parent)
    }
  }
  return found
}
