import { expect, test } from 'vitest'
import type { Digest, RepositoryName, Tag } from '../../registry/names.ts'
import { closeEntry } from './closeEntry.ts'
import type { JournalEntry } from './journal.ts'

const [old, newer] = ['a', 'b'].map((letter) => `sha256:${letter.repeat(64)}` as Digest) as [
  Digest,
  Digest,
]
const tag = 'latest' as Tag
const entry: JournalEntry = {
  id: '0',
  run: '0',
  at: '2026-01-02T03:04:05.678Z',
  repository: 'team/app' as RepositoryName,
  cause: 'deletion',
  state: 'open',
  size: 2,
  tags: [{ tag, digest: old, copies: [], isGone: undefined }],
  manifests: [
    { digest: old, mediaType: '', bytes: new Uint8Array(2), role: 'image', isGone: undefined },
  ],
}

test('a deleted image is gone, even if its tag has been pushed again', () => {
  for (const image of ['deleted', 'stays'] as const) {
    const outcome = { kind: 'pushed-again', digest: newer, image } as const
    const end = { outcomes: new Map([[tag, outcome]]), manifests: new Map() }
    const closed = closeEntry(entry, end, new Set([old]))
    expect(closed.state).toBe('done')
    expect(closed.manifests[0]?.isGone).toBe(image === 'deleted')
  }
})
