import { useQueryClient } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import type { JournalEntry } from '../../deletion/journal.ts'
import { formatCounted } from '../../format/count.ts'
import { Failure } from '../../parts/Failure.tsx'
import { type Recovery, recover, recovery } from '../../parts/undo/recovery.ts'
import { summarizeRecovery } from '../../parts/undo/words.ts'
import { Button } from '../../ui/Button.tsx'
import { Notice } from '../../ui/Notice.tsx'

/** What is known of deletions that broke off, which the start of the program has looked after. */
export function RecoveryNotice({ entries }: { entries: readonly JournalEntry[] }) {
  const queryClient = useQueryClient()
  const state = useSyncExternalStore(recovery.subscribe, recovery.read)
  const open = entries.filter((entry) => entry.state === 'open').length
  const look = () => void recover(queryClient, { mayAskLogin: true })
  const shown = open > 0 ? describeOpen(state, open, look) : describeEnd(state)
  return shown && <div className="mt-4">{shown}</div>
}

function describeOpen(state: Recovery, open: number, onLook: () => void) {
  const summary = state.kind === 'ended' ? summarizeRecovery(state.report) : undefined
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
          action={<Button onClick={onLook}>Sign in</Button>}
        >
          What became of it is found out then.
        </Notice>
      )
    case 'failed':
      return (
        <Failure
          error={state.error}
          title="A deletion was interrupted, and what became of it could not be found out"
          onRetry={onLook}
        />
      )
    case 'idle':
    case 'ended':
      return (
        <Notice
          look="warning"
          title={`${formatCounted(open, 'entry is', 'entries are')} not settled`}
          action={<Button onClick={onLook}>Check again</Button>}
        >
          {summary && `${summary} `}A deletion goes on in another window, or it was interrupted and
          the registry does not say yet how it ended.
        </Notice>
      )
  }
}

function describeEnd(state: Recovery) {
  const summary = state.kind === 'ended' ? summarizeRecovery(state.report) : undefined
  return summary === undefined ? null : <Notice title={summary} />
}
