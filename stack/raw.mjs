import { connect, createServer } from 'node:net'
import { portOf } from './ports.mjs'

/**
 * A server without an HTTP library: it sends the given bytes and closes the connection.
 *
 * @typedef {object} RawServer
 * @property {number} port
 * @property {() => string[]} requests the heads of all requests so far, unchanged
 * @property {() => Promise<void>} stop
 */

/**
 * Starts a server on 127.0.0.1 for responses that no HTTP library would send.
 *
 * @param {(path: string) => string} answer the whole response to a request for this path, in latin1
 * @returns {Promise<RawServer>}
 */
export async function startRawServer(answer) {
  /** @type {string[]} */
  const requests = []
  /** @type {Set<import('node:net').Socket>} */
  const sockets = new Set()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    socket.on('error', () => {}) // the other side may end first
    let head = ''
    socket.on('data', (chunk) => {
      const wasComplete = head.includes('\r\n\r\n')
      head += chunk.toString('latin1')
      if (wasComplete || !head.includes('\r\n\r\n')) return
      requests.push(head)
      socket.end(Buffer.from(answer(head.split(' ')[1] ?? ''), 'latin1'))
    })
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)))
  return {
    port: portOf(server),
    requests: () => requests,
    async stop() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/**
 * Everything a server on 127.0.0.1 sends on one connection, until it closes it or the data matches `until`.
 *
 * @param {number} port
 * @param {string} requests as they go out, in latin1
 * @param {{ until?: RegExp }} [options]
 * @returns {Promise<string>} in latin1
 */
export function askRaw(port, requests, { until } = {}) {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    let text = ''
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1')
      if (until?.test(text)) socket.destroy()
    })
    socket.on('error', reject)
    socket.on('close', () => resolve(text))
    socket.write(requests, 'latin1')
  })
}
