import { spawn } from 'node:child_process'
import { PROJECT } from './built.mjs'

/**
 * The result of one step of `npm test`.
 *
 * @typedef {object} StepResult
 * @property {string} name
 * @property {number} passed
 * @property {readonly Failure[]} failed
 * @property {readonly Skip[]} skipped
 * @property {number} seconds
 */

/** @typedef {{ test: string, message: string }} Failure */
/**
 * What wasn't run, and what it needs: `go`, `docker`… @typedef {{ test: string, needs: string | undefined }} Skip
 */

/** No step takes longer than this, in milliseconds; if it does, it is ended and has failed. */
const LIMIT = 20 * 60 * 1000

/** @type {Set<number>} */
const groups = new Set()

/** Ends every running step, with everything it started. */
export function endSteps() {
  for (const pid of groups) endGroup(pid)
}

/** @param {number} pid */
function endGroup(pid) {
  try {
    process.kill(-pid, 'SIGTERM')
  } catch {
    // It has just ended.
  }
}

/**
 * Runs an npm script of the project in a process group of its own.
 *
 * @param {string} script
 * @param {{ args?: readonly string[], env?: Record<string, string> }} [options]
 * @returns {Promise<{ code: number | string, output: string }>} the exit code, or what ended it
 */
export function runScript(script, { args = [], env } = {}) {
  return new Promise((resolve) => {
    const child = spawn('npm', ['run', '--silent', script, '--', ...args], {
      cwd: PROJECT,
      detached: true,
      env: { ...process.env, NO_COLOR: '1', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const { pid } = child
    if (pid !== undefined) groups.add(pid)
    let output = ''
    child.stdout.on('data', (/** @type {Buffer} */ chunk) => (output += chunk.toString()))
    child.stderr.on('data', (/** @type {Buffer} */ chunk) => (output += chunk.toString()))
    let isOver = false
    const limit = setTimeout(() => {
      isOver = true
      if (pid !== undefined) endGroup(pid)
    }, LIMIT)
    child.once('error', (error) => resolve({ code: error.message, output }))
    child.once('close', (code, signal) => {
      clearTimeout(limit)
      if (pid !== undefined) groups.delete(pid)
      const end = isOver ? `still running after ${LIMIT / 60_000} minutes` : signal
      resolve({ code: end ?? code ?? 'unknown', output })
    })
  })
}

/**
 * The end of a tool's output, as much as people read.
 *
 * @param {string} output
 */
export function endOf(output) {
  return output.trim().split('\n').slice(-60).join('\n')
}
