import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyRule } from '../../../test/rules/drawRule.ts'
import { formatRule } from './rule.ts'
import { parseRule } from './parseRule.ts'
import { describeRule } from './sentence.ts'

/** The problems in a text, as sentences. */
function problemsOf(search: string): readonly string[] {
  const read = parseRule(search)
  return 'problems' in read ? read.problems.map(({ text }) => text) : []
}

test.each([
  ['an address', `tags=${'a'.repeat(9000)}`],
  ['one of many clauses', 'tags=a&'.repeat(2000)],
  ['many patterns', `tags=${'a+'.repeat(5000)}`],
])('%s longer than a rule can be is not a rule', (_what, search) => {
  expect(problemsOf(search)).toEqual(['A rule can have at most 8000 characters.'])
})

test('more clauses than a page can show are not a rule', () => {
  expect(parseRule('tags=a&'.repeat(50))).toHaveProperty('rule')
  expect(problemsOf('tags=a&'.repeat(51))).toEqual(['A rule can have at most 50 clauses.'])
})

describe('an address is a rule', () => {
  test('an address is read back as the same rule, and written the same again', () => {
    fc.assert(
      fc.property(anyRule, (rule) => {
        const text = formatRule(rule)
        expect(parseRule(text)).toEqual({ rule })
      }),
    )
  })

  test('the order of lists and spaces do not matter', () => {
    fc.assert(
      fc.property(anyRule, fc.integer(), (rule, seed) => {
        const turned = [...new URLSearchParams(formatRule(rule))].map(([key, value]) => {
          const words = value.split(' ')
          const at = Math.abs(seed) % words.length
          return [key, [...words.slice(at), ...words.slice(0, at), words[0]].join('  ')]
        })
        const lists = turned.map(([key = '', value = '']) => {
          const isList = key === 'keep' || key === 'tags'
          return [key, isList ? value : (value.split('  ')[0] ?? '')]
        })
        expect(parseRule(new URLSearchParams(lists))).toEqual({ rule })
      }),
    )
  })

  test('the rule of the documentation', () => {
    const address =
      'keep=latest+stable*&max=200&tags=pr-*&older=2w&tags=.release&newest=3&by=version&per=minor' +
      '&tags=ci-*&newest=5&per=prefix'
    const parsed = parseRule(address)
    if ('problems' in parsed) throw new Error(problemsOf(address).join())
    expect(formatRule(parsed.rule)).toBe(address)
    expect(describeRule(parsed.rule)).toBe(
      'Never delete latest or stable*. Stop if more than 200 tags would be deleted.' +
        ' Of the tags pr-*: delete those older than 14 days.' +
        ' Of the releases: keep the 3 highest versions of each minor, delete the rest.' +
        ' Of the tags ci-*: keep the 5 newest images of each prefix, delete the rest.' +
        ' Everything else is kept.',
    )
  })

  test.each([
    ['tags=a&older=28d', 'tags=a&older=4w'],
    ['tags=a&older=4w', 'tags=a&older=4w'],
    ['tags=b%2Ba+b', 'tags=a+b'],
    ['tags=.sha%20.date&newest=1&by=created', 'tags=.date+.sha&newest=1'],
    ['tags=v%3F&newest=2&per=major&by=name', 'tags=v%3F&newest=2&by=name&per=major'],
  ])('%s is %s', (written, canonical) => {
    const parsed = parseRule(written)
    expect('rule' in parsed && formatRule(parsed.rule)).toBe(canonical)
  })

  test.each([
    ['', 'Everything is kept.'],
    ['keep=latest+.sha', 'Never delete latest or the commit hashes. Everything is kept.'],
    [
      'max=1&tags=v1.',
      'Stop if more than 1 tag would be deleted. Of the tags v1.: delete them all.',
    ],
    ['tags=.sha+.date+b+a', 'Of the tags a, b, the commit hashes or the dates: delete them all.'],
    [
      'tags=*&older=1d&newest=1',
      'Of all tags: keep the newest image, delete the rest older than 1 day.',
    ],
    [
      'tags=.date&newest=1&by=name&per=prefix',
      'Of the dates: keep the last tag by name of each prefix, delete the rest.',
    ],
  ])('%s in words', (address, sentence) => {
    const parsed = parseRule(address)
    if ('problems' in parsed) throw new Error(problemsOf(address).join())
    const end = parsed.rule.clauses.length > 0 ? ' Everything else is kept.' : ''
    expect(describeRule(parsed.rule)).toBe(sentence + end)
  })
})

const NO_TAG =
  'can’t match any tag. Tags have letters, digits, “_”, “.” and “-”, start with a letter, digit or “_”, and are at most 128 characters long.'

