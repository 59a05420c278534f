import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Digest, RepositoryName, Tag } from '../../registry/names.ts'
import { type CaseImage, NO_RULES, RULE_CASES, type RuleCase } from '../../../test/rules/cases.ts'
import { evaluateRule, listNeeded } from './evaluateRule.ts'
import type { Candidate, Evaluation } from './evaluation.ts'
import { parseRule } from '../language/parseRule.ts'
import { parsePins } from './pins.ts'
import type { Rule } from '../language/rule.ts'
import { describeReason } from './words.ts'

const NOW = Date.parse('2026-09-30T12:00:00Z')
const DAY = 86_400_000

function rule(search: string): Rule {
  const parsed = parseRule(search)
  if ('problems' in parsed) throw new Error(`no rule: ${search}`)
  return parsed.rule
}

function digestOf(name: string): Digest {
  return `sha256:${createHash('sha256').update(name).digest('hex')}` as Digest
}

const daysAgo = (days: number) => new Date(NOW - days * DAY).toISOString()

function textOf(image: CaseImage | undefined, images: RuleCase['images']): string | null {
  if (image?.children) return textOf(images[image.children[0] ?? ''], images)
  return image?.created === undefined ? daysAgo(image?.age ?? 0) : image.created
}

function candidatesOf({ tags, images, failing }: RuleCase): Candidate[] {
  return Object.entries(tags).map(([name, on]) => {
    const signed = /^sig:(.*)$/.exec(name)?.[1]
    const tag = signed ? `${digestOf(signed).replace(':', '-')}.sig` : name
    const text = textOf(images[on], images)
    const isFailing = name === failing
    return {
      tag: tag as Tag,
      digest: isFailing ? undefined : digestOf(on),
      resolved: isFailing ? 'unknown' : 'yes',
      created: text === null ? { because: 'no date' } : { text },
      children: (images[on]?.children ?? []).map(digestOf),
    }
  })
}

/** `- newest` for each tag, as in the table. */
function linesOf({ verdicts }: Evaluation): Record<string, string> {
  return Object.fromEntries(
    verdicts.map(({ tag, goes, reason }) => [tag, `${goes ? '+' : '-'} ${describeReason(reason)}`]),
  )
}

function inWords(expected: RuleCase['expected']): Record<string, string> {
  const words = (text: string) =>
    text.replace(/\{(\w+)\}/g, (_, name: string) =>
      /^\d+$/.test(name) ? daysAgo(Number(name)).slice(0, 10) : digestOf(name).slice(0, 19),
    )
  return Object.fromEntries(Object.entries(expected).map(([tag, text]) => [tag, words(text)]))
}

describe('accidents of other tools', () => {
  test.each(RULE_CASES)('$number: $title', (one) => {
    const text = one.pins?.replace(/@(\w+)/, (_, name: string) => `@${digestOf(name)}`)
    const pins = text === undefined ? undefined : parsePins(text, 'team/app' as RepositoryName)
    const found = evaluateRule(rule(one.search), candidatesOf(one), { now: NOW, pins })
    expect(linesOf(found)).toEqual(inWords(one.expected))
    const going = Object.keys(one.expected).filter((tag) => one.expected[tag]?.startsWith('+'))
    expect(found.count).toBe(going.length)
    expect(found.selected).toEqual(one.refused ? [] : going)
    expect(found.unresolved).toEqual(one.failing ? [one.failing] : [])
  })

  test.each(NO_RULES)('5: %s is not a rule', (search) => {
    expect(parseRule(search)).toMatchObject({ problems: [{ text: expect.stringMatching(/\.$/) }] })
  })

  test('20: if the images in use can’t be read, nothing is deleted', () => {
    const [one] = RULE_CASES.filter(({ number }) => number === 20)
    const pins = parsePins('', 'team/app' as RepositoryName)
    const found = evaluateRule(rule(one!.search), candidatesOf(one!), { now: NOW, pins })
    expect(found.selected).toEqual([])
    expect(found.refusal).toMatchObject({ kind: 'pins' })
    expect(found.count).toBe(2)
  })
})

