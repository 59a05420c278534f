import { type ComponentType, type ReactNode, Suspense, lazy } from 'react'
import { Button } from '../ui/Button.tsx'
import { Dialog, DialogBody, DialogFooter } from '../ui/Dialog.tsx'
import { ErrorBoundary } from '../ui/ErrorBoundary.tsx'
import { FailedPart } from './FailedPart.tsx'

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
  /** Stands there until it is loaded. */
  loading?: ReactNode
  /** For a dialog: what failed is said in a dialog, too. */
  onClose?: () => void
  children: ReactNode
}) {
  return (
    <ErrorBoundary
      fallback={(error) =>
        onClose ? <FailedDialog error={error} onClose={onClose} /> : <FailedPart error={error} />
      }
    >
      <Suspense fallback={loading}>{children}</Suspense>
    </ErrorBoundary>
  )
}

/** In the place of a dialog that could not be loaded, or failed. */
function FailedDialog({ error, onClose }: { error: unknown; onClose: () => void }) {
  return (
    <Dialog title="Something failed" onClose={onClose}>
      <DialogBody>
        <FailedPart error={error} />
      </DialogBody>
      <DialogFooter>
        <Button onClick={onClose}>Close</Button>
      </DialogFooter>
    </Dialog>
  )
}
