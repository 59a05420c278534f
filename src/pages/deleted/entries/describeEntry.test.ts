import { expect, test } from 'vitest'
import type { JournalEntry, JournalManifest } from '../../../deletion/journal/journal.ts'
import { sha256Digest } from '../../../registry/digest.ts'
import { MEDIA_TYPE } from '../../../registry/mediaTypes.ts'
import type { Tag } from '../../../registry/names.ts'
import { parseRepositoryName, parseTag } from '../../../../test/names.ts'
import { describeEntry, matchesEntry } from './describeEntry.ts'

const REPOSITORY = parseRepositoryName('team/app')

function manifest(
  content: object | string,
  mediaType: string,
  rest: Pick<JournalManifest, 'role' | 'isGone'>,
): JournalManifest {
  const text = typeof content === 'string' ? content : JSON.stringify(content)
  const bytes = new TextEncoder().encode(text)
  return { digest: sha256Digest(bytes), mediaType, bytes, ...rest }
}

const config = { mediaType: MEDIA_TYPE.ociConfig, digest: `sha256:${'a'.repeat(64)}`, size: 2 }
type IsGone = JournalManifest['isGone']
const image = (role: JournalManifest['role'], isGone: IsGone, name: string = role) =>
  manifest(
    { schemaVersion: 2, config, layers: [], annotations: { name } },
    MEDIA_TYPE.ociManifest,
    { role, isGone },
  )

function entry(
  tags: readonly (readonly [string, IsGone])[],
  manifests: readonly JournalManifest[],
  rest: Partial<JournalEntry> = {},
): JournalEntry {
  const digest = manifests.at(-1)?.digest
  return {
    id: '0'.repeat(32),
    run: '1'.repeat(32),
    at: '2026-11-24T20:00:00.000Z',
    repository: REPOSITORY,
    cause: 'deletion',
    state: 'done',
    tags: tags.map(([tag, isGone]) => ({ tag: parseTag(tag), digest, copies: [], isGone })),
    manifests,
    size: 1,
    ...rest,
  }
}

test('an index is described with its platforms and what was deleted along with it', () => {
  const children = ['amd64', 'arm64'].map((name) => image('child', true, name))
  const manifests = children.map(({ digest, mediaType, bytes }) => ({
    mediaType,
    digest,
    size: bytes.length,
    platform: { os: 'linux', architecture: 'amd64' },
  }))
  const index = manifest({ schemaVersion: 2, manifests }, MEDIA_TYPE.ociIndex, {
    role: 'image',
    isGone: true,
  })
  const signature = `sha256-${index.digest.slice(7)}.sig`
  const tags = [
    ['1.0', true],
    ['latest', true],
    [signature, true],
  ] as const
  const described = describeEntry(entry(tags, [...children, index, image('attachment', true)]))
  expect(described).toMatchObject({
    tags: ['1.0', 'latest'],
    attachmentTags: [signature],
    digest: index.digest,
    name: 'team/app:1.0 and 1 more tag',
  })
  expect(described.facts).toEqual([
    'multi-platform image, 2 platforms',
    'with 2 children',
    'with 1 attachment',
  ])
})

test('for an image that stayed, only the deleted tags are named', () => {
  const tags = [
    ['a', true],
    ['b', false],
  ] as const
  const described = describeEntry(entry(tags, [image('image', false)]))
  expect(described.tags).toEqual(['a'])
  expect(described.facts).toEqual(['image', 'image kept'])
  expect(described.name).toBe('team/app:a')
})

test('what is unknown is not called deleted', () => {
  const tags = [
    ['a', true],
    ['b', undefined],
  ] as const
  const manifests = [image('child', undefined), image('image', undefined)]
  expect(describeEntry(entry(tags, manifests)).facts).toEqual([
    'image',
    'the image may be gone',
    '1 child may be gone',
    'unknown whether b was deleted',
  ])
  const open = describeEntry(entry(tags, [image('image', true)], { state: 'open' }))
  expect(open.facts).toEqual(['image'])
})

test('an attachment that was selected itself is named by its tag', () => {
  const tag = `sha256-${'b'.repeat(64)}.sig` as Tag
  const described = describeEntry(entry([[tag, true]], [image('image', true)]))
  expect(described).toMatchObject({ tags: [tag], attachmentTags: [] })
})

test('a tag without a manifest, and bytes that are no manifest, are described as such', () => {
  expect(describeEntry(entry([['a', true]], [])).facts).toEqual(['its manifest was missing'])
  const broken = manifest('no JSON', MEDIA_TYPE.ociManifest, { role: 'image', isGone: true })
  expect(describeEntry(entry([['a', true]], [broken])).facts).toEqual(['unknown manifest'])
})

test('a tag that was moved, and one that was added', () => {
  const { digest } = image('image', true)
  const moved = entry([['a', true]], [image('image', false)], { cause: 'retag' })
  expect(describeEntry(moved)).toMatchObject({
    isAdded: false,
    facts: ['the tag was moved to another image'],
  })
  const tags = [
    { tag: parseTag('a'), digest: undefined, copies: [], isGone: true, movedTo: digest },
  ]
  const added = describeEntry(entry([], [], { cause: 'retag', tags }))
  expect(added).toMatchObject({
    digest,
    facts: ['the tag was added'],
    name: 'team/app:a',
    isAdded: true,
  })
})

test('an entry is found by repository, tag and digest, and by several words', () => {
  const one = entry([['Release-1', true]], [image('image', true)])
  const digest = one.manifests[0]?.digest ?? ''
  for (const text of ['', 'team', 'app:release', digest.slice(0, 20), 'team release']) {
    expect(matchesEntry(one, text), text).toBe(true)
  }
  expect(matchesEntry(one, 'team other')).toBe(false)
})