/** Tags with the age of their image in days, `ci-1@A 60`; if omitted, each has its own image. */
function tagsWith(...texts: readonly string[]): Candidate[] {
  return texts.map((text) => {
    const [, tag = '', , on = tag, age = ''] = /^([^@ ]+)(@(\S+))?(?: (\S+))?$/.exec(text) ?? []
    return {
      tag: tag as Tag,
      digest: digestOf(on),
      resolved: 'yes',
      created: age === '' ? { because: 'no date' } : { text: daysAgo(Number(age)) },
      children: [],
    }
  })
}

function decide(search: string, ...texts: readonly string[]): Record<string, string> {
  return linesOf(evaluateRule(rule(search), tagsWith(...texts), { now: NOW }))
}

describe('the order of decisions', () => {
  test('protected images before keep before clauses', () => {
    const { pins } = parsePins('team/app:ci-1', 'team/app' as RepositoryName) as never
    const found = evaluateRule(
      rule('keep=ci-*&tags=*&older=1d'),
      tagsWith('ci-1 9', 'ci-2 9', 'x 9'),
      { now: NOW, pins: { pins } },
    )
    expect(linesOf(found)).toEqual({
      'ci-1': '- protected',
      'ci-2': '- kept by ci-*',
      x: '+ created 2026-09-21, older than 1 day',
    })
  })

  test('what is kept doesn’t count among the newest', () => {
    expect(decide('keep=ci-1&tags=ci-*&newest=1', 'ci-1 1', 'ci-2 2', 'ci-3 3')).toEqual({
      'ci-1': '- kept by ci-1',
      'ci-2': '- newest',
      'ci-3': '+ 2nd newest',
    })
  })

  test('latest matches only by name, in whatever clause', () => {
    expect(decide('tags=l*&older=1d&tags=latest', 'latest 9')).toEqual({
      latest: '+ matches latest',
    })
  })

  test('newest counts all tags of its clause, so it is a floor for older', () => {
    expect(decide('tags=ci-*&older=5d&newest=2', 'ci-1 9', 'ci-2 8', 'ci-3 7', 'ci-4 1')).toEqual({
      'ci-1': '+ 4th newest, created 2026-09-21, older than 5 days',
      'ci-2': '+ 3rd newest, created 2026-09-22, older than 5 days',
      'ci-3': '- 2nd newest',
      'ci-4': '- newest',
    })
  })

  test('exactly as old isn’t older', () => {
    const [at] = tagsWith('a 7')
    const options = { now: NOW }
    expect(evaluateRule(rule('tags=a&older=1w'), [at!], options).count).toBe(0)
    expect(evaluateRule(rule('tags=a&older=1w'), [at!], { now: NOW + 1 }).count).toBe(1)
  })

  test('a clock one day ahead is accepted, more isn’t', () => {
    expect(decide('tags=*&newest=1', 'a -0.9', 'b 1', 'c -1.1')).toEqual({
      a: '- newest',
      b: '+ 2nd newest',
      c: '- no build date: 2026-10-01',
    })
  })

  test('if one tag of the clause is kept, so are its others on that image', () => {
    const search = 'tags=ci-*&newest=1&per=prefix'
    expect(
      decide(
        search,
        'ci-a-1@A 9',
        'ci-b-1@A 9',
        'ci-b-2@B 1',
        'ci-c-1@C 5',
        'ci-c-2 1',
        'ci-x@C 5',
      ),
    ).toEqual({
      'ci-a-1': '- newest of group ci-a',
      'ci-b-1': '- same image as ci-a-1',
      'ci-b-2': '- newest of group ci-b',
      'ci-c-1': '- same image as ci-x',
      'ci-c-2': '- newest of group ci-c',
      'ci-x': '- no number to group by',
    })
  })

  test('by version and name, tags are counted, not images', () => {
    expect(decide('tags=*&newest=1&by=name', 'p-9@A', 'p-10@A', 'p-010@A')).toEqual({
      'p-9': '+ 3rd last by name',
      'p-10': '- last by name',
      'p-010': '- last by name',
    })
  })

  test('a series next to its versions is kept and doesn’t count', () => {
    expect(decide('tags=*&newest=1&by=version', '1.2', '1.2.3', '1.2.2', '1.1', '1', 'x')).toEqual({
      '1.2': '- a moving version tag',
      '1.2.3': '- highest',
      '1.2.2': '+ 2nd highest',
      '1.1': '+ 3rd highest',
      '1': '- not a version',
      x: '- not a version',
    })
  })

  test('a series is kept even if its versions are: keeping more never means deleting more', () => {
    expect(decide('keep=1.2.3&tags=*&newest=1&by=version', '1.3.0', '1.2.3', '1.2')).toEqual({
      '1.3.0': '- highest',
      '1.2.3': '- kept by 1.2.3',
      '1.2': '- a moving version tag',
    })
  })

  test('without a needed date, a tag doesn’t count by version either', () => {
    expect(decide('tags=*&older=1d&newest=1&by=version', '2.0.0', '1.0.0 9', '0.9.0 9')).toEqual({
      '2.0.0': '- no build date: no date',
      '1.0.0': '- highest',
      '0.9.0': '+ 2nd highest, created 2026-09-21, older than 1 day',
    })
  })

  test('as many as the limit may be deleted; with one more, none is', () => {
    const search = 'max=2&tags=a*'
    const selected = (...tags: readonly string[]) =>
      evaluateRule(rule(search), tagsWith(...tags), { now: NOW }).selected
    expect(selected('a1', 'a2', 'b')).toEqual(['a1', 'a2'])
    expect(selected('a1', 'a2', 'a3')).toEqual([])
  })

  test('if digests are protected, an index with unknown content is kept', () => {
    const candidates = tagsWith('a 9', 'b 9').map((one, at) =>
      at === 0 ? { ...one, children: undefined } : one,
    )
    const decideWith = (text: string) => {
      const pins = parsePins(text, 'team/app' as RepositoryName)
      return linesOf(evaluateRule(rule('tags=*&older=1d'), candidates, { now: NOW, pins }))
    }
    const goes = '+ created 2026-09-21, older than 1 day'
    expect(decideWith(`x@${digestOf('other')}`)).toEqual({
      a: '- may be protected: its content couldn’t be read',
      b: goes,
    })
    expect(decideWith('x:1')).toEqual({ a: goes, b: goes })
    expect(decideWith(`x@${digestOf('b')}`)['b']).toBe(`- protected: ${digestOf('b').slice(0, 19)}`)
  })

  test('tags with an unknown image are kept', () => {
    const [a, b] = tagsWith('a 9', 'b 9')
    const found = evaluateRule(
      rule('tags=a+b'),
      [
        { ...a!, digest: undefined, resolved: 'gone' },
        { ...b!, digest: undefined, resolved: 'unknown' },
      ],
      { now: NOW },
    )
    expect(linesOf(found)).toEqual({
      a: '- its manifest is missing',
      b: '- unknown: couldn’t check where it points',
    })
    expect(found.unresolved).toEqual(['b'])
  })
})

