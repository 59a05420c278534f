import http from 'node:http'
import { portOf } from '../ports.mjs'
import { answerJson } from './answers.mjs'
import { createEmulator } from './emulator.mjs'
import { PRODUCTS } from './products.mjs'
import { LOGIN, createTokenService, stopServer } from './tokenServices.mjs'

/** What tests send to push something without being refused or counted. */
const SET_UP = 'Test set-up'

/**
 * Starts a registry that answers as a product does, on a free port of 127.0.0.1. Where it asks for a login, `LOGIN` may
 * do everything, and nobody else anything.
 *
 * @param {import('./products.mjs').ProductName} name
 * @param {Partial<import('./products.mjs').Switches>} [switches] what differs from the product's row
 */
export async function startProduct(name, switches = {}) {
  const emulator = createEmulator({ ...PRODUCTS[name], ...switches })
  const { rules } = emulator
  const guard = rules.signIn === 'open' ? undefined : createGuard(rules)
  /** @type {string[]} */
  const asked = []
  const server = http.createServer(async (request, response) => {
    const { method = 'GET', headers } = request
    const url = new URL(request.url ?? '/', `http://${headers.host}`)
    const isSetUp = headers.authorization === SET_UP
    const refused = isSetUp ? undefined : guard?.(request, url)
    const body = await readBody(request)
    const answer =
      refused ?? emulator.answer({ method, url, headers: singly(headers), body, isSetUp })
    if (!isSetUp) asked.push(`${method} ${url.pathname}${url.search} ${answer.status}`)
    response.writeHead(answer.status, answer.headers)
    response.end(answer.body)
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)))
  const port = portOf(server)
  const origin = `http://127.0.0.1:${port}`
  return {
    origin,
    port,
    /** What it holds, and its switches, which may be changed at any time. */
    ...emulator,
    /** The requests so far, without those of the test itself: `METHOD path status`. */
    asked,
    /** Where the functions of `content.mjs` push to, whatever the product refuses to others. @param {string} repository */
    place: (repository) => ({ origin, repository, authorization: SET_UP }),
    stop: () => stopServer(server),
  }
}

/** @typedef {Awaited<ReturnType<typeof startProduct>>} Product */

/**
 * Returns a function that answers what must not reach the registry.
 *
 * @param {import('./products.mjs').Switches} rules
 * @returns {(request: http.IncomingMessage, url: URL) =>
 *   { status: number, headers: http.OutgoingHttpHeaders, body: Uint8Array | string } | undefined}
 */
function createGuard({ signIn, catalog }) {
  if (signIn.startsWith('Basic ')) {
    const basic = `Basic ${Buffer.from(`${LOGIN.user}:${LOGIN.password}`).toString('base64')}`
    const challenge = { 'www-authenticate': signIn }
    const errors = [{ code: 'UNAUTHORIZED', message: 'authentication required' }]
    const refusal = answerJson({ errors }, { status: 401, headers: challenge })
    return ({ headers }) => (headers.authorization === basic ? undefined : refusal)
  }
  const product = /** @type {import('./tokenRules.mjs').TokenProduct} */ (signIn)
  const service = createTokenService(product, (resource, user) => {
    if (!user) return []
    if (resource !== 'registry:catalog') return ['pull', 'push', 'delete']
    return typeof catalog === 'string' ? [] : ['*']
  })
  return (request, url) => {
    const { authorization } = request.headers
    const found = service.serve(url, authorization) ?? service.refuse(request, url.pathname)
    if (!found) return undefined
    const headers = 'headers' in found ? found.headers : {}
    return {
      status: found.status,
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(found.json),
    }
  }
}

/** @param {http.IncomingMessage} request @returns {Promise<Uint8Array<ArrayBuffer>>} */
async function readBody(request) {
  /** @type {Buffer[]} */
  const pieces = []
  for await (const piece of request) pieces.push(piece)
  return new Uint8Array(Buffer.concat(pieces))
}

/** @param {http.IncomingHttpHeaders} headers */
function singly(headers) {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))
}
