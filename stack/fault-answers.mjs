/** @typedef {import('node:http').IncomingMessage} IncomingMessage */
/** @typedef {import('node:http').ServerResponse} ServerResponse */

/**
 * What happens to the requests a rule applies to.
 *
 * - `status` answers at once with `status` and an error in the registry's format (`code`, `message`) or `body`
 * - `html` answers with a web page, like a captive portal
 * - `delay` forwards after `ms`
 * - `reset` closes the connection; `hang` never answers
 * - `lost` forwards, and closes the connection instead of responding
 * - `cut` announces the whole response and closes the connection after `bytes` of it (default: half)
 * - `truncate` sends only the first `bytes`, as if they were everything
 * - `garble` flips one bit in the middle of the response, keeping its digest
 * - `body` answers with `body` and the registry's headers
 * - `cap` sends at most `names` tags per response, without a `Link`, like a proxy with lists of its
 *   own; it honours `n` and `last`
 * - `header` forwards and changes the response's headers: `set`, `unset`
 *
 * @typedef {'status' | 'html' | 'delay' | 'reset' | 'hang' | 'lost' | 'cut' | 'truncate' | 'garble' | 'body' | 'cap' | 'header'} Fault
 */

/**
 * @typedef {object} Match
 * @property {string} [method]
 * @property {string | RegExp} [path] found in the path with its query
 * @property {string} [agent] the client's `User-Agent`
 * @property {number} [after] how many matching requests pass first
 * @property {number} [times] how many it applies to; all by default
 */

/**
 * @typedef {object} Effect
 * @property {Fault} fault
 * @property {number} [status]
 * @property {string} [code]
 * @property {string} [message]
 * @property {string} [body]
 * @property {Record<string, string>} [headers] of a response made by the proxy itself
 * @property {number} [ms]
 * @property {number} [bytes]
 * @property {number} [names]
 * @property {Record<string, string>} [set]
 * @property {string[]} [unset]
 */

/** @typedef {Match & Effect} Rule */

/**
 * Handles faults that never reach the registry.
 *
 * @param {IncomingMessage} request
 * @param {ServerResponse} response
 * @param {Rule | undefined} rule
 * @returns {boolean} whether the request has been handled
 */
export function answerAlone(request, response, rule) {
  switch (rule?.fault) {
    case 'reset':
      request.socket.destroy()
      return true
    case 'hang':
      return true
    case 'html':
      request.resume()
      response.writeHead(rule.status ?? 200, { 'content-type': 'text/html' })
      response.end('<!doctype html><title>Login</title><p>Please log in to this network.')
      return true
    case 'status': {
      request.resume()
      const { status = 500, code = 'UNKNOWN', message = 'a fault of this test', body } = rule
      response.writeHead(status, { 'content-type': 'application/json', ...rule.headers })
      response.end(body ?? JSON.stringify({ errors: [{ code, message }] }))
      return true
    }
    default:
      return false
  }
}

/**
 * Passes on the registry's response, changed by the rule.
 *
 * @param {IncomingMessage} answer
 * @param {ServerResponse} response
 * @param {Rule | undefined} rule
 * @param {string} url of the request
 */
export function answerWith(answer, response, rule, url) {
  const status = answer.statusCode ?? 502
  const headers = { ...answer.headers, ...rule?.set }
  for (const name of rule?.unset ?? []) delete headers[name]
  switch (rule?.fault) {
    case 'lost':
      answer.resume().on('close', () => response.socket?.destroy())
      return
    case 'cut':
    case 'truncate':
    case 'garble':
    case 'body':
    case 'cap':
      bodyOf(answer).then(
        (body) => answerChanged({ body, status, headers, response, rule, url }),
        () => response.socket?.destroy(),
      )
      return
    default:
      response.writeHead(status, headers)
      // Before the body: a response that breaks off at its first byte still has headers.
      response.flushHeaders()
      answer.on('aborted', () => response.socket?.destroy())
      answer.pipe(response)
  }
}

/**
 * @param {{ body: Buffer, status: number, headers: import('node:http').OutgoingHttpHeaders, response: ServerResponse, rule: Rule, url: string }} answer
 */
function answerChanged({ body, status, headers, response, rule, url }) {
  delete headers['transfer-encoding']
  const half = body.length >> 1
  if (rule.fault === 'cut') {
    response.writeHead(status, { ...headers, 'content-length': body.length })
    response.write(body.subarray(0, rule.bytes ?? half), () => response.socket?.destroy())
    return
  }
  let changed = body
  if (rule.fault === 'body') changed = Buffer.from(rule.body ?? '')
  if (rule.fault === 'cap') {
    delete headers['link']
    changed = capList(body, url, rule.names ?? 100)
  }
  if (rule.fault === 'truncate') changed = body.subarray(0, rule.bytes ?? half)
  if (rule.fault === 'garble' && body.length > 0) {
    changed = Buffer.from(body)
    changed[half] = (changed[half] ?? 0) ^ 1
  }
  response.writeHead(status, { ...headers, 'content-length': changed.length })
  response.end(changed)
}

/**
 * @param {Buffer} body of `tags/list`, whole or what follows `last`
 * @param {string} url
 * @param {number} most
 */
function capList(body, url, most) {
  const { searchParams } = new URL(url, 'http://registry.invalid')
  const last = searchParams.get('last') ?? ''
  const list = /** @type {{ name: string, tags: string[] | null }} */ (JSON.parse(body.toString()))
  const following = (list.tags ?? []).toSorted().filter((tag) => tag > last)
  const tags = following.slice(0, Math.min(most, Number(searchParams.get('n') ?? most)))
  return Buffer.from(JSON.stringify({ ...list, tags }))
}

/**
 * @param {IncomingMessage} answer
 * @returns {Promise<Buffer>}
 */
async function bodyOf(answer) {
  const chunks = []
  for await (const chunk of answer) chunks.push(chunk)
  return Buffer.concat(chunks)
}