describe('what a preview shows besides the verdicts', () => {
  test('groups by name, each from the newest, with how many are deleted', () => {
    const found = evaluateRule(
      rule('tags=ci-*&newest=1&per=prefix'),
      tagsWith('ci-b-1 2', 'ci-a-1 9', 'ci-a-3 1', 'ci-a-2 5'),
      { now: NOW },
    )
    expect(found.clauses).toEqual([
      {
        matched: 4,
        governed: 4,
        goes: 2,
        groups: [
          { name: 'ci-a', tags: ['ci-a-3', 'ci-a-2', 'ci-a-1'], goes: 2 },
          { name: 'ci-b', tags: ['ci-b-1'], goes: 0 },
        ],
      },
    ])
  })

  test('warns of clauses that match nothing, everything, or only what others decided', () => {
    const found = evaluateRule(
      rule('tags=ci-*&older=1d&tags=ci-1&tags=none'),
      tagsWith('ci-1 9', 'ci-2 9'),
      { now: NOW },
    )
    expect(found.warnings).toEqual([
      { kind: 'matches-all', clause: 0, goes: 2 },
      { kind: 'shadowed', clause: 1 },
      { kind: 'matches-none', clause: 2 },
    ])
  })

  test('suggests another order if nothing has a date', () => {
    const warnings = (...tags: readonly string[]) =>
      evaluateRule(rule('tags=a*+.release&newest=1'), tagsWith('other', ...tags), { now: NOW })
        .warnings
    expect(warnings('1.0.0', '1.1.0', 'a')).toEqual([
      { kind: 'all-undated', clause: 0, try: 'version' },
    ])
    expect(warnings('a1', 'a2')).toEqual([{ kind: 'all-undated', clause: 0, try: 'name' }])
    expect(warnings('a1', 'a2 4')).toEqual([])
  })

  test('says if no image in use is from this repository', () => {
    const pins = parsePins('other/app:1.0', 'team/app' as RepositoryName)
    const found = evaluateRule(rule('tags=a'), tagsWith('a', 'b'), { now: NOW, pins })
    expect(found.warnings).toEqual([{ kind: 'no-pin-here', images: 1 }])
  })
})

