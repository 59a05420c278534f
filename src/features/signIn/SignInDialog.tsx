import { useQueryClient } from '@tanstack/react-query'
import { type ComponentProps, type FormEvent, useState } from 'react'
import { Failure } from '../../components/failures/Failure.tsx'
import { settings } from '../../queries/settings.ts'
import { declineLogin, signIn } from '../../queries/session.ts'
import { type Challenge, takesPassword } from '../../registry/auth/challenge.ts'
import { LoginRequiredError } from '../../registry/errors.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog, DialogBody, DialogFooter } from '../../ui/Dialog.tsx'

/** Homeport's own sign-in dialog: the browser's offers no way to sign out. */
export function SignInDialog({ request }: { request: readonly Challenge[] }) {
  const realm = request.find(({ scheme }) => scheme === 'bearer')?.parameters.get('realm')
  return (
    <Dialog title={`Sign in to ${settings.registry}`} onClose={declineLogin} width={420}>
      {takesPassword(request) ? (
        <PasswordForm />
      ) : (
        <>
          <DialogBody>
            <p>
              This registry wants a token from{' '}
              <code className="font-mono break-all">{realm ?? 'an unnamed service'}</code>. Token
              services are not supported yet.
            </p>
            <p className="mt-2 text-soft">
              Registries with htpasswd work, and so do proxies that add the login.
            </p>
          </DialogBody>
          <DialogFooter>
            <Button onClick={declineLogin}>Close</Button>
          </DialogFooter>
        </>
      )}
    </Dialog>
  )
}

function PasswordForm() {
  const queryClient = useQueryClient()
  const [state, setState] = useState<'idle' | 'asking' | 'refused' | { error: unknown }>('idle')
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const fields = new FormData(event.currentTarget)
    setState('asking')
    try {
      const isIn = await signIn(fields.get('user') as string, fields.get('password') as string)
      if (!isIn) return setState('refused')
      // Loaded data stays, refused reads are repeated. Writes are never repeated automatically.
      await queryClient.refetchQueries({
        predicate: ({ state: { error } }) => error instanceof LoginRequiredError,
      })
    } catch (error) {
      setState({ error })
    }
    return undefined
  }
  return (
    <form onSubmit={(event) => void submit(event)} className="contents">
      <DialogBody>
        <p className="mb-3 text-soft">
          Sign-in required. The password is kept in memory only; reloading clears it.
          {location.protocol === 'http:' &&
            ' This page uses plain http: the password is sent unencrypted.'}
        </p>
        <Field label="User" name="user" autoComplete="username" />
        <Field label="Password" name="password" type="password" autoComplete="current-password" />
        <div aria-live="polite" className="mt-2">
          {state === 'refused' && <p className="text-danger">Wrong user name or password.</p>}
          {typeof state === 'object' && <Failure error={state.error} />}
        </div>
      </DialogBody>
      <DialogFooter>
        <Button onClick={declineLogin}>Not now</Button>
        <Button type="submit" look="primary" disabled={state === 'asking'}>
          {state === 'asking' ? 'Signing in…' : 'Sign in'}
        </Button>
      </DialogFooter>
    </form>
  )
}

function Field({ label, ...rest }: ComponentProps<'input'> & { label: string }) {
  return (
    <label className="mt-2 block">
      <span className="text-soft">{label}</span>
      <input
        required
        className="mt-1 block h-9 w-full rounded-lg border border-line bg-page px-3"
        {...rest}
      />
    </label>
  )
}
