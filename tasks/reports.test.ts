import { expect, test } from 'vitest'
import { countPlaywright, countVitest, listAnnotations, summarize } from './reports.mjs'

test('Vitest: tests, files that do not load, and what a skip needs', () => {
  const assertionResults = [
    { fullName: 'a passes', status: 'passed', failureMessages: [] },
    { fullName: 'b fails', status: 'failed', failureMessages: ['not so'] },
    { fullName: 'c on 3.1.2 (needs go)', status: 'skipped', failureMessages: [] },
    { fullName: 'd', status: 'todo', failureMessages: [] },
  ]
  const counts = countVitest({
    testResults: [
      { name: 'x.test.ts', status: 'failed', message: '', assertionResults },
      { name: 'y.test.ts', status: 'failed', message: 'no such import', assertionResults: [] },
      {
        name: 'z.test.ts',
        status: 'failed',
        message: '',
        assertionResults: [{ fullName: 'e', status: 'skipped', failureMessages: [] }],
      },
    ],
  })
  expect(counts.passed).toBe(1)
  expect(counts.failed.map(({ message }) => message)).toEqual(['not so', 'no such import', ''])
  expect(counts.skipped.map(({ needs }) => needs)).toEqual(['go', undefined])
})

test('Playwright: nested suites, errors outside tests, and flaky tests count as failed', () => {
  const spec = (title: string, status: string, description?: string) => ({
    title,
    file: 'x.e2e.ts',
    tests: [
      {
        status,
        annotations: description === undefined ? [] : [{ type: 'skip', description }],
        results: [{ errors: status === 'unexpected' ? [{ message: 'not visible' }] : [] }],
      },
    ],
  })
  const report = {
    errors: [{ message: 'worker crashed' }],
    suites: [
      {
        title: 'x.e2e.ts',
        specs: [spec('a', 'expected'), spec('b', 'unexpected')],
        suites: [
          {
            title: 'inner',
            specs: [spec('c', 'flaky'), spec('d', 'skipped', 'needs a Docker engine')],
          },
        ],
      },
    ],
  }
  const counts = countPlaywright(report)
  expect(counts.passed).toBe(1)
  expect(counts.failed).toEqual([
    { test: 'e2e', message: 'worker crashed' },
    { test: 'x.e2e.ts > b', message: 'not visible' },
    { test: 'x.e2e.ts > inner > c', message: 'flaky' },
  ])
  expect(counts.skipped).toEqual([{ test: 'x.e2e.ts > inner > d', needs: 'docker' }])
  expect(listAnnotations(report, 'skip')).toEqual(['needs a Docker engine'])
  expect(listAnnotations(report, 'race')).toEqual([])
})

test('the summary lists skips and ends with the counts', () => {
  const skipped = [
    { test: 'registry 3 (needs go)', needs: 'go' },
    { test: 'image', needs: 'docker' },
  ]
  const { text, isWell } = summarize([{ passed: 7, failed: [], skipped }], new Set())
  expect(isWell).toBe(true)
  expect(text.split('\n')).toEqual([
    'Skipped:',
    '  registry 3 (needs go): there is no go',
    '  image: there is no docker',
    '',
    '7 passed, 0 failed',
  ])
})

test('a skip is a failure if its program is required, or if its reason is unknown', () => {
  const skipped = [
    { test: 'on 3.1.2', needs: 'go' },
    { test: 'image', needs: 'docker' },
    { test: 'later', needs: undefined },
  ]
  const { text, isWell } = summarize([{ passed: 7, failed: [], skipped }], new Set(['docker']))
  expect(isWell).toBe(false)
  expect(text).toContain('FAILED image\n  skipped; docker is required')
  expect(text).toContain('FAILED later\n')
  expect(text.endsWith('7 passed, 2 failed')).toBe(true)
})

test('if nothing passed, that is no success', () => {
  expect(summarize([], new Set())).toEqual({ text: '0 passed, 0 failed', isWell: false })
})
