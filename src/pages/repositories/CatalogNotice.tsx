import { Link } from 'react-router'
import { formatCounted } from '../../format/count.ts'
import { readNames } from '../../queries/storage/remembered.ts'
import { AccessDeniedError, MalformedResponseError } from '../../registry/errors.ts'
import { paths } from '../../routing/paths.ts'
import { Button } from '../../ui/Button.tsx'
import { Notice } from '../../ui/Notice.tsx'

/** Shown if the registry won't list its repositories, or not all of them: how to go on, and those opened lately. */
export function CatalogNotice({
  error,
  shown = 0,
  onRetry,
  isBusy,
}: {
  error: unknown
  shown: number | undefined
  onRetry: () => void
  isBusy: boolean
}) {
  if (error instanceof MalformedResponseError) {
    return (
      <Notice look="warning" title="This list may be incomplete">
        The registry sends the same page over and over. The{' '}
        {formatCounted(shown, 'repository', 'repositories')} it has named are shown; to open
        another, type its name in the search field.
      </Notice>
    )
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
        <p>To open a repository or image, type its name in the search field.</p>
        <Link to={paths.connection('catalog')} className="underline">
          Check the connection
        </Link>
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
