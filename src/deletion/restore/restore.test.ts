import { describe, expect, test } from 'vitest'
import { sha256Digest } from '../../registry/digest.ts'
import { errorAnswer, fakeTransport, jsonAnswer } from '../../../test/fakeTransport.ts'
import { MEDIA_TYPE } from '../../registry/mediaTypes.ts'
import type { Digest } from '../../registry/names.ts'
import { parseRepositoryName, parseTag } from '../../../test/names.ts'
import { type JournalEntry, JournalError } from '../journal/journal.ts'
import { createMemoryJournal } from '../../../test/memoryJournal.ts'
import { restoreEntries } from './restore.ts'
import { decideStep } from './tags.ts'
import type { TagState } from '../../registry/tags/tagReader.ts'

const [A, B, C] = ['a', 'b', 'c'].map((letter) => `sha256:${letter.repeat(64)}` as Digest) as [
  Digest,
  Digest,
  Digest,
]
const at = (digest: Digest): TagState => ({ kind: 'at', digest, mediaType: '' })
const absent: TagState = { kind: 'absent' }
const was = { tag: parseTag('latest'), digest: A, copies: [C], isGone: true }

describe('what is done for a tag', () => {
  test('of a deletion', () => {
    const decide = (state: TagState, mayOverwrite = false, tag: object = {}) =>
      decideStep({ ...was, ...tag }, state, { cause: 'deletion' }, mayOverwrite)
    expect(decide(absent)).toEqual({ kind: 'put', digest: A })
    expect(decide(at(A))).toEqual({ kind: 'none', outcome: { kind: 'already-there' } })
    expect(decide(at(C))).toEqual({ kind: 'put', digest: A })
    expect(decide(at(B))).toEqual({ kind: 'none', outcome: { kind: 'elsewhere', digest: B } })
    expect(decide(at(B), true)).toEqual({ kind: 'put', digest: A })
    const list = { tag: parseTag(B.replace(':', '-')) }
    expect(decide(at(B), false, list)).toEqual({ kind: 'merge', digest: A })
    expect(decide(at(B), true, list)).toEqual({ kind: 'merge', digest: A })
    const imported = { cause: 'deletion', isImported: true } as const
    const decideImported = (mayOverwrite: boolean) =>
      decideStep({ ...was, ...list, copies: [] }, at(B), imported, mayOverwrite)
    expect(decideImported(false)).toEqual({
      kind: 'none',
      outcome: { kind: 'list-changed', digest: B },
    })
    expect(decideImported(true)).toEqual({ kind: 'merge', digest: A })
    const signature = { tag: parseTag(`${B.replace(':', '-')}.sig`) }
    expect(decide(at(B), false, signature).kind).toBe('none')
    expect(decide(absent, true, { digest: undefined })).toMatchObject({
      outcome: { kind: 'cannot', because: { kind: 'nothing-there' } },
    })
    // From an earlier version.
    const moved = { ...list, copies: [], movedTo: C }
    for (const state of [absent, at(C)]) {
      expect(decide(state, false, moved)).toEqual({ kind: 'put', digest: A })
    }
    expect(decide(at(B), false, moved)).toEqual({ kind: 'merge', digest: A })
    const unknown = {
      kind: 'unknown',
      problem: 'error',
      hasEmptyLink: false,
      message: 'm',
    } as const
    expect(decide(unknown, true)).toEqual({
      kind: 'none',
      outcome: { kind: 'failed', message: 'm' },
    })
  })

  test('of a retag', () => {
    const decide = (state: TagState, mayOverwrite = false, digest: Digest | undefined = A) =>
      decideStep(
        { ...was, digest, copies: [], movedTo: B },
        state,
        { cause: 'retag' },
        mayOverwrite,
      )
    const decideNew = (state: TagState) =>
      decideStep({ ...was, digest: undefined, movedTo: B }, state, { cause: 'retag' }, true)
    expect(decide(at(B))).toEqual({ kind: 'put', digest: A })
    expect(decide(absent)).toEqual({ kind: 'put', digest: A })
    expect(decide(at(C))).toEqual({ kind: 'none', outcome: { kind: 'elsewhere', digest: C } })
    expect(decide(at(C), true)).toEqual({ kind: 'put', digest: A })
    expect(decideNew(at(B))).toEqual({ kind: 'remove', movedTo: B })
    expect(decideNew(at(C))).toEqual({ kind: 'none', outcome: { kind: 'elsewhere', digest: C } })
    expect(decideNew(absent)).toEqual({ kind: 'none', outcome: { kind: 'already-there' } })
  })
})

