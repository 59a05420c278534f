import { useRef } from 'react'
import { Link } from 'react-router'
import { paths } from '../../routing/paths.ts'
import { Button } from '../../ui/Button.tsx'
import { type UndoListener, useUndo } from './undo.ts'

/** The undo button in the report of a deletion, and the result of undoing. */
export function UndoLine({
  entries,
  onLeave,
  onUndone,
}: {
  /** Ids of journal entries. */
  entries: readonly string[]
  onLeave: () => void
  onUndone: UndoListener
}) {
  const ref = useRef<HTMLDivElement>(null)
  const { undoing, begin } = useUndo(entries, ref, onUndone)
  const look = { working: 'text-soft', well: 'text-ok', problem: 'text-warning' }
  return (
    <div
      ref={ref}
      tabIndex={-1}
      className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 rounded-xl border border-line bg-sunken py-2 pr-2 pl-4"
    >
      <p role="status" className={`min-w-0 flex-1 basis-60 ${undoing ? look[undoing.kind] : ''}`}>
        {undoing
          ? `${undoing.kind === 'well' ? 'Undone' : undoing.text} `
          : 'Can be undone from this browser until garbage collection runs, here or under '}
        {(!undoing || undoing.kind === 'problem') && (
          <Link to={paths.deleted()} onClick={onLeave} className="text-accent hover:underline">
            Deleted
          </Link>
        )}
        {!undoing && '.'}
      </p>
      {!undoing && <Button onClick={begin}>Undo</Button>}
    </div>
  )
}
