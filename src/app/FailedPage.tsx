import { Failure } from '../parts/Failure.tsx'
import { Page } from '../parts/Page.tsx'
import { Button } from '../ui/Button.tsx'
import { Notice } from '../ui/Notice.tsx'

/** Stands in the place of a page that failed as a whole: by a fault of Homeport, or since a part is missing. */
export function FailedPage({ error }: { error: unknown }) {
  const reload = () => location.reload()
  // A new version has other file names; the old ones are gone.
  const isPartMissing = error instanceof TypeError && /import/i.test(error.message)
  return (
    <Page title="Something failed">
      <div className="mt-4">
        {isPartMissing ? (
          <Notice
            look="warning"
            title="A part of this page could not be loaded"
            action={<Button onClick={reload}>Reload</Button>}
          >
            Homeport was updated meanwhile, or the connection broke off.
          </Notice>
        ) : (
          <Failure error={error} onRetry={reload} retryText="Reload" />
        )}
      </div>
    </Page>
  )
}
