import { RefreshCw } from 'lucide-react'
import { Button } from '../ui/Button.tsx'

/** Reloads from the registry; spins while that takes. */
export function RefreshButton({ isBusy, onRefresh }: { isBusy: boolean; onRefresh: () => void }) {
  return (
    <Button onClick={onRefresh} aria-label="Refresh" title="Load the latest from the registry">
      <RefreshCw
        size={15}
        aria-hidden
        className={isBusy ? 'animate-spin motion-reduce:animate-none' : ''}
      />
    </Button>
  )
}
