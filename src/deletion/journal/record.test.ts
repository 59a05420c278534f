import { readFileSync } from 'node:fs'
import { describe, expect, test, vi } from 'vitest'
import { sha256Digest } from '../../registry/digest.ts'
import { errorAnswer } from '../../../test/fakeTransport.ts'
import { MEDIA_TYPE } from '../../registry/mediaTypes.ts'
import { parseRepositoryName, parseTag } from '../../../test/names.ts'
import { schema1Payload } from '../../registry/signedSchema1.ts'
import { fetchTransport } from '../../registry/transport/transport.ts'
import type { JournalEntry } from './journal.ts'
import { RecordError, exportRecord, importRecord, listNew } from './record.ts'
import { restoreEntries } from '../restore/restore.ts'

const bytes = new TextEncoder().encode(
  JSON.stringify({ schemaVersion: 2, manifests: [], annotations: { name: 'Größe ✓' } }),
)
const digest = sha256Digest(bytes)
const entry: JournalEntry = {
  id: '0123456789abcdef0123456789abcdef',
  run: 'a run',
  at: '2026-01-02T03:04:05.678Z',
  repository: parseRepositoryName('team/app'),
  cause: 'deletion',
  state: 'done',
  tags: [
    { tag: parseTag('latest'), digest, copies: [digest], isGone: true },
    { tag: parseTag('dangling'), digest: undefined, copies: [], isGone: undefined },
    { tag: parseTag('moved'), digest, copies: [], isGone: false, movedTo: digest },
  ],
  manifests: [{ digest, mediaType: MEDIA_TYPE.ociIndex, bytes, role: 'image', isGone: undefined }],
  size: bytes.length,
}
const here = { registry: 'registry.example:5000' }

