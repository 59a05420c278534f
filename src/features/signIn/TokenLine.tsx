import { visibleText } from '../../format/visibleText.ts'
import { tokenPath } from '../../queries/session/authorization.ts'
import { readChallenges } from '../../registry/auth/challenge.ts'
import type { RegistryRejectedError } from '../../registry/errors.ts'

/** Which line to add, if the registry's tokens come from a service that nginx doesn't know. */
export function TokenLine({ refusal }: { refusal: RegistryRejectedError }) {
  const bearer = readChallenges(refusal.headers).find(({ scheme }) => scheme === 'bearer')
  const realm = bearer?.parameters.get('realm')
  if (realm === undefined || tokenPath(realm) !== undefined) return null
  return (
    <p className="mb-3">
      This registry’s tokens come from another server, which this page can only reach through
      Homeport. Add to Homeport’s environment:{' '}
      <code className="font-mono break-all">ENV_TOKEN_REALM_URL={visibleText(realm, 300)}</code>
    </p>
  )
}
