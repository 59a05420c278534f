import { FailedPart } from '../parts/FailedPart.tsx'
import { Page } from '../parts/Page.tsx'

/** Stands in the place of a page that failed as a whole. */
export function FailedPage({ error }: { error: unknown }) {
  return (
    <Page title="Something failed">
      <div className="mt-4">
        <FailedPart error={error} />
      </div>
    </Page>
  )
}