describe('a record', () => {
  test('holds entries as they are', () => {
    expect(importRecord(exportRecord([entry], here), here)).toEqual([entry])
    expect(importRecord(exportRecord([], here), here)).toEqual([])
  })

  test('holds manifests of any size', () => {
    const large = new TextEncoder().encode(`{"manifests":[]${' '.repeat(3_000_000)}}`)
    const manifest = { ...entry.manifests[0]!, bytes: large, digest: sha256Digest(large) }
    const read = importRecord(exportRecord([{ ...entry, manifests: [manifest] }], here), here)
    expect(read[0]?.manifests[0]?.bytes.length).toBe(large.length)
  })

  test('holds signed schema 1 manifests, whose digest excludes the signatures', () => {
    const file = new URL('../../../test/fixtures/registry/signed-schema1.json', import.meta.url)
    const signed = new Uint8Array(readFileSync(file))
    const payload = schema1Payload(signed, JSON.parse(new TextDecoder().decode(signed)))
    const manifest = {
      ...entry.manifests[0]!,
      mediaType: MEDIA_TYPE.signedSchema1,
      bytes: signed,
      digest: sha256Digest(payload),
    }
    const record = exportRecord([{ ...entry, manifests: [manifest] }], here)
    expect(importRecord(record, here)[0]?.manifests).toEqual([manifest])
  })

  test.for([
    [
      'of another registry',
      (text: string) => text.replace(':5000', ''),
      'from the registry registry.example, and this is registry.example:5000',
    ],
    ['cut off', (text: string) => text.slice(0, -20), 'truncated'],
    ['empty', () => '', 'truncated'],
    ['another JSON', () => '{"entries":[]}', 'not a Homeport history'],
    [
      'of a later version',
      (text: string) => text.replace('"version": 1', '"version": 2'),
      'version 2',
    ],
    ['with changed bytes', (text: string) => text.replace(/"bytes": "./, '"bytes": "f'), digest],
    [
      'with bytes that aren’t base64',
      (text: string) => text.replace(/"bytes": "./, '"bytes": "*'),
      'manifests.0.bytes: is not base64',
    ],
    [
      'with a bad tag',
      (text: string) => text.replace('"latest"', '"la test"'),
      'tags.0.tag: is not a tag',
    ],
    [
      'with a bad digest',
      (text: string) => text.replaceAll('sha256:', 'sha256-'),
      'is not a digest',
    ],
    [
      'with a bad repository',
      (text: string) => text.replace('team/app', '../app'),
      'repository: is not',
    ],
    ...[
      'text/plain\\r\\nX: y',
      'plain',
      'text/plain\\u0000',
      'text/é',
      'a/b c',
      `a/${'b'.repeat(128)}`,
      `a/b;${'c'.repeat(600)}`,
    ].map(
      (type) =>
        [
          `with the media type ${type.slice(0, 20)}`,
          (text: string) => text.replace(MEDIA_TYPE.ociIndex, type),
          'entries.0.manifests.0.mediaType: is not a media type. Nothing was imported.',
        ] as const,
    ),
    [
      'of a registry with an impossible name',
      (text: string) => text.replace(':5000', `\\u202e\\n${'x'.repeat(1000)}`),
      /^The history is from the registry registry\.example\\u202e x{235,}…, and this is/,
    ],
    [
      'with an endless digest',
      (text: string) => text.replace(/"digest": "[^"]*"/, `"digest": "a:${'b'.repeat(300)}"`),
      'tags.0.digest: is not a digest',
    ],
    [
      'with an impossible time',
      (text: string) => text.replace('05.678Z', '05+05'),
      'at: is not a time',
    ],
    [
      'with a manifest larger than any',
      (text: string) => text.replace(/"bytes": "/, `"bytes": "${'A'.repeat(24_000_000)}`),
      'manifests.0.bytes: is larger than any manifest',
    ],
    ['with a bad id', (text: string) => text.replace('0123', 'zzzz'), 'id: is not 32'],
    ['without its entries', (text: string) => text.replace('"entries"', '"other"'), 'entries'],
  ] as const)('%s is refused with a sentence', ([, damage, sentence]) => {
    const record = exportRecord([entry], here)
    expect(damage(record)).not.toBe(record)
    const read = () => importRecord(damage(record), here)
    expect(read).toThrow(RecordError)
    expect(read).toThrow(sentence)
  })
})

describe('whatever a record contains', () => {
  const config = { mediaType: MEDIA_TYPE.ociConfig, digest, size: 2 }
  const manifest = { schemaVersion: 2, config, layers: [] }
  const image = new TextEncoder().encode(JSON.stringify(manifest))
  const mediaType: string = MEDIA_TYPE.ociManifest
  const manifests = [
    { digest: sha256Digest(image), mediaType, bytes: image, role: 'image' as const, isGone: true },
  ]
  const tags = [{ ...entry.tags[0]!, digest: sha256Digest(image) }]
  const record = exportRecord([{ ...entry, tags, manifests }], here)
  const places = listPlaces(JSON.parse(record))
  const texts = [
    '\r\nX: y',
    '\u0000',
    '漢',
    'é',
    '',
    '../../components',
    'a:b',
    'x/y',
    'a'.repeat(100_000),
  ]
  const values = [...texts, -1, 0.5, 1e308, null, true, [], {}, [[]], ['__proto__']]
  const named = places.map((path) => ({ path, name: path.join('.') }))

  test.each(named)('$name is refused with a sentence, or can be restored', async ({ path }) => {
    vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
      const { method } = new Request(`http://registry.example${url}`, init)
      if (method === 'PUT') return Promise.resolve(new Response('', { status: 201 }))
      if (url.includes('/blobs/')) return Promise.resolve(new Response('x', { status: 206 }))
      return Promise.resolve(errorAnswer(404, 'MANIFEST_UNKNOWN'))
    })
    for (const value of values) {
      const entries = takeOrRefuse(JSON.stringify(replaceAt(JSON.parse(record), path, value)))
      const added = listNew([], entries)
      const report = await restoreEntries(fetchTransport(''), added, { journal: undefined })
      expect(report.entries).toHaveLength(added.length)
    }
    vi.unstubAllGlobals()
  })

  test('all of its fields were tried', () => {
    expect(places.length).toBeGreaterThan(20)
    expect(places).toContainEqual(['entries', 0, 'manifests', 0, 'mediaType'])
  })
})

/** No entries if the file is refused as it should be. */
function takeOrRefuse(text: string): readonly JournalEntry[] {
  try {
    return importRecord(text, here)
  } catch (error) {
    if (error instanceof RecordError) return []
    throw error
  }
}

/** All positions in a JSON value, at any depth. */
function listPlaces(value: unknown): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return []
  const keys = Array.isArray(value) ? value.map((_, at) => at) : Object.keys(value)
  return keys.flatMap((key) => {
    const inner = (value as Record<string | number, unknown>)[key]
    return [[key], ...listPlaces(inner).map((rest) => [key, ...rest])]
  })
}

function replaceAt(json: unknown, path: readonly (string | number)[], value: unknown): unknown {
  const last = path.at(-1) ?? ''
  const holder = path
    .slice(0, -1)
    .reduce((inner, key) => (inner as Record<string | number, unknown>)[key], json)
  ;(holder as Record<string | number, unknown>)[last] = value
  return json
}

describe('what is new in a record', () => {
  const other = { ...entry, id: 'f'.repeat(32) }
  /** Marked as imported, without what allows overwriting or removing a tag without asking. */
  const foreign = (one: JournalEntry): JournalEntry => ({
    ...one,
    isImported: true,
    tags: one.tags.map(({ tag, digest: was, isGone }) => ({
      tag,
      digest: was,
      isGone,
      copies: [],
    })),
  })

  test('adds what is new and loses nothing', () => {
    expect(listNew([entry], [other])).toEqual([foreign(other)])
    expect(listNew([], [other, other])).toEqual([foreign(other)])
    expect(listNew([entry], [entry])).toEqual([])
    expect(listNew([entry, other], [])).toEqual([])
  })

  test('is nothing already here, from this browser or another file', () => {
    for (const state of ['open', 'done', 'restored'] as const) {
      for (const own of [
        { ...entry, state },
        { ...entry, state, manifests: [] },
      ]) {
        expect(listNew([own], [{ ...entry, state: 'restored' }])).toEqual([])
        expect(listNew([foreign(own)], [{ ...entry, state: 'restored' }])).toEqual([])
      }
    }
  })

  test('nothing that a file calls open is continued automatically', () => {
    expect(listNew([], [{ ...entry, state: 'open' }])).toEqual([foreign(entry)])
  })
})
