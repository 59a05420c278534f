import { type ComponentType, type ReactNode, Suspense, lazy } from 'react'
import { Button } from '../../ui/Button.tsx'
import { Dialog, DialogBody, DialogFooter } from '../../ui/Dialog.tsx'
import { ErrorBoundary } from '../../ui/ErrorBoundary.tsx'
import { Failure } from './Failure.tsx'

/** A component whose part of the program is loaded when it is first drawn, inside a `LazyPart`. */
export function lazyComponent<Props>(load: () => Promise<ComponentType<Props>>) {
  return lazy(async () => ({ default: await load() }))
}

/** Around what is `lazy`: where it cannot be loaded, or fails, the page around it stays. */
export function LazyPart({
  loading,
  onClose,
  children,
}: {
  loading?: ReactNode
  /** For a dialog: what failed is said in a dialog, too. */
  onClose?: () => void
  children: ReactNode
}) {
  const describe = (error: unknown) =>
    onClose ? (
      <Dialog title="Something went wrong" onClose={onClose}>
        <DialogBody>
          <FailedPart error={error} />
        </DialogBody>
        <DialogFooter>
          <Button onClick={onClose}>Close</Button>
        </DialogFooter>
      </Dialog>
    ) : (
      <FailedPart error={error} />
    )
  return (
    <ErrorBoundary fallback={describe}>
      <Suspense fallback={loading}>{children}</Suspense>
    </ErrorBoundary>
  )
}

/** Stands in the place of a part that failed: by a fault of Homeport, or since it is missing. */
export function FailedPart({ error }: { error: unknown }) {
  return <Failure error={error} onRetry={() => location.reload()} retryText="Reload" />
}
