import { expect, test } from 'vitest'
import { digestOf, groupOf, planOf } from '../../../../test/deletionPlan.ts'
import type { DeletionPlan, Method, UndoOutlook } from '../../../deletion/plan/deletionPlan.ts'
import { parseManifest } from '../../../registry/manifest.ts'
import type { FetchedManifest } from '../../../registry/manifests.ts'
import { MEDIA_TYPE } from '../../../registry/mediaTypes.ts'
import type { Tag } from '../../../registry/names.ts'
import { describeVerdict } from './verdict.ts'

const tags = (names: string) => (names === '' ? [] : names.split(' ')) as Tag[]
const DIGEST: Method = { kind: 'digest' }
const UNTAG: Method = { kind: 'untag' }

/** A plan of one group for each of `groups`, beside tags that stay. */
function plan(
  groups: readonly (readonly [names: string, method: Method, undo?: UndoOutlook['kind']])[],
  kept: string,
  change: Partial<DeletionPlan> = {},
): DeletionPlan {
  const made = groups.map(([names, method, undo = 'yes'], at) =>
    groupOf({
      digest: digestOf('abcdef'.charAt(at)),
      tags: tags(names),
      method,
      undo: undo === 'no' ? { kind: 'no', because: 'missing-blob' } : { kind: undo },
    }),
  )
  const names = [...groups.flatMap(([of]) => tags(of)), ...tags(kept)]
  const states = new Map(names.map((tag) => [tag, { kind: 'absent' } as const]))
  return planOf(made, { states, isMeasured: true, ...change })
}

function say(of: DeletionPlan, isMade = true, isRecorded = true): string {
  const { what, space, undo } = describeVerdict(of, { isMade, isRecorded })
  return [what, space, undo].join('; ')
}

test.for([
  [
    'all with their images',
    plan(
      [
        ['1 2', DIGEST],
        ['3', DIGEST],
      ],
      '4',
    ),
    'Deletes 3 tags and their images; 1 tag kept; frees no space; can be undone from this browser until garbage collection runs',
  ],
  [
    'several tags of one image',
    plan([['1 2', DIGEST]], ''),
    'Deletes 2 tags and their image; no other tags; frees no space; can be undone from this browser until garbage collection runs',
  ],
  [
    'a tag whose image is kept',
    plan([['1', UNTAG]], '2 3'),
    'Deletes 1 tag, but not its image; 2 tags kept; frees no space; can be undone from this browser until garbage collection runs',
  ],
  [
    'some images kept',
    plan(
      [
        ['1', DIGEST],
        ['2', UNTAG],
      ],
      '3',
    ),
    'Deletes 2 tags and 1 of their 2 images; 1 tag kept; frees no space; can be undone from this browser until garbage collection runs',
  ],
  [
    'a tag without a manifest',
    plan([['1', { kind: 'replace' }]], '3'),
    'Deletes 1 tag; 1 tag kept; frees no space; can be undone from this browser until garbage collection runs',
  ],
  [
    'what cannot be undone, in part',
    plan(
      [
        ['1', DIGEST, 'no'],
        ['2', DIGEST],
      ],
      '3',
    ),
    'Deletes 2 tags and their images; 1 tag kept; frees no space; only part of this can be undone',
  ],
  [
    'what cannot be undone',
    plan([['1', DIGEST, 'no']], '3'),
    'Deletes 1 tag and its image; 1 tag kept; frees no space; can’t be undone',
  ],
  [
    'what could not be checked',
    plan([['1', DIGEST, 'unchecked']], '3', { isMeasured: false }),
    'Deletes 1 tag and its image; 1 tag kept; freed space unknown; can most likely be undone from this browser until garbage collection runs',
  ],
  [
    'a list that may leave tags out',
    plan([['1', DIGEST]], '', { listIsWhole: false }),
    'Deletes 1 tag and its image; no other tags known; frees no space; can be undone from this browser until garbage collection runs',
  ],
] as const)('the verdict on %s', ([, of, text]) => {
  expect(say(of)).toBe(text)
})

test('the verdict says what is still being read, and whether nothing is recorded', () => {
  const first = plan([['1', { kind: 'undecided' }]], '2', { isComplete: false, isMeasured: false })
  expect(say(first, false)).toBe(
    'Deletes 1 tag; 1 tag kept; calculating freed space…; checking whether it can be undone…',
  )
  expect(say(plan([['1', DIGEST]], '2'), true, false)).toMatch(/; can’t be undone$/)
})

test('where most of an image is shared, it says why so little is freed', () => {
  const [a, b] = ['a', 'b'].map((letter): FetchedManifest => {
    const layers = [
      { digest: digestOf('f'), size: 1000 },
      { digest: digestOf(letter === 'a' ? 'd' : 'e'), size: 100 },
    ].map((layer) => ({ mediaType: '', urls: [], ...layer }))
    const manifest = parseManifest({ layers, config: layers[1] }, MEDIA_TYPE.ociManifest)
    return { digest: digestOf(letter), mediaType: '', bytes: new Uint8Array(), manifest }
  })
  const known = new Map([a, b].flatMap((one) => (one ? [[one.digest, one] as const] : [])))
  const of = plan([['1', DIGEST]], '2')
  const states = new Map(of.states).set('2' as Tag, {
    kind: 'at',
    digest: digestOf('b'),
    mediaType: '',
  })
  expect(say({ ...of, states, store: { ...of.store, known } })).toContain(
    '; frees up to 100 B (the rest is shared with images that are kept); ',
  )
  known.delete(digestOf('b'))
  expect(say({ ...of, states, store: { ...of.store, known } })).toContain('; frees up to 1.10 kB; ')
})

test('for a plan that deletes nothing, nothing else is said', () => {
  const none = plan([['1', { kind: 'none', because: { kind: 'schema-1' } }]], '2')
  expect(describeVerdict(none, { isMade: true, isRecorded: true })).toEqual({
    what: 'Deletes nothing; 2 tags kept',
    space: '',
    undo: '',
    isForGood: false,
    isLastTag: false,
  })
})

test('the verdict says that a repository’s name stays listed only if no tag is left', () => {
  const isLast = (of: DeletionPlan) =>
    describeVerdict(of, { isMade: true, isRecorded: true }).isLastTag
  expect(isLast(plan([['1', DIGEST]], ''))).toBe(true)
  expect(isLast(plan([['1', DIGEST]], '2'))).toBe(false)
  expect(isLast(plan([['1', DIGEST]], '', { listIsWhole: false }))).toBe(false)
})
