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
          Asking the registry what became of it: until its tags stand still that takes a moment.
        </Notice>
      )
    case 'login':
      return (
        <Notice
          look="warning"
          title="A deletion was interrupted, and the registry asks for a login"
          action={button('Sign in')}
        >
          What became of it is found out then.
        </Notice>
      )
    case 'failed':
      return (
        <Failure
          error={state.error}
          title="A deletion was interrupted, and what became of it could not be found out"
          onRetry={look}
        />
      )
    case 'idle':
    case 'ended':
      return (
        <Notice
          look="warning"
          title={`${formatCounted(open, 'entry is', 'entries are')} not settled`}
          action={button('Check again')}
        >
          {summary && `${summary} `}A deletion goes on in another window, or it was interrupted and
          the registry does not say yet how it ended.
        </Notice>
      )
  }
}
