import { expect, test } from 'vitest'
import { walkCatalog } from './catalog.ts'
import { errorAnswer, fakeTransport, jsonAnswer } from '../../test/fakeTransport.ts'

const NAMES = Array.from({ length: 250 }, (_, index) => `r/${String(index).padStart(3, '0')}`)

/** A catalog that allows at most `most` names per page, as distribution does. */
function catalog(names: readonly string[], most = 1000) {
  return fakeTransport((path) => {
    const { searchParams } = new URL(path, 'http://registry.test')
    const n = Number(searchParams.get('n') ?? most)
    if (n > most) return errorAnswer(400, 'PAGINATION_NUMBER_INVALID')
    const from = names.findIndex((name) => name > (searchParams.get('last') ?? ''))
    const page = from < 0 ? [] : names.slice(from, from + n)
    const isEnd = from < 0 || from + n >= names.length
    const last = encodeURIComponent(page.at(-1) ?? '')
    const link = `<http://inside:5000/v2/_catalog?last=${last}&n=${n}>; rel="next"`
    return jsonAnswer({ repositories: page }, isEnd ? {} : { headers: { Link: link } })
  })
}

async function walk(transport: ReturnType<typeof fakeTransport>, from?: string) {
  const found: string[] = []
  for await (const { names } of walkCatalog(transport, from)) found.push(...names)
  return found
}

test('the first page is small, the others are as large as distribution allows', async () => {
  const registry = catalog(NAMES)
  expect(await walk(registry)).toEqual(NAMES)
  expect(registry.asked).toEqual(['GET /v2/_catalog?n=100', 'GET /v2/_catalog?last=r%2F099&n=1000'])
})

test('a registry that allows fewer is asked for fewer', async () => {
  const registry = catalog(NAMES, 120)
  expect(await walk(registry)).toEqual(NAMES)
  expect(registry.asked).toEqual([
    'GET /v2/_catalog?n=100',
    'GET /v2/_catalog?last=r%2F099&n=1000',
    'GET /v2/_catalog?last=r%2F099&n=100',
    'GET /v2/_catalog?last=r%2F199&n=100',
  ])
})

test.each([7, 20, 50])('a registry that allows only %i is read completely', async (most) => {
  expect(await walk(catalog(NAMES, most))).toEqual(NAMES)
})

test('a registry that refuses every page size is asked for its own', async () => {
  const registry = fakeTransport((path) =>
    path.includes('n=')
      ? errorAnswer(400, 'PAGINATION_NUMBER_INVALID')
      : jsonAnswer({ repositories: ['a'] }),
  )
  expect(await walk(registry)).toEqual(['a'])
  expect(registry.asked.at(-1)).toBe('GET /v2/_catalog')
})

test('a registry that refuses even that isn’t asked forever', async () => {
  const registry = fakeTransport(() => errorAnswer(400, 'PAGINATION_NUMBER_INVALID'))
  await expect(walk(registry)).rejects.toMatchObject({ status: 400 })
  expect(registry.asked.length).toBeLessThan(6)
})

test.each(['</v2/_catalog?last=a&n=2>; rel="next"', '</v2/_catalog?n=100>; rel="next"'])(
  'pages in a loop end the walk: %s',
  async (Link) => {
    const registry = fakeTransport(() => jsonAnswer({ repositories: ['a'] }, { headers: { Link } }))
    await expect(walk(registry)).rejects.toMatchObject({ reason: 'circle' })
    expect(registry.asked.length).toBeLessThanOrEqual(2)
  },
)

test('a walk continues where another stopped', async () => {
  expect(await walk(catalog(NAMES), '/v2/_catalog?last=r%2F199&n=1000')).toEqual(NAMES.slice(200))
})

test('invalid names are counted and left out; null is an empty catalog', async () => {
  const names = ['ok', '../etc', 'A', 7, null, 'javascript:alert(1)', 'a?b']
  const odd = walkCatalog(fakeTransport(() => jsonAnswer({ repositories: names })))
  expect((await odd.next()).value).toMatchObject({ names: ['ok'], refused: 6, next: undefined })
  expect(await walk(fakeTransport(() => jsonAnswer({ repositories: null })))).toEqual([])
})

test.each(['[]', '"x"', '{"repositories":"a"}', '{}', 'null'])(
  '%s is not a catalog',
  async (text) => {
    await expect(walk(fakeTransport(() => new Response(text)))).rejects.toMatchObject({
      reason: 'unexpected',
    })
  },
)
