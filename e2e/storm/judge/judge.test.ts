import { describe, expect, test } from 'vitest'
import { History } from '../history.ts'
import { readClaim, readInterrupted, readTitle } from './claims.ts'
import { findRace } from './races.ts'
import { judgeTags } from './tags.ts'

// Who judges must be able to say no: no run of the product shows that.

const [OLD, NEW, GOING] = ['sha256:01d', 'sha256:8e3', 'sha256:901'] as const

/** What happens at this millisecond: somebody pushes the tag, or the page asks for or deletes something. */
type Step = readonly [
  at: number,
  what: 'push' | 'list' | 'HEAD' | 'DELETE',
  on: string,
  took?: number,
]

/** The tag `t` was on OLD, unless it is new, and the page was told to begin. */
function historyOf(steps: readonly Step[], isNew = false): History {
  // Well after `confirm` below, however busy the machine is.
  const begin = performance.now() + 60_000
  const log = steps.flatMap(([after, what, on, took = 1]) => {
    const at = begin + after
    const method = what === 'list' ? 'GET' : what
    const url = what === 'list' ? '/v2/app/tags/list' : `/v2/app/manifests/${on}`
    const headers = { 'user-agent': 'storm/first' }
    const times = { at, sent: at, answered: at + took }
    return what === 'push'
      ? []
      : [{ method, url, headers, fault: undefined, status: 202, ...times }]
  })
  const history = new History({ log: () => log }, '3.1.2')
  const nodeOf = (digest: string) => ({ digest, reach: new Set([digest]) })
  if (!isNew) history.give({ tag: 't', node: nodeOf(OLD), from: 0, to: 0 })
  history.confirm('first', [])
  for (const [after, what, on] of steps) {
    const from = begin + after
    if (what === 'push') history.give({ tag: 't', node: nodeOf(on), from, to: from + 1 })
  }
  return history
}

describe('a loss is excused', () => {
  test.each<[string, Step[]]>([
    [
      'a tag moved onto an image that was being deleted',
      [
        [1, 'HEAD', 't'],
        [3, 'push', GOING],
        [5, 'DELETE', GOING],
      ],
    ],
    [
      'a push between the question where a tag is and the next step',
      [
        [1, 'HEAD', 't'],
        [3, 'push', NEW],
        [5, 'DELETE', 't'],
      ],
    ],
    [
      'a push onto a tag that was being deleted with its image',
      [
        [1, 'HEAD', 't'],
        [3, 'DELETE', OLD, 9],
        [5, 'push', NEW],
      ],
    ],
  ])('as %s', (race, steps) => {
    expect(findRace(historyOf(steps), 't')).toBe(race)
  })

  test('as a new name on an image that was being deleted', () => {
    const steps: Step[] = [
      [1, 'list', ''],
      [3, 'push', GOING],
      [5, 'DELETE', GOING],
    ]
    expect(findRace(historyOf(steps, true), 't')).toBe(
      'a new name on an image that was being deleted',
    )
  })
})

describe('a loss is not excused', () => {
  test.each<[string, Step[]]>([
    [
      'nothing was done to it',
      [
        [1, 'HEAD', 't'],
        [3, 'push', NEW],
        [5, 'DELETE', GOING],
      ],
    ],
    [
      'it was looked at after the push',
      [
        [1, 'push', GOING],
        [3, 'HEAD', 't'],
        [5, 'DELETE', GOING],
      ],
    ],
    [
      'it was asked after the push',
      [
        [1, 'push', NEW],
        [3, 'HEAD', 't'],
        [5, 'DELETE', 't'],
      ],
    ],
    [
      'it was not looked at',
      [
        [3, 'push', GOING],
        [5, 'DELETE', GOING],
      ],
    ],
    [
      'the deletion was over',
      [
        [1, 'HEAD', 't'],
        [3, 'DELETE', GOING],
        [6, 'push', GOING],
      ],
    ],
  ])('where %s', (_, steps) => {
    expect(findRace(historyOf(steps), 't')).toBeUndefined()
  })

  test('where a list showed the new name', () => {
    const steps: Step[] = [
      [1, 'push', GOING],
      [3, 'list', ''],
      [5, 'DELETE', GOING],
    ]
    expect(findRace(historyOf(steps, true), 't')).toBeUndefined()
  })
})

describe('a tag', () => {
  const content = { nodes: [], tags: new Map(), lists: new Map() }
  const judge = (
    at: string | undefined,
    missing: string[] = [],
    selected = new Map<string, string>(),
  ) => {
    const sight = {
      at: new Map([['t', at]]),
      missing: new Map([['t', missing]]),
      manifests: new Set<string>(),
    }
    return judgeTags({ content, history: historyOf([]) }, sight, [selected]).wrong
  }
  test('that is where it was is well', () => expect(judge(OLD)).toEqual([]))
  test('that is gone is not', () =>
    expect(judge(undefined)).toEqual([`t was put onto ${OLD} and is gone`]))
  test('that is elsewhere is not', () => expect(judge(NEW)).toHaveLength(1))
  test('of which a part is gone is not', () => expect(judge(OLD, ['sha256:b10b'])).toHaveLength(1))
  test('that was selected may be gone', () =>
    expect(judge(undefined, [], new Map([['t', OLD]]))).toEqual([]))
})

test('sentences are read', () => {
  expect(readClaim('deleted with its image')).toMatchObject({ is: 'gone', image: 'gone' })
  expect(readClaim('kept: it points to sha256:8e3 by now')).toMatchObject({ is: 'there', at: NEW })
  expect(readClaim('deleted according to the registry; not verified')?.is).toBe('unknown')
  expect(readClaim('anything else')).toBeUndefined()
  expect(readTitle('2 tags deleted from app')).toEqual({ deleted: 2, of: 2, unknown: 0 })
  expect(readTitle('1 of 3 tags in app: outcome unknown')).toEqual({
    deleted: 0,
    of: 3,
    unknown: 1,
  })
  const both = '1 of 3 tags deleted from app; 2 tags: outcome unknown; 1 already deleted'
  expect(readTitle(both)).toEqual({ deleted: 1, of: 3, unknown: 2 })
  const interrupted = 'A deletion was interrupted: 1 tag is gone, 2 tags stayed, 1 tag moved since.'
  expect(readInterrupted(interrupted)).toMatchObject({ gone: 1, stayed: 2, elsewhere: 1 })
})
