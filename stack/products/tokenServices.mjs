import http from 'node:http'
import { portOf } from '../ports.mjs'

/**
 * How registries with a token service behave, as read in their sources and documentation; nothing here is a product.
 * Quay: endpoints/v2/v2auth.py and auth/registry_jwt_auth.py at ffba0c70e. Harbor: src/core/service/token and
 * src/server/middleware/v2auth at c50c7ddd. Gitea: routers/api/packages/container at 9548a9a. GitLab:
 * container_registry_authentication_service.rb at de09f03. Docker Hub: docker/docs at 0ca8e19. ACR: Azure/acr,
 * docs/AAD-OAuth.md at 81b818e. GHCR has neither: from reports of its clients.
 *
 * Everywhere, anna may do everything in `team/app`, everybody may read `public/app`, nobody has anything else, and the
 * list of repositories is for administrators.
 *
 * @typedef {'docker-hub' | 'gitlab' | 'harbor' | 'quay' | 'ghcr' | 'acr' | 'gitea'} TokenProduct
 *
 * @typedef {object} Rules
 * @property {string} realm path of the service
 * @property {string} service
 * @property {'always' | 'never'} basic whether the registry itself takes a password
 * @property {(scope: string) => string | undefined} named the scope in a challenge; '' on `/v2/`
 * @property {(parts: Asked) => { status: number, json: object }} answer of the service
 * @property {(given: readonly string[]) => boolean} [mayDelete] by the actions in the token
 * @property {number} [deletes] what DELETE answers to who may
 *
 * @typedef {{ user: string | undefined, isWrong: boolean, scopes: readonly string[], text: string,
 *   granted: readonly string[] }} Asked
 */

export const LOGIN = { user: 'anna', password: 'pass:wörd' }

/** @param {number} status @param {string} code */
const refusal = (status, code) => ({ status, json: { errors: [{ code, message: 'refused' }] } })

/** @type {Readonly<Record<TokenProduct, Rules>>} */
const PRODUCTS = {
  'docker-hub': {
    realm: '/token',
    service: 'registry.docker.io',
    basic: 'never',
    named: (scope) => scope || undefined,
    answer: ({ isWrong, text }) =>
      isWrong
        ? refusal(401, 'UNAUTHORIZED')
        : { status: 200, json: { token: text, access_token: text, expires_in: 300 } },
  },
  gitlab: {
    realm: '/jwt/auth',
    service: 'container_registry',
    basic: 'never',
    named: (scope) => scope || undefined,
    answer: ({ isWrong, text, scopes, granted }) =>
      isWrong || (scopes.length > 0 && granted.length === 0)
        ? refusal(403, 'DENIED')
        : { status: 200, json: { token: text } },
  },
  harbor: {
    realm: '/service/token',
    service: 'harbor-registry',
    basic: 'always',
    named: (scope) => scope || undefined,
    answer: ({ user, isWrong, text, scopes }) =>
      isWrong || (!user && scopes.length === 0)
        ? refusal(401, 'UNAUTHORIZED')
        : { status: 200, json: { token: text, access_token: '', expires_in: 1800 } },
  },
  quay: {
    realm: '/v2/auth',
    service: 'quay.test',
    basic: 'never',
    named: (scope) => scope.replace(/:delete$/, ':pull,push') || undefined,
    answer({ user, isWrong, text, scopes }) {
      if (isWrong || (!user && scopes.length === 0)) return refusal(401, 'UNAUTHORIZED')
      const isKnown = scopes.every((scope) =>
        /^repository:[a-z0-9/._-]+:(?:(?:push|pull|\*)(?:,|$))+$/.test(scope),
      )
      return isKnown ? { status: 200, json: { token: text } } : refusal(400, 'INVALID_REQUEST')
    },
    mayDelete: (given) => given.includes('push'),
  },
  ghcr: {
    realm: '/token',
    service: 'ghcr.io',
    basic: 'never',
    named: (scope) => scope || 'repository:user/image:pull',
    answer: ({ isWrong, text, scopes, granted }) =>
      isWrong || (scopes.length > 0 && granted.length === 0)
        ? refusal(403, 'DENIED')
        : { status: 200, json: { token: text } },
    deletes: 405,
  },
  acr: {
    realm: '/oauth2/token',
    service: 'acr.test',
    basic: 'always',
    named: (scope) => scope || undefined,
    answer: ({ isWrong, text }) =>
      isWrong
        ? refusal(401, 'UNAUTHORIZED')
        : { status: 200, json: { access_token: text, refresh_token: 'long' } },
  },
  gitea: {
    realm: '/v2/token',
    service: 'container_registry',
    basic: 'always',
    named: () => '*',
    answer: ({ isWrong, text }) =>
      isWrong ? refusal(401, 'UNAUTHORIZED') : { status: 200, json: { token: text } },
  },
}

