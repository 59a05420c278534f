import { expect, test } from 'vitest'
import { parseRepositoryName, parseTag } from '../../../test/names.ts'
import { listOnS3 } from '../../../test/listOnS3.ts'
import { errorAnswer, fakeTransport, jsonAnswer } from '../../../test/fakeTransport.ts'
import type { Transport } from '../transport/transport.ts'
import { listEveryTag, listTagsLeft } from './wholeList.ts'

const repository = parseRepositoryName('team/app')

/** Serves the pages of one walk after the other; the last walk repeats. Single tags can’t be requested. */
function paged(...walks: (readonly string[][])[]): Transport {
  return ({ method, path }) => {
    if (method === 'HEAD' || path.includes('/manifests/')) {
      return Promise.resolve(errorAnswer(404, 'MANIFEST_UNKNOWN'))
    }
    const url = new URL(path, 'http://registry.invalid')
    if (url.searchParams.has('n')) {
      const all = (walks[0] ?? []).flat()
      const last = url.searchParams.get('last')
      const from = last === null ? 0 : all.indexOf(last) + 1
      return answer(all.slice(from, from + Number(url.searchParams.get('n'))))
    }
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

test('an unpaged list is complete', async () => {
  const list = await listEveryTag({ transport: paged([['a', 'b']]), repository })
  expect(list).toEqual({ tags: ['a', 'b'], hidden: [], isWhole: true })
})

test('a paged list is read until two walks agree', async () => {
  const first = [['a', 'b'], ['c']]
  const second = [['a', 'c'], ['d']]
  const list = await listEveryTag({ transport: paged(first, second, second), repository })
  expect(list).toEqual({ tags: ['a', 'c', 'd'], hidden: [], isWhole: true })
})

test('a list that keeps changing isn’t complete', async () => {
  let count = 0
  const restless: Transport = ({ path }) => {
    if (path.includes('last=')) return answer([])
    count += 1
    const next = '</v2/team/app/tags/list?page=1>; rel="next"'
    return answer([`t-${count}`], path.includes('page') ? {} : { Link: next })
  }
  expect((await listEveryTag({ transport: restless, repository })).isWhole).toBe(false)
})

test('a list with invalid names isn’t complete', async () => {
  const list = await listEveryTag({ transport: paged([['a', '../b', 7 as never]]), repository })
  expect(list).toMatchObject({ tags: ['a'], isWhole: false })
})

test('if further requests are refused, the list isn’t known to be complete', async () => {
  const refusing: Transport = ({ path }) =>
    path.includes('?') ? Promise.resolve(new Response('', { status: 404 })) : answer(['a', 'b'])
  const list = await listEveryTag({ transport: refusing, repository })
  expect(list).toEqual({ tags: ['a', 'b'], hidden: [], isWhole: false })
})

test('a repository forgotten with its last tag is empty; one that a proxy can’t find isn’t', async () => {
  const forgotten = fakeTransport(() => errorAnswer(404, 'NAME_UNKNOWN'))
  const nothing = { tags: [], hidden: [], isWhole: true }
  expect(await listTagsLeft({ transport: forgotten, repository })).toEqual(nothing)
  await expect(listEveryTag({ transport: forgotten, repository })).rejects.toMatchObject({
    status: 404,
  })
  await expect(
    listTagsLeft({ transport: fakeTransport(() => undefined), repository }),
  ).rejects.toMatchObject({
    status: 404,
  })
})

/** A proxy or group repository: it honours `n` and `last`, and sometimes leaves names out. */
function cutting(
  tags: readonly string[],
  cut: (names: readonly string[], url: URL) => readonly string[],
) {
  return fakeTransport((path) => {
    const tag = /\/manifests\/(.+)$/.exec(path)?.[1]
    if (tag !== undefined) {
      const headers = { 'Docker-Content-Digest': `sha256:${'0'.repeat(64)}` }
      return tags.includes(tag) ? jsonAnswer({}, { headers }) : errorAnswer(404, 'MANIFEST_UNKNOWN')
    }
    const url = new URL(path, 'http://registry.invalid')
    const last = url.searchParams.get('last') ?? ''
    const following = tags.filter((name) => name > last)
    const page = following.slice(0, Number(url.searchParams.get('n') ?? tags.length))
    return jsonAnswer({ tags: cut(page, url) })
  })
}

const FOUR = ['0.0.1', '0.0.10', '0.0.2', 'prod']

test('a list truncated at a limit isn’t complete, and what follows it is found', async () => {
  const registry = cutting(FOUR, (names) => names.slice(0, 3))
  const list = await listEveryTag({ transport: registry, repository })
  expect(list).toEqual({ tags: FOUR, hidden: ['prod'], isWhole: false })
})

test('a list truncated after a name isn’t complete', async () => {
  const registry = cutting(FOUR, (names, url) =>
    url.searchParams.has('last') ? names : names.filter((name) => name < 'p'),
  )
  const list = await listEveryTag({ transport: registry, repository })
  expect(list).toEqual({ tags: FOUR, hidden: ['prod'], isWhole: false })
})

test('a tag without a manifest belongs to a list that is truncated before it', async () => {
  // As distribution 2.8, which has no pages, behind a proxy.
  const registry = fakeTransport((path) => {
    if (!path.includes('/tags/list')) return errorAnswer(404, 'MANIFEST_UNKNOWN')
    return jsonAnswer({ tags: path.includes('?') ? FOUR : FOUR.slice(0, 3) })
  })
  const list = await listEveryTag({ transport: registry, repository })
  expect(list).toEqual({ tags: FOUR, hidden: [], isWhole: false })
})

test('a name that only the first response has counts while its tag exists', async () => {
  for (const isThere of [true, false]) {
    let answers = 0
    const registry = cutting(isThere ? FOUR : FOUR.slice(0, 3), () => {
      answers += 1
      return answers === 1 ? FOUR : FOUR.slice(0, 3)
    })
    const list = await listEveryTag({ transport: registry, repository })
    expect(list.tags).toEqual(isThere ? FOUR : FOUR.slice(0, 3))
    expect(list.isWhole).toBe(!isThere)
  }
})

test('a tag seen earlier that no list has is checked', async () => {
  const registry = cutting(FOUR, (names) => names.filter((name) => name !== 'prod'))
  const known = [parseTag('prod'), parseTag('gone')]
  const list = await listEveryTag({ transport: registry, repository }, known)
  expect(list).toEqual({ tags: FOUR, hidden: ['prod'], isWhole: false })
})

test('a tag deleted while its list is checked leaves the list complete', async () => {
  let lists = 0
  const registry = cutting(FOUR.slice(0, 3), (names, { searchParams }) => {
    lists += 1
    return lists === 1 && !searchParams.has('n') ? FOUR : names
  })
  const list = await listEveryTag({ transport: registry, repository })
  expect(list).toEqual({ tags: FOUR.slice(0, 3), hidden: [], isWhole: true })
  expect(registry.asked.filter((asked) => asked.endsWith('/tags/list'))).toHaveLength(1)
})

test('tags deleted while hidden tags are searched for leave the list complete', async () => {
  const tags = ['1', '10', '2', '20', '3']
  const registry = fakeTransport((path) => {
    const tag = /\/manifests\/(.+)$/.exec(path)?.[1]
    if (tag !== undefined) return errorAnswer(404, 'MANIFEST_UNKNOWN')
    // Another deletion is running: it deletes the last tag during the first request of the search.
    if (path.endsWith('last=1%2F~') && tags.at(-1) === '3') tags.pop()
    return jsonAnswer({ tags: listOnS3(tags, path) })
  })
  const list = await listEveryTag({ transport: registry, repository })
  expect(list.isWhole).toBe(true)
  expect(list.tags.toSorted()).toEqual(['1', '10', '2', '20'])
})
