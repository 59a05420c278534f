import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { mapPool } from './pool.ts'

test('results are in order, and at most `width` run at once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(5)), fc.integer({ min: 1, max: 8 }), async (turns, width) => {
      let running = 0
      let most = 0
      const results = await mapPool(turns, width, async (count, index) => {
        running += 1
        most = Math.max(most, running)
        for (let turn = 0; turn < count; turn += 1) await Promise.resolve()
        running -= 1
        return index
      })
      expect(results).toEqual(turns.map((_, index) => index))
      expect(most).toBeLessThanOrEqual(width)
    }),
    { numRuns: 50 },
  )
})

test('it ends when everything started has ended, with the first failure', async () => {
  const ended: number[] = []
  const run = mapPool([0, 1], 2, async (item) => {
    for (let turn = 0; turn < item * 10; turn += 1) await Promise.resolve()
    ended.push(item)
    throw new Error(`broken ${item}`)
  })
  await expect(run).rejects.toThrow('broken 0')
  expect(ended).toEqual([0, 1])
})

test('after a failure nothing new is started', async () => {
  const begun: number[] = []
  const run = mapPool([0, 1, 2, 3, 4, 5], 2, async (item) => {
    begun.push(item)
    await Promise.resolve()
    if (item === 1) throw new Error('broken')
  })
  await expect(run).rejects.toThrow('broken')
  expect(begun.length).toBeLessThan(5)
})
