import { afterEach, expect, test, vi } from 'vitest'
import { parseDigest, parseTag } from '../../../test/names.ts'
import { Blame } from './blame.ts'

const [one, two] = [
  parseDigest(`sha256:${'1'.repeat(64)}`),
  parseDigest(`sha256:${'2'.repeat(64)}`),
]
const tag = parseTag('t')

afterEach(() => vi.restoreAllMocks())

/** What is to blame, by a clock that tells the times in turn. */
function blameAt(...times: number[]): Blame {
  vi.spyOn(performance, 'now').mockImplementation(() => times.shift() ?? Number.NaN)
  return new Blame()
}

test('a deletion is to blame that was at work between the last sight and the first miss', () => {
  const blame = blameAt(10, 20, 30, 40)
  blame.end(blame.begin(one))
  blame.end(blame.begin(two))
  expect(blame.of(tag)).toEqual([one, two])
  blame.saw(tag, 25)
  expect(blame.of(tag)).toEqual([two])
  blame.saw(tag, 45)
  expect(blame.of(tag)).toEqual([])
})

test('what began after a tag was missed is not to blame', () => {
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

test('a deletion without an answer may be at work for ever, one that was refused never was', () => {
  const blame = blameAt(10, 20)
  blame.begin(one)
  blame.drop(blame.begin(two))
  blame.saw(tag, 1000)
  expect(blame.of(tag)).toEqual([one])
  expect(blame.digests).toEqual(new Set([one]))
})

test('what was not answered is not to blame for what is gone after all had stood still', () => {
  const blame = blameAt(10, 20)
  blame.begin(one)
  blame.endAll()
  expect(blame.of(tag)).toEqual([one])
  blame.saw(tag, 25)
  expect(blame.of(tag)).toEqual([])
})
