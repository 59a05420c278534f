import { expect, test } from 'vitest'
import { fakeTransport, jsonAnswer } from '../../../test/fakeTransport.ts'
import { listHiddenTags, searchTags } from './hiddenTags.ts'
import { listOnS3 } from '../../../test/listOnS3.ts'
import { parseRepositoryName, parseTag } from '../../../test/names.ts'

const repository = parseRepositoryName('a')
const ALL = ['1', '1.2', '1.27', '10', '1_0', '1a', '2-x', '2-xy', 'a', 'ab', 'abc', 'z']

/** Distribution 3.1.1 on S3. */
function lyingRegistry(all: readonly string[] = ALL) {
  return fakeTransport((path) => jsonAnswer({ tags: listOnS3(all, path) }))
}

test('an incomplete list is completed, tag by tag', async () => {
  const listed = ['1', '1.2', '2-x', 'a', 'z'].map(parseTag)
  const hidden = await listHiddenTags({ transport: lyingRegistry(), repository }, listed)
  expect([...listed, ...hidden].toSorted()).toEqual(ALL)
  const search = await searchTags({ transport: lyingRegistry(), repository }, listed)
  expect(search.tags.toSorted()).toEqual(ALL)
  expect(search.isWhole).toBe(true)
})

test('what the last listed tag hides is found, even if another tag sorts last by name', async () => {
  for (const [all, listed] of [
    ['latest v1 v10', 'latest v1'],
    ['1 1.2 10', '1.2 1'],
    ['v1 v10 v100', 'v1'],
  ] as const) {
    const names = listed.split(' ').map(parseTag)
    const hidden = await listHiddenTags(
      { transport: lyingRegistry(all.split(' ')), repository },
      names,
    )
    expect([...names, ...hidden].toSorted()).toEqual(all.split(' '))
  }
})

/** Answers by `last`; `null` for every other. */
function following(successors: Readonly<Record<string, readonly string[]>>) {
  return fakeTransport((path) => {
    const { searchParams } = new URL(path, 'http://registry.test')
    return jsonAnswer({ tags: successors[searchParams.get('last') ?? ''] ?? null })
  })
}

test('a search is complete only if each tag leads to the next', async () => {
  const known = ['a', 'b', 'c'].map(parseTag)
  const honest = { 'a/~': ['b'], 'b/~': ['c'] }
  const isWhole = async (successors: Readonly<Record<string, readonly string[]>>) =>
    (await searchTags({ transport: following(successors), repository }, known)).isWhole
  expect(await isWhole(honest)).toBe(true)
  expect(await isWhole({ 'a/~': ['b'] })).toBe(false)
  expect(await isWhole({ 'a/~': ['b'], 'b/~': ['a'] })).toBe(false)
  expect(await isWhole({ 'a/~': ['c'], 'b/~': ['c'] })).toBe(false)
})

test('if the end isn’t null, only what follows it is read', async () => {
  const registry = following({ 'a/~': ['b'], 'b/~': ['c', 'd'], 'd/~': [] })
  const search = await searchTags({ transport: registry, repository }, [parseTag('b')])
  expect(search).toEqual({ tags: ['b', 'c', 'd'], isWhole: false })
  expect(registry.asked).toHaveLength(2)
})

test('a registry without pages isn’t asked tag by tag', async () => {
  const registry = fakeTransport(() => jsonAnswer({ tags: ['a', 'b', 'new'] }))
  expect(
    await listHiddenTags({ transport: registry, repository }, ['a', 'b'].map(parseTag)),
  ).toEqual(['new'])
  expect(registry.asked).toHaveLength(2)
})

test('an empty list hides nothing', async () => {
  expect(await listHiddenTags({ transport: lyingRegistry([]), repository }, [])).toEqual([])
})

test('a failed request proves nothing: the caller gets the error', async () => {
  const registry = fakeTransport(() => new Response('', { status: 500 }))
  await expect(
    listHiddenTags({ transport: registry, repository }, [parseTag('1')]),
  ).rejects.toMatchObject({
    status: 500,
  })
})
