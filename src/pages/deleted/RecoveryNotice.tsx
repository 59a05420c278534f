import { useQueryClient } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import type { JournalEntry } from '../../deletion/journal/journal.ts'
import { formatCounted } from '../../format/count.ts'
import { Failure } from '../../components/failures/Failure.tsx'
import { recover, recovery } from '../../features/restore/recovery.ts'
import { summarizeRecovery } from '../../features/restore/words.ts'
import { settings } from '../../queries/session/settings.ts'
import { Button } from '../../ui/Button.tsx'
import { Notice } from '../../ui/Notice.tsx'

/** The state of interrupted deletions, and the button that recovers those still open. */
export function RecoveryNotice({ entries }: { entries: readonly JournalEntry[] }) {
  const queryClient = useQueryClient()
  const state = useSyncExternalStore(recovery.subscribe, recovery.read)
  const open = entries.filter((entry) => entry.state === 'open').length
  const summary = state.kind === 'ended' ? summarizeRecovery(state.report) : undefined
  const look = () => void recover(queryClient, { mayAskLogin: true })
  if (open === 0) return summary && <Notice title={summary} />
  if (state.kind === 'working') {
    return (
      <Notice title="A deletion was interrupted">
        Checking how it ended. This takes a moment, until the tags stop changing.
      </Notice>
    )
  }
  if (state.kind === 'failed') {
    const title = 'A deletion was interrupted, and Homeport couldn’t check how it ended'
    return <Failure error={state.error} title={title} onRetry={look} />
  }
  const needsLogin = state.kind === 'login'
  const title = needsLogin
    ? 'A deletion was interrupted; sign-in required'
    : `${formatCounted(open, 'entry is', 'entries are')} unresolved`
  const action = <Button onClick={look}>{needsLogin ? 'Sign in' : 'Check again'}</Button>
  return (
    <Notice look="warning" title={title} action={!settings.readOnly && action}>
      {needsLogin
        ? 'After that, Homeport checks how it ended.'
        : `${summary ? `${summary} ` : ''}A deletion is running in another window, or was interrupted and its outcome is still unknown.`}
    </Notice>
  )
}
