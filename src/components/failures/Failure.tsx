import { Link } from 'react-router'
import { askForLogin, canSignIn } from '../../queries/session/session.ts'
import { AccessDeniedError, LoginRequiredError } from '../../registry/errors.ts'
import { paths } from '../../routing/paths.ts'
import { Button } from '../../ui/Button.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { explainError, isMissingPart } from './explainError.ts'
import { findCheck } from './findCheck.ts'

/** An error in place of the data: what happened, what to do about it, and a button to try again if that may help. */
export function Failure({
  error,
  title,
  onRetry,
  retryText = 'Try again',
  isBusy = false,
  className = '',
}: {
  error: unknown
  title?: string
  onRetry?: () => void
  retryText?: string
  isBusy?: boolean
  className?: string
}) {
  const explanation = explainError(error)
  const isMissing = isMissingPart(error)
  const check = findCheck(error)
  const isForOthers = error instanceof AccessDeniedError && canSignIn()
  const retry = () => {
    // A browser requests a module only once per page, so trying again needs a reload.
    if (isMissing) return location.reload()
    // Somebody who closed the sign-in dialog and tries again wants it back.
    if (error instanceof LoginRequiredError) askForLogin(error)
    onRetry?.()
  }
  return (
    <Notice
      look="danger"
      className={className}
      title={title ?? explanation.title}
      action={
        isForOthers ? (
          <Button onClick={() => askForLogin(error)}>Sign in</Button>
        ) : (
          onRetry && (
            <Button onClick={retry} disabled={isBusy}>
              {isBusy ? 'Trying…' : isMissing ? 'Reload' : retryText}
            </Button>
          )
        )
      }
    >
      <p>
        {title && `${explanation.title}. `}
        {explanation.advice}
      </p>
      {check !== undefined && (
        <Link to={paths.connection(check)} className="underline">
          Check the connection
        </Link>
      )}
      {explanation.detail && (
        <details className="mt-1">
          <summary className="cursor-pointer">Details</summary>
          <code className="font-mono text-sm break-all">{explanation.detail}</code>
        </details>
      )}
    </Notice>
  )
}
