import { relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { PROJECT } from './built.mjs'

/** @typedef {import('./step.mjs').Failure} Failure */
/** @typedef {import('./step.mjs').Skip} Skip */
/** @typedef {{ passed: number, failed: Failure[], skipped: Skip[] }} Counts */

/**
 * The part of Vitest's JSON report that is used.
 *
 * @typedef {object} VitestReport
 * @property {{
 *   name: string,
 *   status: string,
 *   message: string,
 *   assertionResults: { fullName: string, status: string, failureMessages: string[] }[],
 * }[]} testResults
 */

/**
 * Counts Vitest's results. A failed set-up has no message: Vitest only prints it.
 *
 * @param {VitestReport} report
 * @returns {Counts}
 */
export function countVitest(report) {
  /** @type {Counts} */
  const counts = { passed: 0, failed: [], skipped: [] }
  for (const file of report.testResults) {
    const name = relative(PROJECT, file.name)
    const failedBefore = counts.failed.length
    const skippedBefore = counts.skipped.length
    for (const { fullName, status, failureMessages } of file.assertionResults) {
      const test = `${name} > ${fullName}`
      if (status === 'passed') counts.passed += 1
      else if (status === 'failed')
        counts.failed.push({ test, message: failureMessages.join('\n') })
      else counts.skipped.push({ test, needs: neededBy(fullName) })
    }
    // A file that can't be loaded, or whose set-up fails, has no failed test; the tests skipped for that reason
    // don't count.
    if (file.status === 'failed' && counts.failed.length === failedBefore) {
      counts.failed.push({ test: name, message: file.message })
      counts.skipped.length = skippedBefore
    }
  }
  return counts
}

/**
 * @typedef {object} PlaywrightSuite
 * @property {string} title
 * @property {PlaywrightSuite[]} [suites]
 * @property {{
 *   title: string,
 *   file: string,
 *   tests: {
 *     status: string,
 *     annotations: { type: string, description?: string }[],
 *     results: { errors?: { message?: string }[] }[],
 *   }[],
 * }[]} [specs]
 */

/**
 * The part of Playwright's JSON report that is used. @typedef {{ suites: PlaywrightSuite[], errors?: { message?:
 * string }[] }} PlaywrightReport
 */

/**
 * Counts Playwright's results. A test that only passed when retried has failed.
 *
 * @param {PlaywrightReport} report
 * @returns {Counts}
 */
export function countPlaywright(report) {
  /** @type {Counts} */
  const counts = { passed: 0, failed: [], skipped: [] }
  for (const { message = 'an error outside of the tests' } of report.errors ?? []) {
    counts.failed.push({ test: 'e2e', message })
  }
  /**
   * @param {PlaywrightSuite} suite
   * @param {readonly string[]} path
   */
  const walk = (suite, path) => {
    for (const spec of suite.specs ?? []) {
      const test = [...path, spec.title].join(' > ')
      for (const { status, annotations, results } of spec.tests) {
        const reason = annotations.find(({ type }) => type === 'skip')?.description ?? ''
        if (status === 'expected') counts.passed += 1
        else if (status === 'skipped')
          counts.skipped.push({ test, needs: neededBy(reason || test) })
        else {
          const errors = results.flatMap((result) => result.errors ?? [])
          const message = errors.map((error) => error.message ?? '').join('\n') || status
          counts.failed.push({ test, message })
        }
      }
    }
    for (const inner of suite.suites ?? []) walk(inner, [...path, inner.title])
  }
  for (const suite of report.suites) walk(suite, [suite.title])
  return counts
}

/**
 * All annotations of this type.
 *
 * @param {PlaywrightReport} report
 * @param {string} type
 * @returns {string[]}
 */
export function listAnnotations({ suites }, type) {
  return suites.flatMap((suite) => [
    ...listAnnotations({ suites: suite.suites ?? [] }, type),
    ...(suite.specs ?? []).flatMap(({ tests }) =>
      tests.flatMap(({ annotations }) =>
        annotations.flatMap((one) => (one.type === type ? [one.description ?? ''] : [])),
      ),
    ),
  ])
}

/**
 * The program that a skipped test needs: its name, or the reason of the skip, says "needs go".
 *
 * @param {string} text
 */
function neededBy(text) {
  return /\bneeds (?:a |the )?([\w.-]+)/i.exec(text)?.[1]?.toLowerCase()
}

/**
 * The final output: the failures with their messages, the skips, and as the last line
 * "N passed, N failed". A skip is a failure if its program is required, or if the test doesn't say what
 * it needs.
 *
 * @param {readonly { passed: number, failed: readonly Failure[], skipped: readonly Skip[] }[]} results
 * @param {ReadonlySet<string>} required names of programs, such as `go`
 * @returns {{ text: string, isWell: boolean }}
 */
export function summarize(results, required) {
  const passed = results.reduce((sum, result) => sum + result.passed, 0)
  const failed = results.flatMap((result) => result.failed)
  /** @type {string[]} */
  const skipped = []
  for (const { test, needs } of results.flatMap((result) => result.skipped)) {
    if (!needs) failed.push({ test, message: 'skipped, and does not say "needs PROGRAM"' })
    else if (required.has(needs)) failed.push({ test, message: `skipped; ${needs} is required` })
    else skipped.push(`  ${test}: there is no ${needs}`)
  }
  const failures = failed.map(({ test, message }) => {
    const plain = stripVTControlCharacters(message).trimEnd()
    return `FAILED ${test}\n${plain.replace(/^/gm, '  ')}\n`
  })
  const skips = skipped.length > 0 ? [`Skipped:\n${skipped.join('\n')}\n`] : []
  const last = `${passed} passed, ${failed.length} failed`
  const isWell = failed.length === 0 && passed > 0
  return { text: [...failures, ...skips, last].join('\n'), isWell }
}
