import http from 'node:http'
import { portOf } from '../stack/ports.mjs'

/**
 * A recorded request.
 *
 * @typedef {object} Recorded
 * @property {string} method
 * @property {string} path with its query
 * @property {Record<string, string>} headers those relevant to a registry
 * @property {string} body
 * @property {number} begun milliseconds of a monotonic clock
 * @property {number} ended
 */

/**
 * A recording proxy in front of a registry.
 *
 * @param {string} upstream the registry's origin
 */
export async function startRecorder(upstream) {
  const { hostname, port } = new URL(upstream)
  const agent = new http.Agent({ keepAlive: true })
  /** @type {Recorded[]} */
  let recorded = []
  const server = http.createServer(async (request, response) => {
    const { method = '', url = '', headers } = request
    const meaning = ['accept', 'content-type'].flatMap((name) => {
      const value = headers[name]
      return typeof value === 'string' ? [[name, value]] : []
    })
    /** @type {Recorded} */
    const entry = {
      method,
      path: url,
      headers: Object.fromEntries(meaning),
      body: '',
      begun: performance.now(),
      ended: Infinity,
    }
    recorded.push(entry)
    response.once('close', () => (entry.ended = performance.now()))
    const options = { host: hostname, port, agent, method, path: url, headers }
    const sent = http.request(options, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    sent.on('error', () => response.destroy())
    for await (const chunk of request) {
      entry.body += chunk.toString()
      sent.write(chunk)
    }
    sent.end()
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)))
  return {
    origin: `http://127.0.0.1:${portOf(server)}`,
    /** The requests since the start or the last `forget`, in order of arrival. */
    recorded: () => [...recorded],
    forget: () => void (recorded = []),
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      agent.destroy()
    },
  }
}

/**
 * Consecutive requests with the same method, and how many of them were concurrent.
 *
 * @typedef {{ width: number, requests: Recorded[] }} Phase
 */

/** The maximum number of concurrent requests. @param {readonly Recorded[]} requests */
export function widthOf(requests) {
  const moments = requests.flatMap(({ begun, ended }) => [
    { time: begun, step: 1 },
    { time: ended, step: -1 },
  ])
  moments.sort((one, other) => one.time - other.time)
  let width = 0
  let most = 0
  for (const { step } of moments) {
    width += step
    most = Math.max(most, width)
  }
  return most
}

/**
 * @param {readonly Recorded[]} recorded
 * @returns {Phase[]}
 */
export function phasesOf(recorded) {
  /** @type {Phase[]} */
  const phases = []
  for (const request of recorded) {
    let phase = phases.at(-1)
    if (!phase || phase.requests[0]?.method !== request.method) {
      phase = { width: 1, requests: [] }
      phases.push(phase)
    }
    const underWay = phase.requests.filter(({ ended }) => ended > request.begun)
    phase.width = Math.max(phase.width, underWay.length + 1)
    phase.requests.push(request)
  }
  return phases
}

/**
 * Runs in a page: sends the phases one after the other. Returns the milliseconds from the first request to the
 * last response.
 *
 * @param {readonly { width: number, requests: readonly Pick<Recorded, 'method' | 'path' | 'headers' | 'body'>[] }[]} phases
 * @returns {Promise<number>}
 */
export async function replay(phases) {
  const begun = performance.now()
  for (const { width, requests } of phases) {
    let next = 0
    const worker = async () => {
      for (let request = requests[next++]; request; request = requests[next++]) {
        const { method, path, headers, body } = request
        const response = await fetch(path, {
          method,
          headers,
          cache: 'no-store',
          ...(body !== '' && { body }),
        })
        await response.text()
      }
    }
    await Promise.all(Array.from({ length: width }, worker))
  }
  return performance.now() - begun
}
