import { RegistryError, RegistryRejectedError } from '../errors.ts'
import type { Transport } from '../transport/transport.ts'
import { type Challenge, readChallenges } from './challenge.ts'
import { type Authorizer, type Login, basicAuthorization, loginTransport } from './login.ts'
import { type Need, needOf, scopeFor, scopesToAsk } from './scope.ts'
import { type FindRealm, fetchToken } from './token.ts'

/** A token is replaced this long before its end: it still has to travel. */
const MARGIN_SECONDS = 5

/** A service that refused a token isn't asked for the same one again for so long. */
const REFUSAL_SECONDS = 10

/** What a token service gave for a need: a value for `Authorization`, or nothing. */
type Known = { readonly authorization: string | undefined; readonly until: number }

type Tokens = {
  /** By scope. */
  readonly known: Map<string, Known>
  /** Requests in flight, by scope: many requests are refused at once. */
  readonly asked: Map<string, Promise<string | undefined>>
}

/** Whoever isn't signed in. */
const NOBODY = {}

/**
 * Answers challenges: the password where the registry takes it (Basic), else a token for each need, kept until it
 * expires. Without a login, tokens are requested anonymously.
 */
export function createAuthorizer(findRealm: FindRealm): Authorizer {
  /** By login, so that nothing of one that is signed out stays in memory. */
  const tokens = new WeakMap<object, Tokens>()
  let isBasic = false
  let bearer: Challenge | undefined
  /** The registry names the scopes that `scopeFor` makes, so the token for a read can be requested before it. */
  let isForeseeable = false
  let lifetime: number | undefined

  const basicOf = (login: Login | undefined) => {
    return login && (isBasic || login.isBasic) ? basicAuthorization(login) : undefined
  }
  const tokensOf = (login: Login | undefined): Tokens => {
    const owner = login ?? NOBODY
    const found = tokens.get(owner) ?? { known: new Map(), asked: new Map() }
    tokens.set(owner, found)
    return found
  }

  const freshOf = (need: Need, login: Login | undefined) => {
    const found = tokensOf(login).known.get(scopeFor(need))
    return found && found.until > Date.now() ? found : undefined
  }

  async function ask(need: Need, scopes: readonly string[], login: Login | undefined) {
    if (!bearer) return undefined
    const token = await fetchFirst(findRealm, bearer, scopes, login && basicAuthorization(login))
    const authorization = token && `Bearer ${token.text}`
    lifetime = token?.seconds ?? lifetime
    const seconds = token ? token.seconds - MARGIN_SECONDS : REFUSAL_SECONDS
    tokensOf(login).known.set(scopeFor(need), { authorization, until: Date.now() + seconds * 1000 })
    return authorization
  }

  function askOnce(need: Need, scopes: readonly string[], login: Login | undefined) {
    const { asked } = tokensOf(login)
    const key = scopeFor(need)
    const asking = asked.get(key) ?? ask(need, scopes, login).finally(() => asked.delete(key))
    asked.set(key, asking)
    return asking
  }

  return {
    lifetime: () => lifetime,
    async choose(request, login) {
      const basic = basicOf(login)
      if (basic !== undefined) return basic
      const need = needOf(request)
      const found = freshOf(need, login)
      if (found) return found.authorization
      const isForeseen = bearer !== undefined && isForeseeable && need.action !== 'delete'
      const isAsked = tokensOf(login).asked.has(scopeFor(need))
      if (!isForeseen && !isAsked) return undefined
      return await askOnce(need, scopesToAsk(need, undefined), login)
    },
    async learn({ request, sent }, headers, login) {
      const challenges = readChallenges(headers)
      const offered = challenges.find(({ scheme }) => scheme === 'bearer')
      // Some refusals name no service (Google), or another scheme once a password came (Harbor).
      bearer = offered ?? bearer
      isBasic ||= !bearer || challenges.some(({ scheme }) => scheme === 'basic')
      const basic = basicOf(login)
      if (basic !== undefined && basic !== sent) return basic
      if (basic !== undefined || !bearer) return undefined
      const need = needOf(request)
      const found = freshOf(need, login)
      // Another request may have brought a token meanwhile, or learned that there is none.
      if (found && (sent === undefined || found.authorization !== sent)) return found.authorization
      const named = offered?.parameters.get('scope')
      isForeseeable ||= need.resource !== '' && named === scopeFor(need)
      return await askOnce(need, scopesToAsk(need, named), login)
    },
  }
}

/** `loginTransport` for those who load nothing later. */
export function authorizedTransport(
  transport: Transport,
  login: () => Login | undefined,
  findRealm: FindRealm,
): Transport {
  const authorizer = createAuthorizer(findRealm)
  return loginTransport(transport, login, () => Promise.resolve(authorizer))
}

/** The first token that the service gives for one of the scopes: it refuses what it doesn't know with 400. */
async function fetchFirst(
  findRealm: FindRealm,
  bearer: Challenge,
  scopes: readonly string[],
  basic: string | undefined,
) {
  for (const scope of scopes) {
    try {
      return await fetchToken(findRealm, bearer, scope, basic)
    } catch (error) {
      if (!(error instanceof RegistryError)) throw error
      const isUnknownScope = error instanceof RegistryRejectedError && error.status === 400
      if (!isUnknownScope) return undefined
    }
  }
  return undefined
}
