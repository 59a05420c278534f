import type { JournalEntry, JournalManifest } from '../journal/journal.ts'
import { randomHex } from '../../registry/random.ts'
import type { RetagPlan } from './retagPlan.ts'
import { blobsOf } from '../../image/graph/held.ts'

/** What the journal has of a tag before it is put onto another image: where it was, and those bytes. */
export function createRetagEntry(
  { repository, tag, image, overwritten }: RetagPlan,
  run: string,
): JournalEntry {
  const past = overwritten?.image
  const manifests: JournalManifest[] = past
    ? [
        {
          digest: past.digest,
          mediaType: past.mediaType,
          bytes: past.bytes,
          role: 'image',
          isGone: false,
        },
      ]
    : []
  const blobs = new Map(blobsOf(past).map(({ digest, size }) => [digest, size]))
  const size = [...blobs.values()].reduce((sum, one) => sum + one, past?.bytes.length ?? 0)
  return {
    id: randomHex(16),
    run,
    at: new Date().toISOString(),
    repository,
    cause: 'retag',
    state: 'open',
    tags: [
      {
        tag,
        digest: overwritten?.digest,
        copies: [],
        isGone: undefined,
        movedTo: image.digest,
      },
    ],
    manifests,
    size,
  }
}