describe('what has to be read', () => {
  const names = ['ci-1', 'ci-2', '1.0.0', 'kept', 'other'] as Tag[]
  const needed = (search: string, pins?: string) =>
    listNeeded(
      rule(search),
      names,
      pins === undefined ? undefined : parsePins(pins, 'team/app' as RepositoryName),
    )

  test('is what a clause with a date decides', () => {
    const search = 'keep=kept&tags=.release&newest=1&by=version&tags=ci-2&tags=ci-*+kept&older=1d'
    expect(needed(search)).toEqual(['ci-1'])
    expect(needed('tags=ci-*&newest=1&by=name&tags=other')).toEqual([])
    expect(needed('tags=ci-*&newest=1')).toEqual(['ci-1', 'ci-2'])
    expect(needed('tags=ci-*&newest=1&by=name&older=1d')).toEqual(['ci-1', 'ci-2'])
  })

  test('and, if digests are protected, everything that a clause decides', () => {
    const search = 'tags=ci-*&newest=1&by=name'
    expect(needed(search, `x@${digestOf('a')}`)).toEqual(['ci-1', 'ci-2'])
    expect(needed(search, 'team/app:ci-1')).toEqual([])
    expect(needed('tags=ci-*&older=1d', 'team/app:ci-1')).toEqual(['ci-2'])
  })
})

test('the time grows with the number of tags, not with its square', () => {
  const count = (tags: number) => {
    let reads = 0
    const candidates = Array.from({ length: tags }, (_, at) => {
      const [plain] = tagsWith(`ci-${at % 50}-${at}@${at >> 1} ${at % 90}`)
      return new Proxy(plain!, {
        get(target, key) {
          reads += 1
          return target[key as keyof Candidate]
        },
      })
    })
    const search =
      'keep=x-*&tags=.release&newest=2&by=version&tags=ci-*&older=7d&newest=3&per=prefix'
    const found = evaluateRule(rule(search), candidates, { now: NOW })
    expect(found.count).toBeGreaterThan(tags / 2)
    return reads / tags
  }
  const few = count(500)
  expect(count(5_000)).toBeLessThan(few * 1.1)
  expect(few).toBeLessThan(40)
})

test('an image that is only named like an attachment is a tag like all others', () => {
  const tag = `sha256-${'a'.repeat(64)}` as Tag
  const found = (isMisnamed: boolean) => {
    const created = { text: daysAgo(60) }
    const candidate = {
      tag,
      digest: digestOf('x'),
      resolved: 'yes',
      created,
      children: [],
    } as const
    return evaluateRule(rule('?tags=sha256-*&older=30d'), [{ ...candidate, isMisnamed }], {
      now: NOW,
    })
  }
  expect(found(true)).toMatchObject({ selected: [tag], attachments: 0 })
  expect(found(false)).toMatchObject({ selected: [], attachments: 1 })
  // Its content is asked for, whatever the rule.
  expect(listNeeded(rule('?tags=v*'), [tag, 'v1' as Tag], undefined)).toEqual([tag])
})
