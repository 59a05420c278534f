import { Link } from 'react-router'
import { buttonClass } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Page } from '../components/Page.tsx'

/** For an address that is no page. */
export function NotFoundPage() {
  return (
    <Page title="Not found">
      <EmptyState
        title="There is no page at this address"
        action={
          <Link to="/" className={buttonClass()}>
            All repositories
          </Link>
        }
      >
        A repository is at /repository/NAME, an image at /image/NAME:TAG.
      </EmptyState>
    </Page>
  )
}
