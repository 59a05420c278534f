import { expect, test } from 'vitest'
import type { Tag } from '../../registry/names.ts'
import { type TagsFound, lookWhenStill } from './look.ts'

const tags = ['a', 'b'] as Tag[]
const pace = { standStill: 30, look: 5, giveUp: 200 }
const listing = (...listed: string[]): TagsFound => ({
  states: new Map(),
  listed: new Set(listed as Tag[]),
})

test('what still changes is checked until it doesn’t', async () => {
  const answers = [listing('a', 'b'), listing('a'), undefined, listing()]
  const found = await lookWhenStill(
    () => Promise.resolve(answers.length > 1 ? answers.shift() : answers[0]),
    tags,
    pace,
  )
  expect(found).toEqual(listing())
})

test('what keeps changing, or is unknown, isn’t settled', async () => {
  let isListed = false
  const restless = () => {
    isListed = !isListed
    return Promise.resolve(isListed ? listing('a') : listing())
  }
  expect(await lookWhenStill(restless, tags, pace)).toBeUndefined()
  expect(await lookWhenStill(() => Promise.resolve(undefined), tags, pace)).toBeUndefined()
})

test('it ends at once when it is over', async () => {
  const patient = { ...pace, standStill: 60_000, giveUp: 60_000 }
  const gone = listing()
  expect(
    await lookWhenStill(
      () => Promise.resolve(gone),
      tags,
      patient,
      () => true,
    ),
  ).toBe(gone)
})
