import { useState } from 'react'
import type { JournalEntry } from '../../../deletion/journal/journal.ts'
import { openJournal } from '../../../queries/journal.ts'
import { formatCounted } from '../../../format/count.ts'
import { Button } from '../../../ui/Button.tsx'
import { Dialog, DialogBody, DialogFooter } from '../../../ui/Dialog.tsx'
import { Notice } from '../../../ui/Notice.tsx'

/** Asks before entries are taken off the record, and says what that means. */
export function ForgetDialog({
  entries,
  onClose,
  onForgotten,
}: {
  entries: readonly JournalEntry[]
  onClose: () => void
  onForgotten: () => void
}) {
  const [state, setState] = useState<'asking' | 'forgetting' | { problem: string }>('asking')
  const notBack = entries.filter(({ state }) => state !== 'restored').length
  const forget = async () => {
    setState('forgetting')
    try {
      const journal = await openJournal()
      if (!journal) return setState({ problem: 'The browser’s storage does not work any more.' })
      await journal.remove(entries.map(({ id }) => id))
      return onForgotten()
    } catch (error) {
      return setState({ problem: error instanceof Error ? error.message : String(error) })
    }
  }
  return (
    <Dialog
      title={`Forget ${formatCounted(entries.length, 'entry', 'entries')}?`}
      onClose={onClose}
      width={480}
    >
      <DialogBody>
        <p>
          {notBack === 0
            ? 'All of it was restored. Only the record of it goes; nothing changes in the registry.'
            : `${notBack === entries.length ? 'What was deleted' : `${formatCounted(notBack, 'entry was', 'entries were')} not restored, and`} cannot be brought back by Homeport afterwards. Nothing changes in the registry. Export them first to keep them in a file.`}
        </p>
        {typeof state === 'object' && (
          <div className="mt-3">
            <Notice look="danger" title="Nothing was forgotten">
              {state.problem}
            </Notice>
          </div>
        )}
      </DialogBody>
      <DialogFooter>
        <Button onClick={onClose}>Cancel</Button>
        <Button look="danger" disabled={state === 'forgetting'} onClick={() => void forget()}>
          Forget {formatCounted(entries.length, 'entry', 'entries')}
        </Button>
      </DialogFooter>
    </Dialog>
  )
}
