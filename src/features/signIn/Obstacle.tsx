import { declineLogin } from '../../queries/session/session.ts'
import { settings } from '../../queries/session/settings.ts'
import type { RegistryRejectedError } from '../../registry/errors.ts'
import { Button } from '../../ui/Button.tsx'
import { DialogBody, DialogFooter } from '../../ui/Dialog.tsx'

/** `front`: something in front of Homeport answered; `kept`: nginx signs in by itself. */
type Kind = 'front' | 'kept'

/** Why nobody can sign in here. */
export function obstacleOf({ status, body, headers }: RegistryRejectedError): Kind | undefined {
  if (settings.registryUser !== '') return 'kept'
  const isPage = /^\s*</.test(body) && !headers.has('X-Registry-Authenticate')
  return status === 401 && isPage ? 'front' : undefined
}

export function Obstacle({ kind }: { kind: Kind }) {
  return (
    <>
      <DialogBody>
        {kind === 'front' ? (
          <p>
            A sign-in page answered instead of the registry: your session with the proxy in front of
            Homeport has probably ended. Reload this page to sign in there.
          </p>
        ) : (
          <p>
            Homeport itself signs in to this registry, as {settings.registryUser}, and was refused.
            Check <code className="font-mono">ENV_REGISTRY_USERNAME</code> and the file in{' '}
            <code className="font-mono">ENV_REGISTRY_PASSWORD_FILE</code>, then restart Homeport.
          </p>
        )}
      </DialogBody>
      <DialogFooter>
        <Button onClick={declineLogin}>Close</Button>
        {kind === 'front' && (
          <Button look="primary" onClick={() => location.reload()}>
            Reload
          </Button>
        )}
      </DialogFooter>
    </>
  )
}
