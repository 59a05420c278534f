import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { errorAnswer, fakeTransport, jsonAnswer } from '../../test/fakeTransport.ts'
import { isRepositoryName } from './names.ts'
import { nextPage, walkNames } from './pagination.ts'

const HERE = '/v2/_catalog?n=100'

test.each([
  ['</v2/_catalog?last=team%2Fapp1&n=2>; rel="next"', '/v2/_catalog?last=team%2Fapp1&n=2'],
  ['</v2/_catalog?n=2&last=team/app1>; rel=next', '/v2/_catalog?n=2&last=team/app1'],
  ['<?last=b>; rel="next"', '/v2/_catalog?last=b'],
  ['<http://registry:5000/v2/_catalog?last=b>; rel="next"', '/v2/_catalog?last=b'],
  ['<//evil.example/v2/_catalog?last=b>; rel="next"', '/v2/_catalog?last=b'],
  ['<https://evil.example/steal?last=b>;rel="next"', '/v2/_catalog?last=b'],
  ['</registry/v2/_catalog?last=b>; rel="next"', '/v2/_catalog?last=b'],
  ['</x?last=a>; rel="prev", </x?last=c>; rel="next"', '/v2/_catalog?last=c'],
  ['</x?last=a,b>; title="x"; rel="next"', '/v2/_catalog?last=a,b'],
  ['</x?last=b>; rel="first next"', '/v2/_catalog?last=b'],
  ['<https://q.test/v2/_catalog?n=100&next_page=gAAA%3D>; rel="next"', `${HERE}&next_page=gAAA%3D`],
  ['https://c.test/v2/_catalog?n=50&last=b; rel=next', '/v2/_catalog?n=50&last=b'],
])('%s leads to %s', (link, path) => expect(nextPage(link, HERE)).toBe(path))

test.each([
  null,
  '',
  '</v2/_catalog?last=b>',
  '</v2/_catalog?last=b>; rel="prev"',
  '</v2/_catalog?last=b>; rel="nextish"',
  '</v2/_catalog>; rel="next"',
  '<http://[>; rel="next"',
  '<javascript:alert(1)>; rel="next"',
])('%s leads nowhere', (link) => expect(nextPage(link, HERE)).toBeUndefined())

test('a page that links to itself isn’t taken as the end: the walk must notice the loop', () => {
  expect(nextPage('</v2/_catalog?n=100>; rel="next"', HERE)).toBe(HERE)
})

test('no header leads to another path or host', () => {
  const unit = fc.constantFrom(...'<>/?#:;,="\\ relnxthttp:@%2F..'.split(''))
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.string({ unit })), fc.string(), (link, last) => {
      for (const header of [link, `<${last}>; rel="next"`, `<${link}?last=x>; rel="next"`]) {
        const path = nextPage(header, HERE)
        const url = new URL(path ?? HERE, 'http://own.test')
        expect([url.host, url.pathname]).toEqual(['own.test', '/v2/_catalog'])
      }
    }),
  )
})

/** A registry with 250 names that hands out opaque cursors, in pages of at most `most`; larger ones are `refused`. */
function cursors(most: number, refused?: Response, lastLink = false) {
  const names = Array.from({ length: 250 }, (_, at) => `app-${String(at).padStart(3, '0')}`)
  return fakeTransport((path) => {
    const search = new URL(path, 'http://own.test').searchParams
    const asked = Number(search.get('n') ?? most)
    if (refused && asked > most) return refused.clone()
    const start = Number(search.get('next_page')?.slice(1) ?? 0)
    const end = start + Math.min(asked, most)
    const link = `<https://q.test/v2/_catalog?n=${most}&next_page=g${end}>; rel="next"`
    return jsonAnswer(
      { repositories: names.slice(start, end) },
      { headers: end < names.length || lastLink ? { Link: link } : {} },
    )
  })
}

async function walk(transport: ReturnType<typeof cursors>, pageSize?: number) {
  const list = {
    field: 'repositories',
    isName: isRepositoryName,
    ...(pageSize && { pageSize }),
  } as const
  const found: string[] = []
  for await (const { names } of walkNames(transport, { path: HERE }, list)) found.push(...names)
  return found
}

test.each([
  ['clamped', cursors(50)],
  ['refused by the specification', cursors(100, errorAnswer(400, 'PAGINATION_NUMBER_INVALID'))],
  ['refused in other words', cursors(100, errorAnswer(400, 'UNSUPPORTED', 'maxResults'))],
  ['refused by ECR', cursors(100, new Response('', { status: 405 }))],
  ['refused from the first page on', cursors(20, errorAnswer(400, 'BAD_REQUEST'))],
  ['linked to on the last page', cursors(100, undefined, true)],
])('opaque cursors are followed to the end where a page of 1000 is %s', async (_how, transport) => {
  const names = await walk(transport, 1000)
  expect(names).toHaveLength(250)
  expect(new Set(names).size).toBe(250)
})

test('after one refusal, the size of the registry’s own links is used', async () => {
  const transport = cursors(100, errorAnswer(400, 'UNSUPPORTED', 'maxResults'))
  await walk(transport, 1000)
  const sizes = transport.asked.map((one) => /n=(\d+)/.exec(one)?.[1])
  expect(sizes).toEqual(['100', '1000', '100', '100'])
})

test('a full page without a link may be cut: what follows its last name is requested', async () => {
  const names = Array.from({ length: 250 }, (_, at) => `app-${String(at).padStart(3, '0')}`)
  const cutting = (readsLast: boolean, count: number) =>
    fakeTransport((path) => {
      const last = new URL(path, 'http://own.test').searchParams.get('last')
      if (last && !readsLast) return errorAnswer(400, 'NUMBER_INVALID')
      const start = last ? names.indexOf(last) + 1 : 0
      return jsonAnswer({ repositories: names.slice(start, Math.min(start + 100, count)) })
    })
  expect(await walk(cutting(true, 250), 1000)).toEqual(names)
  expect(await walk(cutting(false, 250), 1000)).toHaveLength(100)
  const short = cutting(true, 99)
  expect(await walk(short, 1000)).toHaveLength(99)
  expect(short.asked).toHaveLength(1)
})

test('pages that bring nothing new end the list, whatever their links', async () => {
  const endless = fakeTransport(() => {
    const link = `<http://q.test/v2/_catalog?next_page=${Math.random()}>; rel="next"`
    return jsonAnswer({ repositories: ['a', 'b'] }, { headers: { Link: link } })
  })
  expect(new Set(await walk(endless))).toEqual(new Set(['a', 'b']))
  expect(endless.asked).toHaveLength(2)
})
