/**
 * How registries with a token service behave, as read in their sources and documentation; nothing here is a product.
 * Quay: endpoints/v2/v2auth.py and auth/registry_jwt_auth.py at ffba0c70e. Harbor: src/core/service/token and
 * src/server/middleware/v2auth at c50c7ddd. Gitea: routers/api/packages/container at 9548a9a. GitLab:
 * container_registry_authentication_service.rb at de09f03. Docker Hub: docker/docs at 0ca8e19. ACR: Azure/acr,
 * docs/AAD-OAuth.md at 81b818e. Pulp: app/token_verification.py and authorization.py at c447ab9c. GHCR and Google have
 * neither: from reports of their clients.
 *
 * @typedef {'docker-hub' | 'gitlab' | 'harbor' | 'quay' | 'ghcr' | 'acr' | 'gitea' | 'pulp' | 'google'} TokenProduct
 *
 * @typedef {object} Rules
 * @property {string} realm path of the service
 * @property {string} service
 * @property {'always' | 'never'} basic whether the registry itself takes a password
 * @property {(scope: string) => string | undefined} named the scope in a challenge; '' on `/v2/`
 * @property {(parts: Asked) => { status: number, json: object }} answer of the service
 * @property {(given: readonly string[]) => boolean} [mayDelete] by the actions in the token
 * @property {boolean} [listsByUser] the list of repositories needs a token of a user who may see it, and no scope
 * @property {number} [deletes] what DELETE answers to who may
 *
 * @typedef {{ user: string | undefined, isWrong: boolean, scopes: readonly string[], text: string,
 *   granted: readonly string[] }} Asked
 */

/** @param {number} status @param {string} code */
export const refusal = (status, code) => ({
  status,
  json: { errors: [{ code, message: 'refused' }] },
})

/** @type {Readonly<Record<TokenProduct, Rules>>} */
export const TOKEN_RULES = {
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
    listsByUser: true,
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
  pulp: {
    realm: '/token/',
    service: 'pulp.test',
    basic: 'never',
    named: (scope) => scope.replace(/:delete$/, ':push') || undefined,
    answer: ({ isWrong, text }) =>
      isWrong
        ? refusal(401, 'UNAUTHORIZED')
        : { status: 200, json: { token: text, access_token: text, expires_in: 300 } },
    mayDelete: (given) => given.includes('push'),
  },
  google: {
    realm: '/v2/token',
    service: 'registry.test',
    basic: 'never',
    named: (scope) => scope.replace(/:delete$/, ':push') || undefined,
    answer: ({ isWrong, text }) =>
      isWrong
        ? refusal(401, 'UNAUTHORIZED')
        : { status: 200, json: { token: text, expires_in: 3600 } },
    mayDelete: (given) => given.includes('push'),
  },
}
