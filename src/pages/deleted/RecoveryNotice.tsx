import { useQueryClient } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import type { JournalEntry } from '../../deletion/journal/journal.ts'
import { formatCounted } from '../../format/count.ts'
import { Failure } from '../../components/Failure.tsx'
import { recover, recovery } from '../../features/restore/recovery.ts'
import { summarizeRecovery } from '../../features/restore/words.ts'
import { settings } from '../../queries/settings.ts'
import { Button } from '../../ui/Button.tsx'
import { Notice } from '../../ui/Notice.tsx'

/** What is known of deletions that broke off, and the button that looks after those still open. */
export function RecoveryNotice({ entries }: { entries: readonly JournalEntry[] }) {
  const queryClient = useQueryClient()
  const state = useSyncExternalStore(recovery.subscribe, recovery.read)
  const open = entries.filter((entry) => entry.state === 'open').length
  const summary = state.kind === 'ended' ? summarizeRecovery(state.report) : undefined
  const look = () => void recover(queryClient, { mayAskLogin: true })
  const button = (text: string) => !settings.readOnly && <Button onClick={look}>{text}</Button>
  if (open === 0) return summary && <Notice title={summary} />
  switch (state.kind) {
    case 'working':
      return (
        <Notice title="A deletion was interrupted">
          Checking how it ended. This takes a moment, until the tags stop changing.
        </Notice>
      )
    case 'login':
      return (
        <Notice
          look="warning"
          title="A deletion was interrupted; sign-in required"
          action={button('Sign in')}
        >
          After that, Homeport checks how it ended.
        </Notice>
      )
    case 'failed':
      return (
        <Failure
          error={state.error}
          title="A deletion was interrupted, and Homeport couldn’t check how it ended"
          onRetry={look}
        />
      )
    case 'idle':
    case 'ended':
      return (
        <Notice
          look="warning"
          title={`${formatCounted(open, 'entry is', 'entries are')} unresolved`}
          action={button('Check again')}
        >
          {summary && `${summary} `}A deletion is running in another window, or was interrupted and
          its outcome is still unknown.
        </Notice>
      )
  }
}
