import { askForLogin } from '../../queries/session.ts'
import { LoginRequiredError } from '../../registry/errors.ts'
import { Button } from '../../ui/Button.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { explainError, isMissingPart } from './explainError.ts'

/** An error in the place of its data: what happened, what to do, and, where it helps, another try. */
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
  const retry = () => {
    // A browser asks for a part once: only another page brings it.
    if (isMissing) return location.reload()
    // Whoever closed the dialog and tries again wants it back.
    if (error instanceof LoginRequiredError) askForLogin(error)
    onRetry?.()
  }
  return (
    <Notice
      look="danger"
      className={className}
      title={title ?? explanation.title}
      action={
        onRetry && (
          <Button onClick={retry} disabled={isBusy}>
            {isBusy ? 'Trying…' : isMissing ? 'Reload' : retryText}
          </Button>
        )
      }
    >
      <p>
        {title && `${explanation.title}. `}
        {explanation.advice}
      </p>
      {explanation.detail && (
        <details className="mt-1">
          <summary className="cursor-pointer">Details</summary>
          <code className="font-mono text-sm break-all">{explanation.detail}</code>
        </details>
      )}
    </Notice>
  )
}
