import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compilePatterns, matchesEverything, readPatterns } from './pattern.ts'

const matches = (pattern: string, tag: string) => compilePatterns([pattern])(tag) !== undefined

describe('globs', () => {
  test.each([
    ['ci-*', 'ci-1 ci-', 'CI-1 ci xci-1'],
    ['v?', 'v1 vv', 'v v12'],
    ['[0-9]*', '1 1.2', 'v1'],
    ['a.b', 'a.b', 'axb'],
    ['*-amd64', 'x-amd64 -amd64', 'x-amd64-2'],
    ['a*b*c', 'abc axbxc abbcc', 'acb ab'],
    ['[a-c_.-]x', 'ax _x .x -x', 'dx'],
    ['[--a]*[a-b-c]', '-.c a-- -a', '0a _b'],
    ['dev', 'dev', 'dev-1 mydev'],
    ['**a', 'a ba', 'ab'],
  ])('%s', (pattern, yes, no) => {
    const matched = (tags: string) => tags.split(' ').filter((tag) => matches(pattern, tag))
    expect(matched(yes)).toEqual(yes.split(' '))
    expect(matched(no)).toEqual([])
  })

  test('* matches every name', () => {
    for (const tag of ['a', '_', 'a.b-c_d', 'latest']) expect(matches('*', tag)).toBe(true)
  })

  test('match the same as an equivalent regular expression', () => {
    const glob = fc.string({
      unit: fc.constantFrom('a', 'b', '*', '?', '.'),
      minLength: 1,
      maxLength: 7,
    })
    const tag = fc.string({ unit: fc.constantFrom('a', 'b', '.'), minLength: 1, maxLength: 9 })
    fc.assert(
      fc.property(glob, tag, (pattern, name) => {
        fc.pre(!pattern.startsWith('.'))
        const source = pattern.replaceAll('.', '\\.').replaceAll('*', '.*').replaceAll('?', '.')
        expect(matches(pattern, name)).toBe(new RegExp(`^${source}$`).test(name))
      }),
      { numRuns: 1_000 },
    )
  })

  test('many stars take time proportional to their number and the length', () => {
    expect(matches(`${'*a'.repeat(40)}*b`, 'a'.repeat(128))).toBe(false)
    expect(matches(`${'*?'.repeat(60)}*[b]`, `${'a'.repeat(127)}b`)).toBe(true)
  })

  test.each(['a'.repeat(129), `a*${'b'.repeat(128)}`, '?'.repeat(129), 'a '.repeat(500_000)])(
    'what is longer than a tag or a rule can be is not a pattern',
    (text) => expect(() => readPatterns(text, 'tags')).toThrow(/can’t match any tag|at most/),
  )

  test('the matching pattern is returned, the first of several', () => {
    expect(compilePatterns(['x', 'a*', 'ab'])('ab')).toBe('a*')
  })

  test.each(['*', '?*', '*?*', '??*', '[0-9A-Za-z_]*', '[0-9]* [A-Z_]* [a-z]*'])(
    '%s matches every tag of more than one character',
    (patterns) => {
      expect(matchesEverything(patterns.split(' '))).toBe(true)
    },
  )
  test.each(['?', 'a*', '[a]*', '*.*', '[0-9A-Za-z]*', '[0-9]* [a-z]*'])(
    '%s does not match every tag',
    (patterns) => {
      expect(matchesEverything(patterns.split(' '))).toBe(false)
    },
  )
})