/** @param {string} resource `repository:NAME` @param {string | undefined} user */
function rightsOf(resource, user) {
  if (resource === 'repository:team/app' && user) return ['pull', 'push', 'delete']
  return resource === 'repository:public/app' ? ['pull'] : []
}

/**
 * A registry with the token service of `product`, on one server.
 *
 * @param {TokenProduct} product
 * @returns {Promise<{ origin: string, asked: string[], tokens: string[], stop: () => Promise<void> }>} `asked`: the
 *   requests to the registry, `METHOD path status`; `tokens`: the scopes asked of the service
 */
export async function startTokenRegistry(product) {
  const rules = PRODUCTS[product]
  const basic = `Basic ${Buffer.from(`${LOGIN.user}:${LOGIN.password}`).toString('base64')}`
  /** @type {string[]} */
  const asked = []
  /** @type {string[]} */
  const tokens = []
  const server = http.createServer((request, response) => {
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`)
    const { authorization } = request.headers
    if (url.pathname === rules.realm) {
      const scopes = url.searchParams.getAll('scope')
      tokens.push(scopes.join(' '))
      const user = authorization === basic ? LOGIN.user : undefined
      const access = scopes.flatMap((scope) => grant(product, scope, user))
      const text = Buffer.from(JSON.stringify({ user, access })).toString('base64url')
      const isWrong = authorization !== undefined && !user
      const { status, json } = rules.answer({ user, isWrong, scopes, text, granted: access })
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json))
      return
    }
    const { status, headers = {}, json } = answer(request, url)
    asked.push(`${request.method} ${url.pathname} ${status}`)
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(JSON.stringify(json))
  })

  /**
   * @param {http.IncomingMessage} request
   * @param {URL} url
   * @returns {{ status: number, headers?: http.OutgoingHttpHeaders, json: object }}
   */
  function answer({ method = 'GET', headers: { authorization, host } }, { pathname }) {
    const { scope, right, resource } = needOf(method, pathname)
    const isBasic = rules.basic === 'always' && authorization === basic
    const given = isBasic ? rightsOf(resource, LOGIN.user) : givenBy(authorization, resource)
    const isToken = authorization?.startsWith('Bearer ') && given !== undefined
    const isIn = pathname === '/v2/' && (isBasic || isToken)
    const deletes = rules.mayDelete ?? ((actions) => actions.includes('delete'))
    const may = right === 'delete' ? deletes(given ?? []) : given?.includes(right)
    if (isIn) return { status: 200, json: {} }
    if (may && method === 'DELETE') return { status: rules.deletes ?? 202, json: {} }
    if (may) return { status: 200, json: { name: 'x', tags: ['1'] } }
    const service = `Bearer realm="http://${host}${rules.realm}",service="${rules.service}"`
    const named = rules.named(scope)
    const bearer = named === undefined ? service : `${service},scope="${named}"`
    return { status: 401, headers: challengeOf(product, bearer, authorization), ...refusal401 }
  }

  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)))
  return {
    origin: `http://127.0.0.1:${portOf(server)}`,
    asked,
    tokens,
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}

const refusal401 = { json: refusal(401, 'UNAUTHORIZED').json }

/** @param {string} method @param {string} path */
function needOf(method, path) {
  const right = method === 'DELETE' ? 'delete' : method === 'PUT' ? 'push' : 'pull'
  if (path === '/v2/_catalog') {
    return { scope: 'registry:catalog:*', right: '*', resource: 'registry:catalog' }
  }
  const [, name] = /^\/v2\/(.+)\/(?:manifests|tags|blobs)\//.exec(path) ?? []
  const resource = name ? `repository:${name}` : ''
  return { scope: name ? `${resource}:${right}` : '', right, resource }
}

/** @param {TokenProduct} product @param {string} scope @param {string | undefined} user */
function grant(product, scope, user) {
  const [, resource = '', actions = ''] = /^(.+):([^:]*)$/.exec(scope) ?? []
  const rights = rightsOf(resource, user)
  // Harbor gives all that the account holds, whatever is asked.
  const isAll = product === 'harbor' || product === 'gitea' || actions === '*'
  const given = isAll ? rights : rights.filter((right) => actions.split(',').includes(right))
  return given.map((right) => `${resource}:${right}`)
}

/** @param {string | undefined} authorization @param {string} resource */
function givenBy(authorization, resource) {
  if (!authorization?.startsWith('Bearer ')) return undefined
  /** @type {{ access: string[] }} */
  const { access } = JSON.parse(Buffer.from(authorization.slice(7), 'base64url').toString())
  return access
    .filter((one) => one.startsWith(`${resource}:`))
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
