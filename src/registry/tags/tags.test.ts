import { expect, test } from 'vitest'
import { fakeTransport, jsonAnswer } from '../../../test/fakeTransport.ts'
import { parseRepositoryName } from '../../../test/names.ts'
import { walkTagList } from './tags.ts'

const repository = parseRepositoryName('a')

test.each([
  ['null', { tags: null }],
  ['none', { tags: [] }],
  ['no field', { name: 'a' }],
])('%s means no tags', async (_name, body) => {
  expect(
    await walkTagList({ transport: fakeTransport(() => jsonAnswer(body)), repository }),
  ).toMatchObject({ tags: [] })
})

test('pages are followed; repeated tags are listed once', async () => {
  const registry = fakeTransport((path) => {
    const last = new URL(path, 'http://registry.test').searchParams.get('last')
    if (last === null)
      return jsonAnswer({ tags: ['a', 'b'] }, { headers: { Link: '<?last=b&n=2>; rel="next"' } })
    if (last === 'b')
      return jsonAnswer({ tags: ['b', 'c'] }, { headers: { Link: '<?last=c&n=2>; rel="next"' } })
    return jsonAnswer({ tags: null })
  })
  expect(await walkTagList({ transport: registry, repository })).toEqual({
    tags: ['a', 'b', 'c'],
    isPaged: true,
    refused: 0,
  })
  expect(registry.asked[0]).toBe('GET /v2/a/tags/list')
})

test('pages in a loop aren’t a complete list', async () => {
  const headers = { Link: '<?last=b>; rel="next"' }
  const registry = fakeTransport(() => jsonAnswer({ tags: ['b'] }, { headers }))
  await expect(walkTagList({ transport: registry, repository })).rejects.toMatchObject({
    reason: 'circle',
  })
  expect(registry.asked.length).toBe(2)
})

test('invalid names are counted, never used', async () => {
  const names = ['1.0', '../../x', '', 'a b', 3, '<script>']
  const transport = fakeTransport(() => jsonAnswer({ tags: names }))
  const walk = await walkTagList({ transport, repository })
  expect(walk).toMatchObject({ tags: ['1.0'], refused: 5 })
})

test.each([[{ tags: 'a' }], [{ tags: { 0: 'a' } }], [[]], ['x'], [null]])(
  '%j is not a list of tags',
  async (body) => {
    await expect(
      walkTagList({ transport: fakeTransport(() => jsonAnswer(body)), repository }),
    ).rejects.toMatchObject({
      reason: 'unexpected',
    })
  },
)
