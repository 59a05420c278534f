import { useQueryClient } from '@tanstack/react-query'
import { type ComponentProps, type FormEvent, useState } from 'react'
import { Failure } from '../../components/failures/Failure.tsx'
import { declineLogin, signIn } from '../../queries/session/session.ts'
import { settings } from '../../queries/session/settings.ts'
import type { LoginCheck } from '../../registry/auth/verifyLogin.ts'
import {
  AccessDeniedError,
  LoginRequiredError,
  type RegistryRejectedError,
} from '../../registry/errors.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog, DialogBody, DialogFooter } from '../../ui/Dialog.tsx'
import { Obstacle, obstacleOf } from './Obstacle.tsx'
import { TokenLine } from './TokenLine.tsx'

/** Homeport's own sign-in dialog: the browser's offers no way to sign out. */
export function SignInDialog({ refusal }: { refusal: RegistryRejectedError }) {
  const obstacle = obstacleOf(refusal)
  return (
    <Dialog title={`Sign in to ${settings.registry}`} onClose={declineLogin} width={420}>
      {obstacle ? <Obstacle kind={obstacle} /> : <PasswordForm refusal={refusal} />}
    </Dialog>
  )
}

function PasswordForm({ refusal }: { refusal: RegistryRejectedError }) {
  const queryClient = useQueryClient()
  const [state, setState] = useState<'idle' | 'asking' | LoginCheck | { error: unknown }>('idle')
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const fields = new FormData(event.currentTarget)
    const text = (name: string) => fields.get(name) as string
    setState('asking')
    try {
      const login = { user: text('user'), password: text('password') }
      const check = await signIn(login, refusal, fields.has('keep'))
      if (check !== 'basic' && check !== 'token') return setState(check)
      // Loaded data stays, refused reads are repeated. Writes are never repeated automatically.
      await queryClient.refetchQueries({
        predicate: ({ state: { error } }) =>
          error instanceof LoginRequiredError || error instanceof AccessDeniedError,
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
          The password stays in this page’s memory. Reloading clears it, unless you stay signed in.
          {location.protocol === 'http:' &&
            ' This page uses plain http: the password is sent unencrypted.'}
        </p>
        <TokenLine refusal={refusal} />
        <Field label="User" name="user" autoComplete="username" />
        <Field label="Password" name="password" type="password" autoComplete="current-password" />
        <label className="mt-3 flex items-center gap-2">
          <input type="checkbox" name="keep" />
          Stay signed in until this tab is closed
        </label>
        <div aria-live="polite" className="mt-2">
          {typeof state === 'object' ? (
            <Failure error={state.error} />
          ) : (
            <p className="text-danger">{REFUSALS.get(state)}</p>
          )}
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

const REFUSALS: ReadonlyMap<string, string> = new Map<LoginCheck, string>([
  ['refused', 'Wrong user name or password.'],
  [
    'token-refused',
    'The token service accepts this login, but the registry refuses its token. Check that the clocks of both servers agree, and that the registry trusts this service.',
  ],
  ['realm-unknown', 'The registry refuses the password itself, and wants a token.'],
])

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
