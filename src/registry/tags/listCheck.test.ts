import { expect, test } from 'vitest'
import { errorAnswer, fakeTransport, jsonAnswer } from '../../../test/fakeTransport.ts'
import { checkTagList } from './listCheck.ts'
import { parseRepositoryName, parseTag } from '../../../test/names.ts'

const repository = parseRepositoryName('a')

/** A registry that honours `n` and `last`, in the order of `tags`. */
function pagingRegistry(tags: readonly string[], behindTheEnd: readonly string[] | null = []) {
  return fakeTransport((path) => {
    const { searchParams } = new URL(path, 'http://registry.test')
    const after = tags.indexOf(searchParams.get('last') ?? '') + 1
    const page = tags.slice(after, after + Number(searchParams.get('n')))
    return jsonAnswer({ tags: page.length > 0 ? page : behindTheEnd })
  })
}

const unproved = { kind: 'unproved', honoursN: true }

const check = (registry: ReturnType<typeof fakeTransport>, listed: string, isPaged = false) => {
  const tags = listed.split(' ').filter(Boolean).map(parseTag)
  return checkTagList({ transport: registry, repository }, { tags, isPaged })
}

test('a registry without pages sends everything again', async () => {
  const registry = fakeTransport(() => jsonAnswer({ tags: ['b', 'a', 'c'] }))
  expect(await check(registry, 'a b c')).toMatchObject({ kind: 'agrees', missing: [] })
  expect(registry.asked).toEqual(['GET /v2/a/tags/list?n=1', 'GET /v2/a/tags/list?n=1&last=c'])
  const differs = { kind: 'differs', honoursN: false }
  expect(await check(registry, 'a b')).toEqual({ ...differs, unlisted: ['c'] })
  expect(await check(registry, 'a b c d')).toMatchObject({ kind: 'agrees', missing: ['d'] })
  expect(await check(registry, 'a b c', true)).toEqual({ kind: 'unproved', honoursN: false })
})

test('a single tag is a complete list, with and without pages', async () => {
  expect(await check(pagingRegistry(['a']), 'a')).toMatchObject({ kind: 'agrees', missing: [] })
  expect(
    await check(
      fakeTransport(() => jsonAnswer({ tags: ['a'] })),
      'a',
    ),
  ).toMatchObject({ kind: 'agrees', missing: [] })
})

test('an empty list is complete if the registry gives none again', async () => {
  for (const tags of [[], null]) {
    expect(
      await check(
        fakeTransport(() => jsonAnswer({ tags })),
        '',
      ),
    ).toMatchObject({ kind: 'agrees', missing: [] })
  }
})

test('pages lead through the list to its end', async () => {
  const registry = pagingRegistry(['a', 'b', 'c', 'd'])
  expect(await check(registry, 'a b c d')).toMatchObject({ kind: 'agrees', missing: [] })
  expect(registry.asked).toEqual([
    'GET /v2/a/tags/list?n=1',
    'GET /v2/a/tags/list?n=1000&last=a',
    'GET /v2/a/tags/list?n=1000&last=d',
  ])
})

test('what follows the end of a truncated list is found, even if one tag continues another', async () => {
  const registry = pagingRegistry(['0.0.1', '0.0.10', '0.0.2', 'prod'])
  const differs = { kind: 'differs', honoursN: true }
  expect(await check(registry, '0.0.1 0.0.10 0.0.2')).toEqual({ ...differs, unlisted: ['prod'] })
  expect(await check(registry, '0.0.10 0.0.2 prod')).toEqual({ ...differs, unlisted: ['0.0.1'] })
  expect(await check(registry, '0.0.1 0.0.2 prod')).toEqual({ ...differs, unlisted: ['0.0.10'] })
})

test('go-containerregistry starts over past the end', async () => {
  const tags = ['a', 'b', 'c', 'd']
  const from = (shown: readonly string[]) =>
    fakeTransport((path) => {
      const { searchParams } = new URL(path, 'http://registry.test')
      const after = shown.indexOf(searchParams.get('last') ?? '') + 1
      const following = after < shown.length ? shown.slice(after) : shown.slice(0)
      return jsonAnswer({ tags: following.slice(0, Number(searchParams.get('n'))) })
    })
  expect(await check(from(tags), tags.join(' '))).toMatchObject({ kind: 'agrees', missing: [] })
  // Another registry's last name is not the last one that follows.
  const astray = fakeTransport((path) => jsonAnswer({ tags: path.includes('last=d') ? ['a'] : [] }))
  expect(await check(astray, tags.join(' '))).not.toMatchObject({ missing: [] })
})

