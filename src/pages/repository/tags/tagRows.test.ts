import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { TagSummary } from '../../../queries/readContent.ts'
import type { Tag } from '../../../registry/names.ts'
import { parseDigest, parseTag } from '../../../../test/names.ts'
import { nextSort } from '../../../routing/sorting.ts'
import {
  type TagDetails,
  UNPLACED,
  describeAlsoTagged,
  groupByDigest,
  hasDigest,
  hasPlatform,
  listPlatforms,
  listTagRows,
  parseSort,
  sortRows,
  suggestPlatforms,
} from './tagRows.ts'

const digest = parseDigest(`sha256:${'a'.repeat(64)}`)
const tags = ['a', 'b', 'c', 'd'].map(parseTag)

function summary(changes: Partial<TagSummary>): TagSummary {
  return {
    artifact: { kind: 'image', label: 'image', type: '' },
    platforms: [{ os: 'linux', architecture: 'amd64' }],
    size: { kind: 'single', bytes: 1, elsewhere: 0 },
    created: 'not recorded',
    config: 'read',
    missing: 0,
    unreadable: 0,
    children: [],
    digest,
    ...changes,
  }
}

function details(
  of: Record<string, Partial<TagSummary>>,
  failed: readonly string[] = [],
): TagDetails {
  const entries = Object.entries(of).map(([tag, one]) => [parseTag(tag), summary(one)] as const)
  return { of: new Map(entries), failed: new Set(failed.map(parseTag)) }
}

const NOTHING: TagDetails = details({})

test.each([
  [null, 'version', false],
  ['tag', 'tag', false],
  ['-size', 'size', true],
  ['created', 'created', false],
  ['-version', 'version', false],
  ['<script>', 'version', false],
])('sort=%s means by %s', (text, by, isDescending) => {
  expect(parseSort(text)).toEqual({ by, isDescending })
})

test('three clicks on a header: its natural direction, the other one, version order again', () => {
  for (const [by, ...steps] of [
    ['tag', 'tag', '-tag', undefined],
    ['size', '-size', 'size', undefined],
    ['created', '-created', 'created', undefined],
  ] as const) {
    let at: string | undefined
    const seen = [0, 1, 2].map(() => (at = nextSort(parseSort(at ?? null), by, by === 'tag')))
    expect(seen).toEqual(steps)
  }
})

test('unknown values come last in both directions', () => {
  const known = details(
    {
      b: { size: { kind: 'single', bytes: 5, elsewhere: 0 } },
      c: { size: { kind: 'unknown' } },
      d: { size: { kind: 'index', smallest: 1, largest: 3, total: 9, attestations: 7 } },
    },
    ['a'],
  )
  expect(sortRows(tags, parseSort('size'), known)).toEqual(['b', 'd', 'a', 'c'])
  expect(sortRows(tags, parseSort('-size'), known)).toEqual(['d', 'b', 'a', 'c'])
  const times = details({
    a: { created: new Date(1) },
    b: { created: 'unknown' },
    d: { created: new Date(2) },
  })
  expect(sortRows(tags, parseSort('-created'), times)).toEqual(['d', 'a', 'b', 'c'])
})

test('sorting keeps every tag once, whatever is known', () => {
  const size = fc.option(fc.nat(3), { nil: undefined })
  const order = fc.constantFrom('tag', '-tag', 'size', '-size', 'created', '-created', null)
  fc.assert(
    fc.property(fc.tuple(size, size, size, size), order, (sizes, text) => {
      const of = Object.fromEntries(
        tags.flatMap((tag, index) => {
          const bytes = sizes[index]
          return bytes === undefined
            ? []
            : [
                [
                  tag,
                  {
                    size: { kind: 'single' as const, bytes, elsewhere: 0 },
                    created: new Date(bytes),
                  },
                ],
              ]
        }),
      )
      expect(sortRows(tags, parseSort(text), details(of)).toSorted()).toEqual(tags)
    }),
  )
})

test('known platforms are listed once each', () => {
  const arm = { os: 'linux', architecture: 'arm', variant: 'v7' }
  const known = details({ a: {}, b: { platforms: [arm, undefined] }, c: { platforms: [arm] } })
  expect(listPlatforms(known)).toEqual(['linux/amd64', 'linux/arm/v7'])
  expect(tags.filter((tag) => hasPlatform(known, tag, 'linux/arm/v7'))).toEqual(['b', 'c'])
  expect(listPlatforms(NOTHING)).toEqual([])
})

test('attachments appear below their tag if it is unfolded', () => {
  const attachment = (name: string) => ({
    tag: parseTag(name),
    subject: digest,
    label: 'signature',
  })
  const folded = {
    tags,
    attachments: new Map<Tag, ReturnType<typeof attachment>[]>([
      [parseTag('a'), [attachment('s1'), attachment('s2')]],
    ]),
    unplaced: [attachment('s3')],
  }
  const shown = (unfolded: readonly string[]) =>
    listTagRows(['a', 'b'].map(parseTag), folded, new Set(unfolded)).map((row) =>
      row.kind === 'tag'
        ? row.tag
        : row.kind === 'attachment'
          ? `+${row.attachment.tag}`
          : row.kind,
    )
  expect(shown([])).toEqual(['a', 'b', 'unplaced'])
  expect(shown(['a'])).toEqual(['a', '+s1', '+s2', 'b', 'unplaced'])
  expect(shown(['b', UNPLACED])).toEqual(['a', 'b', 'unplaced', '+s3'])
})

test('a digest is found by its beginning, that of a platform too', () => {
  const child = parseDigest(`sha256:${'b'.repeat(64)}`)
  const known = details({ a: {}, b: { children: [child] } })
  const found = (start: string) => tags.filter((tag) => hasDigest(known, tag, start))
  expect(found('sha256:aaaaaaaaaaaa')).toEqual(['a', 'b'])
  expect(found('sha256:bb')).toEqual(['b'])
  expect(found('sha256:c')).toEqual([])
})

test.each([
  ['arm64', ['linux/arm64/v8'], ['linux/arm64/v8']],
  ['ARM64', ['linux/amd64'], ['linux/arm64']],
  ['windows', ['linux/amd64', 'windows/amd64 10.0.1'], ['windows/amd64 10.0.1']],
  ['linux/amd64', ['linux/amd64'], ['linux/amd64']],
  ['arm', ['linux/arm64'], []],
  ['', ['linux/amd64'], []],
])('of the platforms, “%s” names', (text, known, offered) => {
  expect(suggestPlatforms(text, known)).toEqual(offered)
})

test('tags on one digest are known as a group; one of its own has none', () => {
  const digests = new Map(
    tags.slice(0, 3).map((tag, at) => [tag, parseDigest(`sha256:${String(at % 2).repeat(64)}`)]),
  )
  const groups = groupByDigest(tags, (tag) => digests.get(tag))
  expect([...groups]).toEqual([
    ['a', ['a', 'c']],
    ['c', ['a', 'c']],
  ])
  expect(describeAlsoTagged([], false)).toBe('')
  const others = [...tags, ...tags].slice(0, 5)
  expect(describeAlsoTagged(others, true)).toBe('also tagged a, b, c +2')
  expect(describeAlsoTagged(others, false)).toBe('also tagged a, b, c, …')
  expect(describeAlsoTagged(others.slice(0, 1), false)).toBe('also tagged a, …')
})
