import { expect, test } from 'vitest'
import { parseRepositoryName } from '../registry/names.ts'
import { errorAnswer, fakeTransport } from '../registry/fakeTransport.ts'
import type { Transport } from '../registry/transport.ts'
import { listEveryTag, listTagsLeft } from './wholeList.ts'

const repository = parseRepositoryName('team/app')

/** Answers with pages, one walk after the other; the last walk is repeated. */
function paged(...walks: (readonly string[][])[]): Transport {
  return ({ path }) => {
    const url = new URL(path, 'http://registry.invalid')
    if (url.searchParams.get('last')?.endsWith('/~')) return answer([])
    const page = Number(url.searchParams.get('page') ?? 0)
    const walk = walks[0] ?? []
    const isLast = page === walk.length - 1
    if (isLast && walks.length > 1) walks.shift()
    const next = `</v2/team/app/tags/list?page=${page + 1}>; rel="next"`
    return answer(walk[page] ?? [], isLast ? {} : { Link: next })
  }
}

function answer(tags: unknown, headers: Record<string, string> = {}) {
  return Promise.resolve(new Response(JSON.stringify({ name: 'team/app', tags }), { headers }))
}

test('a list in one piece is whole', async () => {
  const list = await listEveryTag(paged([['a', 'b']]), repository)
  expect(list).toEqual({ tags: ['a', 'b'], hidden: [], isWhole: true })
})

test('a list in pages is walked until two walks agree', async () => {
  const first = [['a', 'b'], ['c']]
  const second = [['a', 'c'], ['d']]
  const list = await listEveryTag(paged(first, second, second), repository)
  expect(list).toEqual({ tags: ['a', 'c', 'd'], hidden: [], isWhole: true })
})

test('a list that never agrees with itself is not whole', async () => {
  let count = 0
  const restless: Transport = ({ path }) => {
    if (path.includes('last=')) return answer([])
    count += 1
    const next = '</v2/team/app/tags/list?page=1>; rel="next"'
    return answer([`t-${count}`], path.includes('page') ? {} : { Link: next })
  }
  expect((await listEveryTag(restless, repository)).isWhole).toBe(false)
})

test('a list with names that cannot be asked for is not whole', async () => {
  const list = await listEveryTag(paged([['a', '../b', 7 as never]]), repository)
  expect(list).toMatchObject({ tags: ['a'], isWhole: false })
})

test('where the search for hidden tags is refused, the list is not known to be whole', async () => {
  const refusing: Transport = ({ path }) =>
    path.includes('last=') ? Promise.resolve(new Response('', { status: 404 })) : answer(['a', 'b'])
  const list = await listEveryTag(refusing, repository)
  expect(list).toEqual({ tags: ['a', 'b'], hidden: [], isWhole: false })
})

test('a repository that its registry forgot with its last tag is empty; one that a proxy cannot find is not', async () => {
  const forgotten = fakeTransport(() => errorAnswer(404, 'NAME_UNKNOWN'))
  const nothing = { tags: [], hidden: [], isWhole: true }
  expect(await listTagsLeft(forgotten, repository)).toEqual(nothing)
  await expect(listEveryTag(forgotten, repository)).rejects.toMatchObject({ status: 404 })
  await expect(
    listTagsLeft(
      fakeTransport(() => undefined),
      repository,
    ),
  ).rejects.toMatchObject({
    status: 404,
  })
})
