import { fieldsOf, isText } from '../json.ts'
import { fetchJson } from '../transport/body.ts'
import { fetchTransport } from '../transport/transport.ts'
import { type TokenService, withAuthorization } from './login.ts'

/** Maximum bytes of a token response: the token has to fit in a header. */
const TOKEN_LIMIT = 65_536

/** Requests tokens from the services that the registry at `root` points to. */
export function tokenService(root: string): TokenService {
  return async ({ parameters }, basic) => {
    const realm = parameters.get('realm') ?? ''
    if (!URL.canParse(realm)) return undefined
    const url = new URL(realm)
    // A password that reaches the registry encrypted must not go anywhere else in clear text.
    const isClear = url.protocol === 'http:' && root.startsWith('http:')
    if (url.protocol !== 'https:' && !isClear) return undefined
    const service = parameters.get('service')
    if (service !== undefined) url.searchParams.append('service', service)
    // One parameter lists all scopes, separated by spaces.
    for (const scope of parameters.get('scope')?.split(' ') ?? []) {
      url.searchParams.append('scope', scope)
    }
    const request = withAuthorization({ path: url.pathname + url.search }, basic)
    try {
      const { json } = await fetchJson(fetchTransport(url.origin), request, TOKEN_LIMIT)
      const fields = fieldsOf(json)
      const token = fields['token'] ?? fields['access_token']
      return isText(token) && /^[\x21-\x7e]+$/.test(token) ? token : undefined
    } catch {
      return undefined
    }
  }
}
