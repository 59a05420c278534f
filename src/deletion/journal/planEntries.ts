import type { FetchedManifest } from '../../registry/manifests.ts'
import type { Digest } from '../../registry/names.ts'
import { mapPool } from '../../registry/pool.ts'
import type { DeletionPlan, PlannedGroup } from '../plan/deletionPlan.ts'
import type { JournalEntry, JournalManifest, JournalTag } from './journal.ts'
import { randomHex } from '../../registry/random.ts'
import { listChildren } from '../../image/graph/held.ts'
import { reachable } from '../../image/graph/walk.ts'
import { isAttestationEntry } from '../../image/artifact.ts'
import { distinctSize, partsOf } from '../../image/layers.ts'

/** The journal entries of a plan before anything is sent: one per selected image and everything deleted with it. */
export function createEntries(
  plan: DeletionPlan,
  { run, at }: { readonly run: string; readonly at: string },
): readonly JournalEntry[] {
  const going = plan.groups.filter(({ method }) => method.kind !== 'none')
  const parts = going.filter(({ role }) => role.kind !== 'selected')
  return going
    .filter(({ role }) => role.kind === 'selected')
    .map((head) => createEntry(plan, [head, ...listParts(head, parts)], { run, at }))
}

/** What is deleted because of an image, or because of another part of it. */
function listParts(head: PlannedGroup, parts: readonly PlannedGroup[]): readonly PlannedGroup[] {
  const partsOf = (owner: Digest) =>
    parts.filter(({ role }) => role.kind !== 'selected' && role.of.includes(owner))
  const owners = reachable(head.digest ? [head.digest] : [], (owner) =>
    partsOf(owner).flatMap(({ digest }) => digest ?? []),
  )
  return [...new Set([...owners].flatMap(partsOf))]
}

function createEntry(
  { store, repository }: DeletionPlan,
  family: readonly PlannedGroup[],
  { run, at }: { run: string; at: string },
): JournalEntry {
  const goes = (digest: Digest) =>
    family.some((group) => group.method.kind === 'digest' && group.digest === digest)
  const manifests = new Map<Digest, JournalManifest>()
  const add = (digest: Digest | undefined, role: JournalManifest['role']) => {
    const fetched = digest && store.known.get(digest)
    if (!fetched || manifests.has(fetched.digest)) return
    // Children come first: a registry accepts an index only after its children.
    for (const child of listChildren(fetched)) {
      add(child.digest, role === 'attachment' ? 'attachment' : 'child')
    }
    const { mediaType, bytes } = fetched
    const isGone = goes(fetched.digest) ? undefined : false
    manifests.set(fetched.digest, { digest: fetched.digest, mediaType, bytes, role, isGone })
  }
  for (const { digest, role } of family) add(digest, role.kind === 'selected' ? 'image' : role.kind)
  const tags = family.flatMap(({ tags: names, digest }) =>
    names.map((tag): JournalTag => ({ tag, digest, copies: [], isGone: undefined })),
  )
  return {
    id: randomHex(16),
    run,
    at,
    repository,
    cause: 'deletion',
    state: 'open',
    tags,
    manifests: [...manifests.values()],
    size: sizeOf(
      [...manifests.values()].flatMap(({ digest, role }) =>
        role === 'attachment' ? [] : (store.known.get(digest) ?? []),
      ),
    ),
  }
}

/** Compressed bytes of what manifests consist of, as the list of tags counts them: without attestations. */
export function sizeOf(manifests: readonly FetchedManifest[]): number {
  const entries = manifests.flatMap(({ manifest }) =>
    manifest.kind === 'image-index' ? manifest.manifests : [],
  )
  const aside = new Set(entries.filter(isAttestationEntry).map(({ digest }) => digest))
  const counted = manifests.filter(({ digest }) => !aside.has(digest))
  return distinctSize(counted.flatMap(({ manifest }) => partsOf(manifest) ?? []))
}

/** An entry before anything is sent: nothing in it can be gone. */
export function asPlanned(entry: JournalEntry): JournalEntry {
  return {
    ...entry,
    tags: entry.tags.map((tag) => ({ ...tag, isGone: false })),
    manifests: entry.manifests.map((manifest) => ({ ...manifest, isGone: false })),
  }
}

/**
 * Reads what hasn't been read yet of everything that will be deleted, since a deletion may be confirmed before its
 * images were read. What can't be read can't be restored.
 *
 * @throws LoginRequiredError
 */
export async function readMissing({ groups, store }: DeletionPlan): Promise<void> {
  await mapPool(groups, 6, async ({ digest, method }) => {
    if (digest && method.kind !== 'none') await store.read(digest)
  })
}
