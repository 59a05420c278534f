import { FailedPart } from '../components/FailedPart.tsx'
import { Page } from '../components/Page.tsx'

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