test('pages are read to the end, in sizes that the registry takes', async () => {
  const tags = Array.from({ length: 40 }, (_, at) => `t${at + 10}`)
  const paging = pagingRegistry(tags)
  const registry = fakeTransport((path, request) => {
    const n = Number(new URL(path, 'http://registry.test').searchParams.get('n'))
    return n > 10 ? errorAnswer(400, 'PAGINATION_NUMBER_INVALID') : (paging(request) as never)
  })
  expect(await check(registry, tags.join(' '))).toMatchObject({ kind: 'agrees', missing: [] })
  const lacking = tags.filter((tag) => tag !== 't45').join(' ')
  expect(await check(registry, lacking)).toMatchObject({ kind: 'differs', unlisted: ['t45'] })
})

test('more after an empty page, or an invalid name, proves nothing', async () => {
  const behind = [
    jsonAnswer({ tags: [] }, { headers: { Link: '</v2/a/tags/list?n=1&last=x>; rel="next"' } }),
    jsonAnswer({ tags: ['d@x'] }),
  ]
  for (const end of behind) {
    const pages = pagingRegistry(['a', 'b', 'c'])
    const registry = fakeTransport((path, request) =>
      path.endsWith('last=c') ? end : (pages(request) as never),
    )
    expect(await check(registry, 'a b c')).toEqual(unproved)
  }
})

test('the first list of a proxy that ignores `n` but honours `last` isn’t complete', async () => {
  const tags = ['a', 'b', 'c', 'd']
  const registry = fakeTransport((path) => {
    const last = new URL(path, 'http://registry.test').searchParams.get('last') ?? ''
    return jsonAnswer({ tags: tags.filter((tag) => tag > last).slice(0, 3) })
  })
  expect(await check(registry, 'a b c')).toMatchObject({ kind: 'differs', unlisted: ['d'] })
})

test('what is missing from pages that don’t follow a name has to be gone', async () => {
  const onlyFirst = fakeTransport(() => jsonAnswer({ tags: ['a'] }))
  expect(await check(onlyFirst, 'a b c')).toMatchObject({ missing: ['b', 'c'] })
  const nothing = fakeTransport((path) => jsonAnswer({ tags: path.includes('last') ? [] : ['a'] }))
  expect(await check(nothing, 'a b c')).toMatchObject({ missing: ['b', 'c'] })
  const first = fakeTransport((path) => jsonAnswer({ tags: path.includes('last') ? [] : ['b'] }))
  expect(await check(first, 'a b c')).toMatchObject({ missing: ['b', 'c', 'a'] })
  const many = Array.from({ length: 60 }, (_, at) => `t${at + 10}`).join(' ')
  expect(await check(nothing, `a ${many}`)).toEqual(unproved)
})

test('a tag deleted while the list is checked is reported', async () => {
  expect(await check(pagingRegistry(['a', 'c', 'd']), 'a b c d')).toMatchObject({ missing: ['b'] })
})

test('null past the end proves nothing, unless one listed tag continues another', async () => {
  expect(await check(pagingRegistry(['1', '1.2', '1-x'], null), '1 1.2 1-x')).toEqual(unproved)
  for (const pair of ['1 10', 'v1.2 v1.20', 'a a_']) {
    const registry = pagingRegistry(pair.split(' '), null)
    expect(await check(registry, pair)).toMatchObject({ kind: 'agrees', missing: [] })
    // In a paged list it may be the first of a page.
    expect(await check(registry, pair, true)).toEqual(unproved)
  }
})

test.each([
  [undefined, { kind: 'agrees', missing: [], honoursN: true }],
  [3, { kind: 'differs', unlisted: ['d', 'e'], honoursN: true }],
])(
  'pages that only the registry’s own cursors lead through, with a cut at %s',
  async (cut, found) => {
    const tags = ['a', 'b', 'c', 'd', 'e']
    const registry = fakeTransport((path) => {
      const { searchParams } = new URL(path, 'http://registry.test')
      const start = Number(searchParams.get('cursor') ?? 0)
      const end = start + Math.min(Number(searchParams.get('n') ?? 3), cut ?? 100)
      const isLinked = end < tags.length && end - start !== cut
      const Link = `</v2/a/tags/list?n=1&cursor=${end}>; rel="next"`
      return jsonAnswer({ tags: tags.slice(start, end) }, { headers: isLinked ? { Link } : {} })
    })
    const listed = cut ? 'a b c' : tags.join(' ')
    expect(await check(registry, listed, cut === undefined)).toEqual(found)
  },
)
