import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyRule } from '../../../test/rules/drawRule.ts'
import type { Rule } from '../language/rule.ts'
import { composeScript, nameScript } from './composeScript.ts'
import { HELP, readSettings } from './settings.ts'

const TEMPLATE = 'process.stdout.write(JSON.stringify(HOMEPORT_CLEAN_UP))\n'
const RULE: Rule = { keep: ['latest'], clauses: [{ tags: ['pr-*'], older: 14 }] }
const PARTS = {
  template: TEMPLATE,
  rule: RULE,
  repository: 'team/app',
  registry: 'http://127.0.0.1:5000',
}

test('the rule stands at the top, in words and as it is in the address', () => {
  expect(composeScript(PARTS)).toBe(`#!/usr/bin/env node
// Cleans up team/app. Made by Homeport.
//
// Never delete latest. Of the tags pr-*: delete those older than 14 days. Everything else is kept.
//
// Dry run:  node clean-up-team-app.mjs
// Delete:   node clean-up-team-app.mjs --go
// Options:  node clean-up-team-app.mjs --help
const HOMEPORT_CLEAN_UP = {
  "rule": "keep=latest&tags=pr-*&older=2w",
  "repository": "team/app",
  "registry": "http://127.0.0.1:5000"
}

${TEMPLATE}`)
})

describe('text of strangers is never run', () => {
  const hostile = [
    '\nprocess.exit(7)//',
    '\r\u2028process.exit(7)\u2029',
    '*/process.exit(7)/*',
    '"};process.exit(7);({"',
    '`${process.exit(7)}`',
    '</script><script>',
    '\u202etxt\u0000',
    '\\u000aprocess.exit(7)',
  ]

  test.each(hostile)('%j', async (text) => {
    const rule: Rule = { keep: [text], clauses: [{ tags: [text, `x${text}`] }] }
    const script = composeScript({ ...PARTS, rule, repository: text, registry: text })
    const head = script.slice(0, script.indexOf('const HOMEPORT_CLEAN_UP'))
    for (const line of head.trimEnd().split(/[\n\r\u2028\u2029]/))
      expect(line).toMatch(/^(?:\/\/|#!)/)
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--input-type=module',
      '--eval',
      script.replace(/^#!.*\n/, ''),
    ])
    expect(JSON.parse(stdout)).toMatchObject({ repository: text, registry: text })
  })

  test('what is above the program is ASCII, in lines that are comments or JSON', () => {
    fc.assert(
      fc.property(anyRule, fc.string({ unit: 'binary' }), (rule, text) => {
        const script = composeScript({
          ...PARTS,
          template: '',
          rule,
          repository: text,
          registry: text,
        })
        const [head = '', json = ''] = script.split('const HOMEPORT_CLEAN_UP = ')
        expect(head).not.toMatch(/\n(?!\/\/|$)/)
        expect(json).toMatch(/^[\n\x20-\x7e]*$/)
        expect(JSON.parse(json)).toMatchObject({ repository: text })
      }),
      { numRuns: 40 },
    )
  })

  test('nor is it part of a path', () => {
    expect(nameScript('../../etc/x y')).toBe('clean-up-..-..-etc-x-y.mjs')
    expect(nameScript('team/app')).toBe('clean-up-team-app.mjs')
  })
})

describe('the command line', () => {
  const written = {
    rule: 'tags=a',
    repository: 'team/app',
    registry: 'https://registry.example/base/',
  }

  test('says nothing: what is written holds, and it is a dry run', () => {
    expect(readSettings([], written)).toEqual({
      rule: { keep: [], clauses: [{ tags: ['a'] }] },
      repository: 'team/app',
      registry: 'https://registry.example/base',
      pins: undefined,
      go: false,
    })
  })

  test('is stronger than what is written', () => {
    const args = ['--go', '--pins', 'f', '--rule', 'tags=b', '--registry=http://other:5000']
    expect(readSettings([...args, '--repository', 'x'], written)).toEqual({
      rule: { keep: [], clauses: [{ tags: ['b'] }] },
      repository: 'x',
      registry: 'http://other:5000',
      pins: 'f',
      go: true,
    })
  })

  test.each([
    [['--rule='], '--rule is missing.'],
    [['--rule', 'tags=*'], /^The rule: “tags=\*” alone/],
    [['--repository', 'A'], '"A" is not a repository name.'],
    [['--registry', 'registry.example'], /is not a URL/],
    [['--registry', 'file:///etc'], /is not a URL/],
    [['--registry', 'https://u:p@registry.example'], /HOMEPORT_PASSWORD/],
    [['--registry', 'https://registry.example/?n=1'], /must be a base URL, without a query/],
    [['--yes'], /--yes/],
    [['now'], /now/],
  ])('%j is refused', (args, message) => {
    expect(() => readSettings(args, written)).toThrow(message)
  })

  test('every option is in the help', () => {
    for (const name of ['registry', 'repository', 'rule', 'pins', 'go', 'help']) {
      expect(HELP).toContain(`--${name} `)
    }
    expect(readSettings(['--help'], {})).toBeUndefined()
  })
})
