import { expect, test } from 'vitest'
import { errorAnswer, fakeTransport, jsonAnswer } from '../../../test/fakeTransport.ts'
import { send } from './transport.ts'
import { persistentTransport } from './persistentTransport.ts'

test('a login is requested once, and what was refused before is sent again', async () => {
  let isSignedIn = false
  let asked = 0
  const registry = fakeTransport(() =>
    isSignedIn ? jsonAnswer({}) : errorAnswer(401, 'UNAUTHORIZED'),
  )
  const transport = persistentTransport(registry, async () => {
    asked += 1
    await Promise.resolve()
    return (isSignedIn = true)
  })
  const answers = await Promise.all(
    ['GET', 'PUT', 'DELETE'].map((method) =>
      transport({ method: method as 'GET', path: `/v2/${method}` }),
    ),
  )
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
  expect(asked).toBe(1)
  isSignedIn = false
  expect((await transport({ path: '/v2/later' })).status).toBe(401)
  expect(asked).toBe(1)
})

test('with nobody to ask, or a no, all get the 401', async () => {
  const registry = fakeTransport(() => errorAnswer(401, 'UNAUTHORIZED'))
  expect((await persistentTransport(registry)({ path: '/v2/a' })).status).toBe(401)
  let asked = 0
  const refused = persistentTransport(registry, () => {
    asked += 1
    return Promise.resolve(false)
  })
  const answers = await Promise.all([refused({ path: '/v2/a' }), refused({ path: '/v2/b' })])
  expect(answers.map(({ status }) => status)).toEqual([401, 401])
  await expect(send(refused, { path: '/v2/c' })).rejects.toMatchObject({
    details: [{ code: 'UNAUTHORIZED' }],
  })
  expect(asked).toBe(1)
})

test('a write refused with 429 is sent again later', async () => {
  let isBusy = true
  const registry = fakeTransport(() => {
    const answer = isBusy ? errorAnswer(429, 'TOOMANYREQUESTS') : jsonAnswer({}, { status: 201 })
    answer.headers.set('Retry-After', '1')
    isBusy = false
    return answer
  })
  const answer = await persistentTransport(registry)({ method: 'PUT', path: '/v2/a' })
  expect(answer.status).toBe(201)
  expect(registry.asked).toEqual(['PUT /v2/a', 'PUT /v2/a'])
})