describe('an invalid rule selects nothing', () => {
  test.each([
    ['tags=', '“tags” is empty. Enter a tag or a pattern.'],
    ['tags=+', '“tags” is empty. Enter a tag or a pattern.'],
    ['keep=&tags=a', '“keep” is empty. Enter a tag or a pattern.'],
    ['tags=pr-*&oldr=30d', 'Unknown key “oldr”. Use keep, max, tags, older, newest, by or per.'],
    ['view=cleanup&tags=a', 'Unknown key “view”. Use keep, max, tags, older, newest, by or per.'],
    ['Tags=a', 'Unknown key “Tags”. Use keep, max, tags, older, newest, by or per.'],
    [
      'tags=*',
      '“tags=*” alone would delete every tag: add “older” or “newest”, or delete the repository.',
    ],
    [
      'tags=a+**',
      '“tags=**” alone would delete every tag: add “older” or “newest”, or delete the repository.',
    ],
    [
      'tags=?*',
      '“tags=?*” alone would delete every tag: add “older” or “newest”, or delete the repository.',
    ],
    ['older=3d&tags=a', '“older” belongs to a clause: put it after “tags”.'],
    ['tags=a&keep=b', '“keep” belongs to the whole rule: put it before the first “tags”.'],
    ['tags=a&max=3', '“max” belongs to the whole rule: put it before the first “tags”.'],
    ['max=3&max=3&tags=a', '“max” appears twice.'],
    ['tags=a&older=1d&older=2d', '“older” appears twice in one clause.'],
    ['tags=a&older=0d', '“0d” is not a valid age. Use days or weeks, such as 14d or 2w.'],
    ['tags=a&older=3h', '“3h” is not a valid age. Use days or weeks, such as 14d or 2w.'],
    ['tags=a&older=3', '“3” is not a valid age. Use days or weeks, such as 14d or 2w.'],
    ['tags=a&older=1.5d', '“1.5d” is not a valid age. Use days or weeks, such as 14d or 2w.'],
    ['tags=a&older=', '“” is not a valid age. Use days or weeks, such as 14d or 2w.'],
    ['tags=a&newest=0', '“0” is not a valid “newest”. Use a whole number from 1 to 9999999.'],
    ['tags=a&newest=-1', '“-1” is not a valid “newest”. Use a whole number from 1 to 9999999.'],
    ['tags=a&newest=1e3', '“1e3” is not a valid “newest”. Use a whole number from 1 to 9999999.'],
    ['max=0&tags=a', '“0” is not a valid “max”. Use a whole number from 1 to 9999999.'],
    ['tags=a&newest=1&by=pushed', '“pushed” is not a valid “by”. Use created, version or name.'],
    ['tags=a&newest=1&per=day', '“day” is not a valid “per”. Use prefix, minor or major.'],
    ['tags=a&by=name', '“by” needs “newest” in the same clause.'],
    ['tags=a&per=minor&older=1d', '“per” needs “newest” in the same clause.'],
    [
      'tags=.releases',
      '“.releases” is no kind of name. Use .release, .prerelease, .build, .sha, .date, .number.',
    ],
    ['tags=a[', 'Check the brackets in “a[”: a set looks like [abc] or [0-9].'],
    ['tags=a[]', 'Check the brackets in “a[]”: a set looks like [abc] or [0-9].'],
    ['tags=[9-0]', 'The range 9-0 in “[9-0]” is reversed.'],
    ['tags=[!a]*', 'Check the brackets in “[!a]*”: a set looks like [abc] or [0-9].'],
    ['tags=a,b', `“a,b” ${NO_TAG}`],
    ['tags=^v.*$', `“^v.*$” ${NO_TAG}`],
    ['tags=-a', `“-a” ${NO_TAG}`],
    [`tags=${'a'.repeat(129)}`, `“${'a'.repeat(60)}…” ${NO_TAG}`],
  ])('%s', (search, problem) => {
    expect(problemsOf(search)).toEqual([problem])
  })

  test('all problems are reported', () => {
    expect(parseRule('max=0&tags=&older=x&newest=0&bogus=1&tags=*')).toMatchObject({
      problems: [
        { text: expect.stringContaining('bogus'), clause: 0, key: undefined },
        { clause: undefined, key: 'max' },
        { clause: 0, key: 'tags' },
        { clause: 0, key: 'older' },
        { clause: 0, key: 'newest' },
        { text: expect.stringContaining('every tag'), clause: 1, key: undefined },
      ],
    })
  })

  test('no text makes the parser throw, and what it returns is a rule', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), anyRule, fc.nat(), (noise, rule, at) => {
        const text = formatRule(rule)
        const cut = at % (text.length + 1)
        const parsed = parseRule(text.slice(0, cut) + noise + text.slice(cut))
        const again = 'rule' in parsed ? parseRule(formatRule(parsed.rule)) : parsed
        expect(again).toEqual(parsed)
        expect('problems' in parsed && parsed.problems.length === 0).toBe(false)
      }),
    )
  })
})