describe('an entry', () => {
  const config = { mediaType: MEDIA_TYPE.ociConfig, digest: B, size: 2 }
  const manifest = { schemaVersion: 2, mediaType: MEDIA_TYPE.ociManifest, config, layers: [] }
  const entryOf = (value: unknown, mediaType: string): JournalEntry => {
    const bytes = new TextEncoder().encode(JSON.stringify(value))
    const digest = sha256Digest(bytes)
    return {
      id: '0'.repeat(32),
      run: 'a run',
      at: '2026-01-01T00:00:00Z',
      repository: parseRepositoryName('team/app'),
      cause: 'deletion',
      state: 'done',
      tags: [{ ...was, digest, copies: [] }],
      manifests: [{ digest, mediaType, bytes, role: 'image', isGone: true }],
      size: bytes.length,
    }
  }
  const image = entryOf(manifest, MEDIA_TYPE.ociManifest)
  const imageOf = (entry: JournalEntry) => entry.manifests[0]?.digest as Digest
  const registry = (blob: () => Response) =>
    fakeTransport((path) =>
      path.includes('/blobs/') ? blob() : errorAnswer(404, 'MANIFEST_UNKNOWN'),
    )
  const writes = (asked: readonly string[]) => asked.filter((line) => line.startsWith('PUT'))

  test('of schema 1 is not sent', async () => {
    const old = { schemaVersion: 1, name: 'team/app', tag: 'latest', fsLayers: [], history: [] }
    const transport = registry(() => new Response('x', { status: 206 }))
    const entry = entryOf(old, MEDIA_TYPE.schema1)
    const { entries } = await restoreEntries(transport, [entry], { journal: undefined })
    expect(entries[0]?.tags[0]?.outcome).toEqual({ kind: 'cannot', because: { kind: 'schema-1' } })
    expect(writes(transport.asked)).toEqual([])
  })

  test('with an unsendable media type is not sent', async () => {
    const transport = registry(() => new Response('x', { status: 206 }))
    const entry = entryOf(manifest, 'text/plain\r\nX: y')
    const { entries } = await restoreEntries(transport, [entry], { journal: undefined })
    const because = { kind: 'no-bytes' }
    expect(entries[0]?.tags[0]?.outcome).toEqual({ kind: 'cannot', because })
    expect(writes(transport.asked)).toEqual([])
  })

  test('whose index only mentions an image that lacks a blob is sent', async () => {
    const descriptor = { mediaType: MEDIA_TYPE.ociManifest, digest: imageOf(image), size: 2 }
    const outer = { schemaVersion: 2, manifests: [], Manifests: [descriptor] }
    const index = entryOf(outer, MEDIA_TYPE.ociIndex)
    const there = new Map([image, index].map((entry) => [imageOf(entry), entry.manifests[0]]))
    const transport = fakeTransport((path, { method }) => {
      if (path.includes('/blobs/')) return errorAnswer(404, 'BLOB_UNKNOWN')
      const found = there.get(path.slice(path.lastIndexOf('/') + 1) as Digest)
      if (!found) return errorAnswer(method === 'PUT' ? 400 : 404, 'MANIFEST_UNKNOWN')
      return new Response(found.bytes, { headers: { 'Content-Type': found.mediaType } })
    })
    const entries = [index, { ...image, id: '1'.repeat(32), tags: [] }]
    await restoreEntries(transport, entries, { journal: undefined })
    expect(writes(transport.asked)).toContain('PUT /v2/team/app/manifests/latest')
  })

  test.for([
    ['is elsewhere', () => new Response(null, { status: 307 }), 'failed'],
    ['cannot be told', () => errorAnswer(500, 'UNKNOWN'), 'failed'],
    ['a proxy calls missing', () => new Response('not found', { status: 404 }), 'failed'],
    ['is missing', () => errorAnswer(404, 'BLOB_UNKNOWN'), 'collected'],
    ['gives no byte', () => new Response('', { status: 206 }), 'collected'],
  ] as const)('with a blob that %s is not sent', async ([, blob, kind]) => {
    const transport = registry(blob)
    const journal = createMemoryJournal()
    const { entries } = await restoreEntries(transport, [image], { journal })
    expect(entries[0]?.tags[0]?.outcome.kind).toBe(kind)
    expect(entries[0]?.manifests[0]?.outcome.kind).toBe(kind)
    expect(writes(transport.asked)).toEqual([])
    expect(await journal.read()).toEqual([])
  })

  test('that was restored is reported so, even if the journal can’t be written', async () => {
    const [{ digest, mediaType, bytes }] = image.manifests as [JournalEntry['manifests'][0]]
    const there = new Set<string>()
    const transport = fakeTransport((path, { method }) => {
      if (path.includes('/blobs/')) return new Response('x', { status: 206 })
      const headers = { 'Docker-Content-Digest': digest, 'Content-Type': mediaType }
      if (method === 'PUT') {
        there.add(path)
        return new Response('', { status: 201, headers })
      }
      if (!there.has(path)) return errorAnswer(404, 'MANIFEST_UNKNOWN')
      return new Response(method === 'HEAD' ? null : bytes, { headers })
    })
    const full = () => Promise.reject(new JournalError('The storage is full'))
    const journal = { read: full, write: full, remove: full }
    const report = await restoreEntries(transport, [image], { journal })
    expect(report.entries[0]?.isWhole).toBe(true)
    expect(report.unrecorded).toBe('The storage is full')
    const ofBlob = transport.asked.filter((line) => line.includes('/blobs/'))
    expect(ofBlob).toEqual([`GET /v2/team/app/blobs/${B}`])
    expect(writes(transport.asked)).toEqual([
      `PUT /v2/team/app/manifests/${digest}`,
      'PUT /v2/team/app/manifests/latest',
    ])
  })

  test('is not touched if the registry answers with a login page', async () => {
    const transport = fakeTransport(() => jsonAnswer('sign in'))
    const { entries } = await restoreEntries(transport, [image], { journal: undefined })
    expect(entries[0]?.tags[0]?.outcome.kind).toBe('failed')
    expect(entries[0]?.isWhole).toBe(false)
    expect(writes(transport.asked)).toEqual([])
  })
})
