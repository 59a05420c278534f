import { expect, test } from 'vitest'
import { nameSome } from '../format/nameSome.ts'
import type { Digest, Tag } from '../registry/names.ts'
import { describeHarm, describeOutcome } from './words.ts'

const tags = (names: string) => names.split(' ') as Tag[]

test.for([
  ['a', 'a'],
  ['a b', 'a and b'],
  ['a b c d', 'a, b, c and d'],
  ['a b c d e', 'a, b, c and 2 more'],
] as const)('%s is named %s', ([names, text]) => expect(nameSome(tags(names))).toBe(text))

test('harm is reported with what was restored, and what is uncertain', () => {
  const digest = (letter: string) => `sha256:${letter.repeat(64)}` as Digest
  const [tag] = tags('latest') as [Tag]
  const harm = { tag, isChild: false }
  const back = { ...harm, possible: [digest('b'), digest('a')], restored: digest('b') }
  expect(describeHarm(back)).toContain(
    'latest was not selected, but is gone: somebody may have moved it to an image that was being deleted, or deleted it.',
  )
  expect(describeHarm(back)).toContain('sha256:bbbbbbbbbbbb was restored. It may have pointed to')
  const along = { ...harm, possible: [digest('b')], restored: digest('b'), along: 'tag' } as const
  expect(describeHarm(along)).toBe(
    'latest was not selected, but the registry deleted it along with its image. sha256:bbbbbbbbbbbb was restored.',
  )
  const lost = { ...harm, possible: [digest('b')], restored: undefined, message: 'refused' }
  expect(describeHarm(lost)).toContain('couldn’t be restored (refused)')
  expect(describeHarm(lost)).not.toContain('may have moved')
})

test('a log contains full digests', () => {
  const digest = `sha256:${'a'.repeat(64)}` as Digest
  const outcome = { kind: 'pushed-again', digest, image: 'deleted' } as const
  expect(describeOutcome(outcome)).toMatch(/ sha256:a{12}$/)
  expect(describeOutcome(outcome, String)).toMatch(/ sha256:a{64}$/)
})
