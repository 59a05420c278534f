import http from 'node:http'
import { answerAlone, answerWith } from './fault-answers.mjs'
import { portOf } from './ports.mjs'

/** @typedef {import('./fault-answers.mjs').Rule} Rule */
/** @typedef {import('./fault-answers.mjs').Match} Match */
/** @typedef {import('./fault-answers.mjs').Fault} Fault */

/**
 * @typedef {object} LoggedRequest
 * @property {string} method
 * @property {string} url
 * @property {Fault | 'hold' | undefined} fault
 * @property {http.IncomingHttpHeaders} headers
 * @property {number | undefined} status of the response; undefined if there is none (yet)
 * @property {number} at when it arrived, by `performance.now()`
 * @property {number | undefined} sent when it was forwarded to the registry; undefined if never
 * @property {number | undefined} answered when the registry's response began
 */

/**
 * One request that is being held.
 *
 * @typedef {object} Hold
 * @property {Promise<LoggedRequest>} reached resolves when a matching request has arrived
 * @property {() => void} release lets it continue; later requests pass
 * @property {() => void} drop closes its connection instead
 */

/**
 * @typedef {object} FaultProxy
 * @property {string} origin
 * @property {number} port
 * @property {(rules: readonly Rule[]) => void} rules replaces all rules and resets their counters
 * @property {() => LoggedRequest[]} log all requests since the start or the last `forget`
 * @property {() => void} forget empties the log
 * @property {(match: Match & { phase?: 'request' | 'answer' }) => Hold} hold holds the next matching
 *   request: before it is forwarded, or (`answer`) when the registry is done and
 *   its response is on its way
 * @property {() => Promise<void>} stop
 */

/** Whether a held request continues. @typedef {'release' | 'drop'} Decision */

/**
 * Starts a proxy in front of a registry, in this process. It misbehaves where a rule says so,
 * and can hold a request while a test changes the registry behind it.
 *
 * @param {{ upstream: string | readonly string[] }} options the registry's origin; if there are several,
 *   they take turns
 * @returns {Promise<FaultProxy>}
 */
export async function startFaultProxy({ upstream }) {
  const targets = [upstream].flat().map((origin) => new URL(origin))
  let turn = 0
  const agent = new http.Agent({ keepAlive: true })
  /** @type {Counted<Rule>[]} */
  let rules = []
  /** @type {Set<Counted<Match & { phase: 'request' | 'answer' }> & Gate>} */
  const holds = new Set()
  /** @type {LoggedRequest[]} */
  let log = []
  /** @type {Set<NodeJS.Timeout>} */
  const timers = new Set()

  const server = http.createServer((request, response) => {
    const { method = '', url = '', headers } = request
    const hold = [...holds].find((candidate) => applies(candidate, request))
    const rule = rules.find((candidate) => applies(candidate, request))?.match
    const fault = rule?.fault ?? (hold && 'hold')
    /** @type {LoggedRequest} */
    const entry = {
      method,
      url,
      fault,
      headers,
      status: undefined,
      at: performance.now(),
      sent: undefined,
      answered: undefined,
    }
    log.push(entry)
    response.once('finish', () => (entry.status = response.statusCode))

    const answer = (/** @type {http.IncomingMessage} */ upstreamAnswer) => {
      entry.answered = performance.now()
      const pass = () => answerWith(upstreamAnswer, response, rule, url)
      if (hold?.match.phase !== 'answer') return pass()
      upstreamAnswer.pause()
      void hold
        .wait(entry)
        .then((decision) => (decision === 'release' ? pass() : request.socket.destroy()))
    }
    const forward = () => {
      entry.sent = performance.now()
      const target = targets[turn++ % targets.length]
      const options = {
        host: target?.hostname,
        port: target?.port,
        agent,
        method,
        path: url,
        headers,
      }
      const sent = http.request(options, answer)
      sent.on('error', () => {
        if (response.headersSent) request.socket.destroy()
        else response.writeHead(502, { 'content-length': 0 }).end()
      })
      request.pipe(sent)
    }
    const begin = () => {
      if (rule?.fault === 'delay') return later(timers, rule.ms ?? 0, forward)
      if (!answerAlone(request, response, rule)) forward()
    }
    if (hold?.match.phase !== 'request') return begin()
    void hold
      .wait(entry)
      .then((decision) => (decision === 'release' ? begin() : request.socket.destroy()))
  })
  // A held request takes as long as the test needs, and a busy machine is no reason to hang up.
  server.requestTimeout = 0
  server.keepAliveTimeout = 0
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)))
  const port = portOf(server)

  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    rules: (list) => void (rules = list.map((match) => ({ match, seen: 0 }))),
    log: () => [...log],
    forget: () => void (log = []),
    hold({ phase = 'request', ...match }) {
      const gate = gateOf()
      const hold = { match: { times: 1, ...match, phase }, seen: 0, ...gate }
      holds.add(hold)
      const end = (/** @type {Decision} */ decision) => {
        holds.delete(hold)
        gate.decide(decision)
      }
      return { reached: gate.reached, release: () => end('release'), drop: () => end('drop') }
    },
    async stop() {
      for (const timer of timers) clearTimeout(timer)
      for (const hold of holds) hold.decide('drop')
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
      agent.destroy()
    },
  }
}

/**
 * @template {Match} T
 * @typedef {{ match: T, seen: number }} Counted
 */

/**
 * Whether a rule applies to a request, which is counted.
 *
 * @param {Counted<Match>} counted
 * @param {http.IncomingMessage} request
 */
function applies(counted, { method, url = '', headers }) {
  const { match } = counted
  if (match.agent !== undefined && match.agent !== headers['user-agent']) return false
  if (match.method !== undefined && match.method !== method) return false
  if (match.path !== undefined && !new RegExp(match.path).test(url)) return false
  const after = match.after ?? 0
  counted.seen += 1
  return counted.seen > after && counted.seen <= after + (match.times ?? Infinity)
}

/**
 * @typedef {object} Gate
 * @property {Promise<LoggedRequest>} reached
 * @property {(entry: LoggedRequest) => Promise<Decision>} wait
 * @property {(decision: Decision) => void} decide
 */

/** @returns {Gate} */
function gateOf() {
  /** @type {(entry: LoggedRequest) => void} */
  let arrive = () => {}
  /** @type {(decision: Decision) => void} */
  let decide = () => {}
  /** @type {Promise<LoggedRequest>} */
  const reached = new Promise((resolve) => (arrive = resolve))
  /** @type {Promise<Decision>} */
  const decided = new Promise((resolve) => (decide = resolve))
  const wait = (/** @type {LoggedRequest} */ entry) => {
    arrive(entry)
    return decided
  }
  return { reached, wait, decide: (decision) => decide(decision) }
}

/**
 * @param {Set<NodeJS.Timeout>} timers
 * @param {number} ms
 * @param {() => void} act
 */
function later(timers, ms, act) {
  const timer = setTimeout(() => {
    timers.delete(timer)
    act()
  }, ms)
  timers.add(timer)
}
