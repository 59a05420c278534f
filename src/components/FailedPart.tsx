import { Button } from '../ui/Button.tsx'
import { Notice } from '../ui/Notice.tsx'
import { Failure } from './Failure.tsx'

/** Stands in the place of a part that failed: by a fault of Homeport, or since it is missing. */
export function FailedPart({ error }: { error: unknown }) {
  const reload = () => location.reload()
  // A new version has other file names; the old ones are gone.
  const isMissing = error instanceof TypeError && /import/i.test(error.message)
  if (!isMissing) return <Failure error={error} onRetry={reload} retryText="Reload" />
  return (
    <Notice
      look="warning"
      title="A part of this page could not be loaded"
      action={<Button onClick={reload}>Reload</Button>}
    >
      Homeport was updated meanwhile, or the connection broke off.
    </Notice>
  )
}
