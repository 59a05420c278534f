import type { FetchedManifest } from '../../registry/manifests.ts'
import type { Digest } from '../../registry/names.ts'
import { mapPool } from '../../registry/pool.ts'
import type { DeletionPlan, PlannedGroup } from '../plan/deletionPlan.ts'
import type { JournalEntry, JournalManifest, JournalTag } from './journal.ts'
import { randomHex } from '../../registry/random.ts'
import { blobsOf, listChildren } from '../../image/graph/held.ts'

/** A selected image, and everything that is in the plan because of it. */
type Family = { readonly head: PlannedGroup; readonly members: readonly PlannedGroup[] }

function listFamilies({ groups }: DeletionPlan): Family[] {
  const goes = groups.filter(({ method }) => method.kind !== 'none')
  const parts = goes.filter(({ role }) => role.kind !== 'selected')
  return goes
    .filter(({ role }) => role.kind === 'selected')
    .map((head) => {
      const found = new Set<PlannedGroup>()
      const owners = new Set<Digest | undefined>([head.digest])
      // A part comes because of another part: what a pass finds lets the next one find more.
      for (let before = -1; before < found.size;) {
        before = found.size
        for (const part of parts) {
          if (part.role.kind === 'selected' || !part.role.of.some((one) => owners.has(one)))
            continue
          found.add(part)
          owners.add(part.digest)
        }
      }
      return { head, members: [...found] }
    })
}

/** What the journal has of a plan before anything is sent: an entry for each selected image. */
export function createEntries(
  plan: DeletionPlan,
  { run, at }: { readonly run: string; readonly at: string },
): readonly JournalEntry[] {
  return listFamilies(plan).map((family) => createEntry(plan, family, { run, at }))
}

function createEntry(
  { store, repository }: DeletionPlan,
  { head, members }: Family,
  { run, at }: { run: string; at: string },
): JournalEntry {
  const manifests = new Map<Digest, JournalManifest>()
  const add = (digest: Digest | undefined, role: JournalManifest['role']) => {
    const fetched = digest && store.known.get(digest)
    if (!fetched || manifests.has(fetched.digest)) return
    // What an image holds comes before it: a registry takes an index only after its children.
    for (const child of listChildren(fetched)) {
      add(child.digest, role === 'attachment' ? 'attachment' : 'child')
    }
    const { mediaType, bytes } = fetched
    manifests.set(fetched.digest, {
      digest: fetched.digest,
      mediaType,
      bytes,
      role,
      isGone: undefined,
    })
  }
  add(head.digest, 'image')
  for (const { digest, role } of members) {
    add(digest, role.kind === 'attachment' ? 'attachment' : 'child')
  }
  const tags = [head, ...members].flatMap(({ tags: names, digest }) =>
    names.map((tag): JournalTag => ({ tag, digest, copies: [], isGone: undefined })),
  )
  const going = new Set(
    [head, ...members].flatMap(({ method, digest }) =>
      method.kind === 'digest' && digest ? [digest] : [],
    ),
  )
  return {
    id: randomHex(16),
    run,
    at,
    repository,
    cause: 'deletion',
    state: 'open',
    tags,
    manifests: [...manifests.values()].map((manifest) =>
      going.has(manifest.digest) ? manifest : { ...manifest, isGone: false },
    ),
    size: sizeOf([...manifests.keys()].flatMap((digest) => store.known.get(digest) ?? [])),
  }
}

function sizeOf(manifests: readonly FetchedManifest[]): number {
  const sizes = new Map<Digest, number>()
  for (const manifest of manifests) {
    sizes.set(manifest.digest, manifest.bytes.length)
    for (const { digest, size } of blobsOf(manifest)) sizes.set(digest, size)
  }
  return [...sizes.values()].reduce((sum, size) => sum + size, 0)
}

/**
 * Reads what is not known yet of all that goes: tags can be confirmed before their images were read. What cannot
 * be read cannot be brought back.
 *
 * @throws LoginRequiredError
 */
export async function readMissing({ groups, store }: DeletionPlan): Promise<void> {
  await mapPool(groups, 6, async ({ digest, method }) => {
    if (digest && method.kind !== 'none') await store.read(digest)
  })
}
