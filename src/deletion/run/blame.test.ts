import { afterEach, expect, test, vi } from 'vitest'
import { parseDigest, parseTag } from '../../../test/names.ts'
import { Blame } from './blame.ts'

const [one, two] = [
  parseDigest(`sha256:${'1'.repeat(64)}`),
  parseDigest(`sha256:${'2'.repeat(64)}`),
]
const tag = parseTag('t')

afterEach(() => vi.restoreAllMocks())

/** What is to blame, with a clock that returns these times in turn. */
function blameAt(...times: number[]): Blame {
  vi.spyOn(performance, 'now').mockImplementation(() => times.shift() ?? Number.NaN)
  return new Blame()
}

test('a deletion in progress between last seen and first missed is to blame', () => {
  const blame = blameAt(10, 20, 30, 40)
  blame.end(blame.begin(one))
  blame.end(blame.begin(two))
  expect(blame.of(tag)).toEqual([one, two])
  blame.saw(tag, 25)
  expect(blame.of(tag)).toEqual([two])
  blame.saw(tag, 45)
  expect(blame.of(tag)).toEqual([])
})

test('what started after a tag was missed isn’t to blame', () => {
  const blame = blameAt(10, 20, 30, 40)
  blame.saw(tag, 5)
  blame.end(blame.begin(one))
  blame.missed(tag, 25)
  blame.missed(tag, 45)
  blame.end(blame.begin(two))
  expect(blame.of(tag)).toEqual([one])
  blame.saw(tag, 35)
  expect(blame.of(tag)).toEqual([two])
})

test('an unanswered deletion may be in progress forever, a refused one never was', () => {
  const blame = blameAt(10, 20)
  blame.begin(one)
  blame.drop(blame.begin(two))
  blame.saw(tag, 1000)
  expect(blame.of(tag)).toEqual([one])
  expect(blame.digests).toEqual(new Set([one]))
})

test('an unanswered deletion isn’t to blame for what disappears after everything was settled', () => {
  const blame = blameAt(10, 20)
  blame.begin(one)
  blame.endAll()
  expect(blame.of(tag)).toEqual([one])
  blame.saw(tag, 25)
  expect(blame.of(tag)).toEqual([])
})
