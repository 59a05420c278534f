import { createServer } from 'node:net'

/**
 * A free port of 127.0.0.1. Somebody else may take it before the
 * caller does; then try again with another one.
 *
 * @returns {Promise<number>}
 */
export async function freePort() {
  const server = await listen(0)
  const port = portOf(server)
  await new Promise((resolve) => server.close(resolve))
  return port
}

/**
 * Whether a server could listen on this port of 127.0.0.1 now.
 *
 * @param {number} port
 * @returns {Promise<boolean>}
 */
export async function isPortFree(port) {
  try {
    const server = await listen(port)
    await new Promise((resolve) => server.close(resolve))
    return true
  } catch {
    return false
  }
}

/**
 * @param {number} port
 * @returns {Promise<import('node:net').Server>}
 */
function listen(port) {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve(server))
  })
}

/**
 * The port of a server.
 *
 * @param {import('node:net').Server} server one that listens on TCP
 */
export function portOf(server) {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('Not listening on a port')
  return address.port
}
