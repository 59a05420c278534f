import { type ComponentType, type ReactNode, Suspense, lazy } from 'react'
import { Button } from '../../ui/Button.tsx'
import { Dialog, DialogBody, DialogFooter } from '../../ui/Dialog.tsx'
import { ErrorBoundary } from '../../ui/ErrorBoundary.tsx'
import { Failure } from './Failure.tsx'

/** A component whose code is loaded when it is first rendered, inside a `LazyPart`. */
export function lazyComponent<Props>(load: () => Promise<ComponentType<Props>>) {
  return lazy(async () => ({ default: await load() }))
}

/** Goes around lazy components: if one can't be loaded or fails, the rest of the page stays. */
export function LazyPart({
  loading,
  onClose,
  children,
}: {
  loading?: ReactNode
  /** For a dialog: its failure is shown in a dialog, too. */
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

/** Shown in place of a part that failed or couldn't be loaded. */
export function FailedPart({ error }: { error: unknown }) {
  return <Failure error={error} onRetry={() => location.reload()} retryText="Reload" />
}
