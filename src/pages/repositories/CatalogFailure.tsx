import { formatCounted } from '../../format/count.ts'
import { Failure } from '../../parts/Failure.tsx'
import { CatalogLoopError } from '../../registry/catalog.ts'
import {
  AccessDeniedError,
  LoginRequiredError,
  RegistryRejectedError,
} from '../../registry/errors.ts'
import { Button } from '../../ui/Button.tsx'
import { Notice } from '../../ui/Notice.tsx'

/** The catalog could not be read, or not to its end: what is shown then, and how to go on without it. */
export function CatalogFailure({
  error,
  shown,
  onRetry,
}: {
  error: unknown
  /** Repositories that are shown all the same; `undefined` where there is nothing. */
  shown: number | undefined
  onRetry: () => void
}) {
  if (error instanceof CatalogLoopError) {
    return (
      <Notice look="warning" title="This list may be incomplete">
        The registry’s pages lead in a circle. The{' '}
        {formatCounted(shown ?? 0, 'repository', 'repositories')} that it named are shown; another
        can be opened by its name above.
      </Notice>
    )
  }
  if (shown !== undefined) {
    return (
      <Failure
        error={error}
        title={`This list is incomplete: the first ${formatCounted(shown, 'repository', 'repositories')}`}
        onRetry={onRetry}
        retryText="Go on"
      />
    )
  }
  const isRefused =
    error instanceof RegistryRejectedError &&
    !(error instanceof LoginRequiredError) &&
    [403, 404, 405].includes(error.status)
  if (isRefused) {
    return (
      <Notice
        look="warning"
        title={
          error instanceof AccessDeniedError
            ? 'You may not list the repositories of this registry'
            : 'This registry does not list its repositories'
        }
        action={<Button onClick={onRetry}>Try again</Button>}
      >
        Type the name of a repository or an image into the field at the top to open it.
      </Notice>
    )
  }
  return <Failure error={error} onRetry={onRetry} />
}
