import { Link } from 'react-router'
import { formatCounted } from '../../format/count.ts'
import { Failure } from '../../components/failures/Failure.tsx'
import { readNames } from '../../queries/storage/remembered.ts'
import {
  AccessDeniedError,
  LoginRequiredError,
  MalformedResponseError,
  RegistryRejectedError,
} from '../../registry/errors.ts'
import { paths } from '../../routing/paths.ts'
import { Button } from '../../ui/Button.tsx'
import { Notice } from '../../ui/Notice.tsx'

/** Shown if the catalog couldn't be read completely: the error, and how to go on without it. */
export function CatalogFailure({
  error,
  shown,
  isIncomplete,
  onRetry,
  isBusy,
}: {
  error: unknown
  /** Repositories that are shown nevertheless; `undefined` if there are none. */
  shown: number | undefined
  isIncomplete: boolean
  onRetry: () => void
  isBusy: boolean
}) {
  const names = formatCounted(shown ?? 0, 'repository', 'repositories')
  if (error instanceof MalformedResponseError && error.reason === 'circle') {
    return (
      <Notice look="warning" title="This list may be incomplete">
        The registry sends the same page over and over. The {names} it has named are shown; to open
        another, type its name in the search field.
      </Notice>
    )
  }
  const isRefused =
    error instanceof RegistryRejectedError &&
    !(error instanceof LoginRequiredError) &&
    [403, 404, 405].includes(error.status)
  if (shown !== undefined || !isRefused) {
    const known = isIncomplete
      ? { title: `This list is incomplete: the first ${names}`, retryText: 'Continue' }
      : { title: 'Couldn’t refresh; showing the previous list' }
    return <Failure {...{ error, onRetry, isBusy }} {...(shown !== undefined && known)} />
  }
  const recent = readNames('recent')
  return (
    <>
      <Notice
        look="warning"
        title={
          error instanceof AccessDeniedError
            ? 'You are not allowed to list this registry’s repositories'
            : 'This registry doesn’t list its repositories'
        }
        action={
          <Button onClick={onRetry} disabled={isBusy}>
            {isBusy ? 'Trying…' : 'Try again'}
          </Button>
        }
      >
        To open a repository or image, type its name in the search field.
      </Notice>
      {recent.length > 0 && (
        <section aria-labelledby="recent" className="mt-5">
          <h2 id="recent" className="mb-1 font-semibold">
            Recently opened
          </h2>
          <ul>
            {recent.map((repository) => (
              <li key={repository}>
                <Link to={paths.repository(repository)} className="break-all hover:underline">
                  {repository}
                </Link>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}
