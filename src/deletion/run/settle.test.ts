import { expect, test } from 'vitest'
import { waitUntilStill } from './settle.ts'

const pace = { standStill: 30, look: 5, giveUp: 200 }
const print = (seen: string) => seen

test('what still changes is looked at until it does not', async () => {
  const answers = ['ab', 'a', undefined, '']
  const found = await waitUntilStill(
    () => Promise.resolve(answers.length > 1 ? answers.shift() : answers[0]),
    print,
    pace,
  )
  expect(found).toBe('')
})

test('what never stands still, or cannot be told, is not settled', async () => {
  let count = 0
  const restless = () => Promise.resolve(String((count += 1)))
  expect(await waitUntilStill(restless, print, pace)).toBeUndefined()
  expect(await waitUntilStill(() => Promise.resolve(undefined), print, pace)).toBeUndefined()
})

test('it ends at once when it is over', async () => {
  const patient = { ...pace, standStill: 60_000, giveUp: 60_000 }
  const look = () => Promise.resolve('gone')
  expect(await waitUntilStill(look, print, patient, () => true)).toBe('gone')
})
