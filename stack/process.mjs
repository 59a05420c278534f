import { spawn } from 'node:child_process'
import { once } from 'node:events'

/**
 * A running child process.
 *
 * @typedef {object} RunningProcess
 * @property {number} pid
 * @property {() => string} output what it wrote to standard output and error so far
 * @property {RegExpExecArray | undefined} ready the match of `ready`, if that is an expression
 * @property {Promise<string>} ended resolves when it has exited, with how ("exit code 1")
 * @property {(signal?: 'SIGTERM' | 'SIGKILL') => Promise<void>} stop ends it and waits until it has exited
 */

/** How long a program may take to become ready, and to exit when asked to, in milliseconds. */
const READY_IN = 20_000
const GONE_IN = 5_000
/** How often to check whether it is ready, in milliseconds. */
const ASK_EVERY = 10
const KEPT_OUTPUT = 200_000

/** Variables by name; undefined removes one. @typedef {Record<string, string | undefined>} Environment */

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set()

// A process that exits in the middle leaves no children behind.
process.on('exit', () => {
  for (const child of running) child.kill('SIGTERM')
})

/**
 * Starts a program and waits until its output matches `ready`, or `ready` returns true.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ name?: string, ready: RegExp | (() => Promise<boolean>), env?: Environment, cwd?: string }} options
 *   `env` is added to this process's environment
 * @returns {Promise<RunningProcess>}
 * @throws {Error} one sentence, if it can't be started, exits at once or isn't ready within 20 s
 */
export async function startProcess(command, args, { name = command, ready, env, cwd }) {
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.add(child)
  let output = ''
  /** @type {Promise<string>} */
  const ended = new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('close', (code, signal) => resolve(signal ?? `exit code ${code}`))
  })
  void ended.then(() => running.delete(child))

  /** @param {'SIGTERM' | 'SIGKILL'} [signal] */
  const stop = async (signal = 'SIGTERM') => {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
    child.kill(signal)
    const killer = setTimeout(() => child.kill('SIGKILL'), GONE_IN)
    await ended
    clearTimeout(killer)
  }

  /** @type {NodeJS.Timeout | undefined} */
  let asking
  let awaited = ready instanceof RegExp ? ready : undefined
  /** @type {Promise<RegExpExecArray | undefined>} */
  const isReady = new Promise((resolve) => {
    /** @param {Buffer} chunk */
    const read = (chunk) => {
      output += chunk.toString()
      // Not with every line, since it copies everything.
      if (output.length > 2 * KEPT_OUTPUT) output = output.slice(-KEPT_OUTPUT)
      const match = awaited?.exec(output)
      if (!match) return
      awaited = undefined
      resolve(match)
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    if (typeof ready === 'function') {
      asking = setInterval(async () => (await ready()) && resolve(undefined), ASK_EVERY)
    }
  })
  /** @type {NodeJS.Timeout | undefined} */
  let timer
  const outcome = await Promise.race([
    isReady,
    ended,
    new Promise((resolve) => {
      timer = setTimeout(() => resolve(`not ready in ${READY_IN / 1000} s`), READY_IN)
    }),
  ])
  clearTimeout(timer)
  clearInterval(asking)
  if (typeof outcome === 'string' || child.pid === undefined) {
    await stop()
    throw new Error(`${name} did not start (${outcome})${lastLine(output)}`)
  }
  return { pid: child.pid, output: () => output, ready: outcome, ended, stop }
}

/** A program failed. */
export class ProcessError extends Error {
  /**
   * @param {string} message one sentence
   * @param {string} output all that the program wrote
   */
  constructor(message, output) {
    super(message)
    this.output = output
  }
}

/**
 * Runs a program until it exits.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ name?: string, env?: Environment, cwd?: string, input?: string }} [options]
 * @returns {Promise<{ stdout: string, stderr: string }>} what it wrote
 * @throws {ProcessError} one sentence with its last line, if it can't be run or fails
 */
export async function runProcess(command, args, { name = command, env, cwd, input } = {}) {
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env } })
  running.add(child)
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (/** @type {Buffer} */ chunk) => (stdout += chunk.toString()))
  child.stderr.on('data', (/** @type {Buffer} */ chunk) => (stderr += chunk.toString()))
  child.stdin.on('error', () => {}) // a program that does not read its input is no failure
  child.stdin.end(input)
  try {
    const [code, signal] = await once(child, 'close')
    if (code !== 0) {
      const how = signal ?? `exit code ${code}`
      const sentence = `${name} failed (${how})${lastLine(stderr || stdout)}`
      throw new ProcessError(sentence, stdout + stderr)
    }
  } finally {
    running.delete(child)
  }
  return { stdout, stderr }
}

/**
 * A program's last line of output, as the end of a sentence about it.
 *
 * @param {string} output
 */
function lastLine(output) {
  const line = output.trimEnd().split('\n').at(-1)?.trim()
  return line ? `: ${line}` : ''
}
