import { describe, expect, test } from 'vitest'
import { History } from '../history.ts'
import { type Claim, readClaim, readInterrupted, readTitle } from './claims.ts'
import { judgeLines } from './lines.ts'
import { findRace } from './races.ts'
import { judgeReport } from './report.ts'
import { judgeTags } from './tags.ts'

// The judge must be able to say no, which no run of the product shows.

const [OLD, NEW, GOING] = ['sha256:01d', 'sha256:8e3', 'sha256:901'] as const

/** What happens at this millisecond: somebody pushes the tag, or the page requests or deletes something. */
type Step = readonly [
  at: number,
  what: 'push' | 'list' | 'HEAD' | 'DELETE',
  on: string,
  took?: number,
]

/** The tag `t` pointed to OLD, unless it is new, and the page was told to start. */
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

  test('as a new name on an image being deleted', () => {
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

  test('if a list showed the new name', () => {
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
  test('that is where it was is fine', () => expect(judge(OLD)).toEqual([]))
  test('that is gone isn’t', () =>
    expect(judge(undefined)).toEqual([`t was put onto ${OLD} and is gone`]))
  test('that is elsewhere isn’t', () => expect(judge(NEW)).toHaveLength(1))
  test('with a missing part isn’t', () => expect(judge(OLD, ['sha256:b10b'])).toHaveLength(1))
  test('that was selected may be gone', () =>
    expect(judge(undefined, [], new Map([['t', OLD]]))).toEqual([]))
})

describe('a sentence', () => {
  // Each sentence of the page about the outcome of a tag or manifest.
  const [gone, there, unknown] = [{ is: 'gone' }, { is: 'there' }, { is: 'unknown' }] as const
  test.each<[string, Claim]>([
    ['deleted', gone],
    ['deleted with its image', { is: 'gone', image: 'gone' }],
    ['deleted; unknown whether its image was deleted too', gone],
    ['deleted; image kept', { is: 'gone', image: 'stays' }],
    ['deleted; image kept: t is on the same image', { is: 'gone', image: 'stays' }],
    ['already deleted', gone],
    ['kept: moved to sha256:8e3 after the plan was made', { is: 'there', at: NEW }],
    ['deleted, then pushed again: now points to sha256:8e3', { is: 'there', at: NEW }],
    ['points to sha256:8e3 now; it may have been deleted before that', { is: 'there', at: NEW }],
    ['kept: couldn’t check where it points', there],
    ['kept: it belongs to sha256:01d, which is kept', there],
    ['kept: the registry refused to delete it', there],
    ['kept: the registry failed; what it had deleted was restored', there],
    ['kept: the registry didn’t delete it', there],
    ['still exists, although the registry said it was deleted', there],
    ['its manifest is gone, but the registry still lists the tag. Check again later', gone],
    ['now on a copy of its image: same content, different digest', there],
    ['now on an empty index, in place of an image that was already broken', there],
    ['not started; unchanged', there],
    ['deleted according to the registry; not verified', unknown],
    ['outcome unknown; may still be in progress', unknown],
    ['outcome unknown', unknown],
  ])('“%s” is read', (text, claim) => {
    expect(readClaim(text)).toEqual({ at: undefined, ...claim })
  })

  test('that is unknown isn’t', () => expect(readClaim('anything else')).toBeUndefined())
})

test('titles are read', () => {
  expect(readTitle('2 tags deleted from app')).toEqual({ deleted: 2, of: 2, unknown: 0 })
  expect(readTitle('1 of 3 tags in app: outcome unknown')).toEqual({
    deleted: 0,
    of: 3,
    unknown: 1,
  })
  const both = '1 of 3 tags deleted from app; 2 tags: outcome unknown; 1 already deleted'
  expect(readTitle(both)).toEqual({ deleted: 1, of: 3, unknown: 2 })
})

test('the outcome of an interrupted deletion is read', () => {
  const one = 'A deletion in app was interrupted: 1 tag deleted, 2 tags kept, 1 tag moved since.'
  expect(readInterrupted(one)).toMatchObject({ gone: 1, stayed: 2, elsewhere: 1 })
  const none = 'A deletion in app was interrupted before it deleted anything.'
  expect(readInterrupted(none)).toEqual({ gone: 0, stayed: 0, elsewhere: 0, isUntouched: true })
  const rest = 'A deletion in app was interrupted: 1 tag not started, 2 tags: outcome unknown.'
  expect(readInterrupted(rest)).toEqual({ gone: 0, stayed: 0, elsewhere: 0, isUntouched: false })
})

describe('a report', () => {
  const facts = {
    who: 'first',
    selected: new Map([['t', OLD]]),
    // The tag was checked, and nobody has pushed it since.
    history: historyOf([[1, 'HEAD', 't']]),
    sight: { at: new Map<string, string>(), missing: new Map(), manifests: new Set<string>() },
  }
  const report = (title: string, text: string, ...lines: readonly string[]) => ({
    title,
    tags: new Map([['t', text]]),
    manifests: new Map<string, string>(),
    lines,
  })
  const linesOf = (line: string) =>
    judgeLines(report('', '', line), facts, { asked: new Set<string>(), races: new Map() })

  test('counts only what is known to be deleted', () => {
    const title = '1 tag deleted from app'
    expect(judgeReport(report(title, 'deleted'), facts)).toEqual([])
    for (const text of [
      'deleted according to the registry; not verified',
      'deleted, then pushed again: now points to sha256:8e3',
    ]) {
      expect(judgeReport(report(title, text), facts)).toContain(`“${title}”, but 0 rows say so`)
    }
  })

  test.each([
    'Verified: 1 other tag still exists. Last checked today.',
    'Verified: 2 other tags still exist. Last checked today.',
    'An unselected tag was affected\nt was not selected, but was deleted with the image it pointed to. sha256:01d was restored.',
  ])('“%s” is false if the tag is gone', (line) => {
    expect(linesOf(line)).toEqual([`“${line}”, but t is gone`])
  })

  test('that somebody else deleted a tag is false if nobody did', () => {
    const line = '1 other tag checked afterwards. Deleted by somebody else: t. Last checked today.'
    expect(linesOf(line)).toEqual([`“${line}”, but t was deleted by nobody else`])
  })

  test('lists what was hit, unless it says what it couldn’t check', () => {
    const races = new Map([['stable', 'a tag moved onto an image that was being deleted']] as const)
    const judge = (line: string) =>
      judgeLines(report('', '', line), facts, { asked: new Set<string>(), races })
    expect(judge('1 other tag checked afterwards.')).toHaveLength(1)
    expect(judge('1 other tag checked afterwards. Couldn’t be checked: b.')).toEqual([])
    expect(judge('The tags couldn’t be checked afterwards, so the result is not verified')).toEqual(
      [],
    )
  })
})
