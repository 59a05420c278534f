import { expect, test } from 'vitest'
import { errorAnswer, fakeTransport, jsonAnswer } from '../../../test/fakeTransport.ts'
import type { RepositoryName } from '../../registry/names.ts'
import { tryDeletion } from './tryDeletion.ts'

/** A registry whose deletions take effect after so many seconds. */
function slowRegistry(seconds: number) {
  let [now, deletedAt] = [0, Number.POSITIVE_INFINITY]
  let pushed: Uint8Array<ArrayBuffer> | undefined
  const transport = fakeTransport((_path, { method = 'GET', body }) => {
    if (method === 'PUT') {
      pushed = body
      return new Response(null, { status: 201 })
    }
    if (method === 'DELETE') {
      deletedAt = now
      return new Response(null, { status: 202 })
    }
    if (!pushed || now >= deletedAt + seconds) return errorAnswer(404, 'MANIFEST_UNKNOWN')
    return jsonAnswer(JSON.parse(new TextDecoder().decode(pushed)))
  })
  const wait = (passed: number) => {
    now += passed
    return Promise.resolve()
  }
  return { place: { transport, repository: 'team/app' as RepositoryName }, wait }
}

test.each([
  [0, { kind: 'deleted', seconds: 0 }],
  [5, { kind: 'deleted', seconds: 5 }],
  [60, { kind: 'still-there', seconds: 30 }],
])('a deletion that takes %d seconds', async (seconds, expected) => {
  const { place, wait } = slowRegistry(seconds)
  expect(await tryDeletion(place, wait)).toMatchObject(expected)
})

test('what refuses the push is not asked to delete', async () => {
  const transport = fakeTransport(() => errorAnswer(403, 'DENIED'))
  const trial = await tryDeletion({ transport, repository: 'team/app' as RepositoryName })
  expect(trial).toMatchObject({ kind: 'refused', at: 'push' })
  expect(transport.asked).toHaveLength(1)
})
