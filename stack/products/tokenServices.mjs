import http from 'node:http'
import { portOf } from '../ports.mjs'
import { TOKEN_RULES, refusal } from './tokenRules.mjs'

/** @typedef {import('./tokenRules.mjs').TokenProduct} TokenProduct */

export const LOGIN = { user: 'anna', password: 'pass:wörd' }

/**
 * The token service of `product`, and what its registry lets through.
 *
 * @param {TokenProduct} product
 * @param {(resource: string, user: string | undefined) => string[]} [rights] what a user, or a stranger, may do
 */
export function createTokenService(product, rights = rightsOf) {
  const rules = TOKEN_RULES[product]
  const basic = `Basic ${Buffer.from(`${LOGIN.user}:${LOGIN.password}`).toString('base64')}`
  return {
    deletes: rules.deletes ?? 202,
    /**
     * The service's answer, and the scopes asked of it; undefined for what isn't asked of it.
     *
     * @param {URL} url
     * @param {string | undefined} authorization
     */
    serve(url, authorization) {
      if (url.pathname !== rules.realm) return undefined
      const scopes = url.searchParams.getAll('scope')
      const user = authorization === basic ? LOGIN.user : undefined
      const access = scopes.flatMap((scope) => grant(product, scope, (what) => rights(what, user)))
      const text = Buffer.from(JSON.stringify({ user, access })).toString('base64url')
      const isWrong = authorization !== undefined && !user
      return { scopes, ...rules.answer({ user, isWrong, scopes, text, granted: access }) }
    },
    /**
     * The registry's refusal; undefined for what is allowed.
     *
     * @param {http.IncomingMessage} request
     * @param {string} pathname
     * @returns {{ status: number, headers: http.OutgoingHttpHeaders, json: object } | undefined}
     */
    refuse({ method = 'GET', headers: { authorization, host } }, pathname) {
      const { scope, right, resource } = needOf(method, pathname)
      const isBasic = rules.basic === 'always' && authorization === basic
      const given = isBasic ? rights(resource, LOGIN.user) : givenBy(authorization, resource)
      const isToken = authorization?.startsWith('Bearer ') && given !== undefined
      const lists = rules.listsByUser && pathname === '/v2/_catalog'
      if (lists && rights(resource, readToken(authorization)?.user).includes(right))
        return undefined
      if (pathname === '/v2/' && (isBasic || isToken)) return undefined
      const deletes = rules.mayDelete ?? ((actions) => actions.includes('delete'))
      const may = right === 'delete' ? deletes(given ?? []) : given?.includes(right)
      if (may) return undefined
      const service = `Bearer realm="http://${host}${rules.realm}",service="${rules.service}"`
      const named = rules.named(scope)
      const bearer = named === undefined ? service : `${service},scope="${named}"`
      const { json } = refusal(401, 'UNAUTHORIZED')
      return { status: 401, headers: challengeOf(product, bearer, authorization), json }
    },
  }
}

/**
 * A registry with the token service of `product`, on one server.
 *
 * @param {TokenProduct} product
 * @returns {Promise<{ origin: string, asked: string[], tokens: string[], stop: () => Promise<void> }>} `asked`: the
 *   requests to the registry, `METHOD path status`; `tokens`: the scopes asked of the service
 */
export async function startTokenRegistry(product) {
  const service = createTokenService(product)
  /** @type {string[]} */
  const asked = []
  /** @type {string[]} */
  const tokens = []
  const server = http.createServer((request, response) => {
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`)
    const served = service.serve(url, request.headers.authorization)
    if (served) tokens.push(served.scopes.join(' '))
    const { status, headers, json } = { headers: {}, ...(served ?? answer(request, url.pathname)) }
    if (!served) asked.push(`${request.method} ${url.pathname} ${status}`)
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(JSON.stringify(json))
  })

  /** @param {http.IncomingMessage} request @param {string} pathname */
  function answer(request, pathname) {
    const refused = service.refuse(request, pathname)
    if (refused) return refused
    if (pathname === '/v2/') return { status: 200, json: {} }
    if (request.method === 'DELETE') return { status: service.deletes, json: {} }
    return { status: 200, json: { name: 'x', tags: ['1'] } }
  }

  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)))
  return {
    origin: `http://127.0.0.1:${portOf(server)}`,
    asked,
    tokens,
    stop: () => stopServer(server),
  }
}

/** Stops a server at once. @param {http.Server} server */
export async function stopServer(server) {
  const closed = new Promise((resolve) => server.close(resolve))
  server.closeAllConnections()
  await closed
}

/**
 * anna may do everything in `team/app`, everybody may read `public/app`, nobody has anything else, and the list of
 * repositories is for administrators.
 *
 * @param {string} resource `repository:NAME`
 * @param {string | undefined} user
 */
function rightsOf(resource, user) {
  if (resource === 'repository:team/app' && user) return ['pull', 'push', 'delete']
  return resource === 'repository:public/app' ? ['pull'] : []
}

/** @param {string} method @param {string} path */
function needOf(method, path) {
  const right = method === 'DELETE' ? 'delete' : method === 'PUT' ? 'push' : 'pull'
  if (path === '/v2/_catalog') {
    return { scope: 'registry:catalog:*', right: '*', resource: 'registry:catalog' }
  }
  const [, name] = /^\/v2\/(.+)\/(?:manifests|tags|blobs|referrers)\//.exec(path) ?? []
  const resource = name ? `repository:${name}` : ''
  return { scope: name ? `${resource}:${right}` : '', right, resource }
}

/** @param {TokenProduct} product @param {string} scope @param {(resource: string) => string[]} rightsTo */
function grant(product, scope, rightsTo) {
  const [, resource = '', actions = ''] = /^(.+):([^:]*)$/.exec(scope) ?? []
  const rights = rightsTo(resource)
  // Harbor gives all that the account holds, whatever is asked.
  const isAll = product === 'harbor' || product === 'gitea' || actions === '*'
  const given = isAll ? rights : rights.filter((right) => actions.split(',').includes(right))
  return given.map((right) => `${resource}:${right}`)
}

/** @param {string | undefined} authorization @returns {{ user?: string, access: string[] } | undefined} */
function readToken(authorization) {
  if (!authorization?.startsWith('Bearer ')) return undefined
  return JSON.parse(Buffer.from(authorization.slice(7), 'base64url').toString())
}

/** @param {string | undefined} authorization @param {string} resource */
function givenBy(authorization, resource) {
  return readToken(authorization)
    ?.access.filter((one) => one.startsWith(`${resource}:`))
    .map((one) => one.slice(resource.length + 1))
}

/**
 * @param {TokenProduct} product
 * @param {string} bearer
 * @param {string | undefined} authorization
 * @returns {http.OutgoingHttpHeaders}
 */
function challengeOf(product, bearer, authorization) {
  if (product === 'harbor' && authorization) return { 'www-authenticate': 'Basic realm="harbor"' }
  if (product === 'gitea') {
    return { 'www-authenticate': [bearer, 'Basic realm="Gitea Container Registry"'] }
  }
  // To Quay, a password is an error, and its answer has no challenge.
  if (product === 'quay' && authorization?.startsWith('Basic ')) return {}
  if (product === 'docker-hub' || product === 'acr') {
    return { 'www-authenticate': `${bearer},error="insufficient_scope"` }
  }
  return { 'www-authenticate': bearer }
}
