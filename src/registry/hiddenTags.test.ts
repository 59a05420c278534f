import { expect, test } from 'vitest'
import { fakeTransport, jsonAnswer } from './fakeTransport.ts'
import { listHiddenTags } from './hiddenTags.ts'
import { parseRepositoryName, parseTag } from './names.ts'

const repository = parseRepositoryName('a')
const ALL = ['1', '1.2', '1.27', '10', '1_0', '1a', '2-x', '2-xy', 'a', 'ab', 'abc', 'z']

/** Distribution 3.1.1 on S3: no tag is listed whose name continues another's by a letter, digit or `_`. */
function lyingRegistry(all: readonly string[] = ALL) {
  const order = (one: string) => `${one}/`
  const walk = all.toSorted((a, b) => (order(a) < order(b) ? -1 : 1))
  return fakeTransport((path) => {
    const { searchParams } = new URL(path, 'http://registry.test')
    const last = searchParams.get('last') ?? ''
    const rest = walk.filter((tag) => order(tag) > last)
    const honest = rest.filter(
      (tag, at) =>
        !rest
          .slice(0, at)
          .some((before) => tag.startsWith(before) && /\w/.test(tag.charAt(before.length))),
    )
    const page = honest.slice(0, Number(searchParams.get('n') ?? 1000))
    return jsonAnswer({ tags: page.length > 0 ? page : null })
  })
}

test('a lying list is completed, tag by tag', async () => {
  const registry = lyingRegistry()
  const listed = ['1', '1.2', '2-x', 'a', 'z'].map(parseTag)
  const hidden = await listHiddenTags(registry, repository, listed)
  expect([...listed, ...hidden].toSorted()).toEqual(ALL)
})

test('what the last listed tag hides is found, also where another tag would be the last by name', async () => {
  for (const [all, listed] of [
    ['latest v1 v10', 'latest v1'],
    ['1 1.2 10', '1.2 1'],
    ['v1 v10 v100', 'v1'],
  ] as const) {
    const names = listed.split(' ').map(parseTag)
    const hidden = await listHiddenTags(lyingRegistry(all.split(' ')), repository, names)
    expect([...names, ...hidden].toSorted()).toEqual(all.split(' '))
  }
})

test('of a list in pages a continued name shows nothing: it may begin a page', async () => {
  const listed = ['v1', 'v10'].map(parseTag)
  const registry = lyingRegistry(['v1', 'v10', 'v11'])
  expect(await listHiddenTags(registry, repository, listed)).toEqual([])
  const paged = await listHiddenTags(registry, repository, listed, undefined, { isPaged: true })
  expect(paged).toEqual(['v11'])
})

test('a name that another one continues shows an honest list: nothing is asked', async () => {
  for (const pair of [
    ['1', '10'],
    ['v1.2', 'v1.20'],
    ['a', 'a_'],
  ]) {
    const registry = lyingRegistry()
    expect(await listHiddenTags(registry, repository, pair.map(parseTag))).toEqual([])
    expect(registry.asked).toEqual([])
  }
})

test('`-` and `.` show nothing: one question behind the end settles it', async () => {
  for (const tags of [[], ['1.2']]) {
    const registry = fakeTransport(() => jsonAnswer({ tags }))
    expect(await listHiddenTags(registry, repository, ['1', '1.2', '1-x'].map(parseTag))).toEqual(
      [],
    )
    expect(registry.asked).toEqual(['GET /v2/a/tags/list?n=1&last=1%2F~'])
  }
})

test('an empty list hides nothing', async () => {
  expect(await listHiddenTags(lyingRegistry(), repository, [])).toEqual([])
})

test('a question that fails leaves it open: the caller learns it', async () => {
  const registry = fakeTransport(() => new Response('', { status: 500 }))
  await expect(listHiddenTags(registry, repository, [parseTag('1')])).rejects.toMatchObject({
    status: 500,
  })
})
