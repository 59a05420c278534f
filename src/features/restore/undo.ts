import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { type RefObject, useState } from 'react'
import { isBack } from '../../deletion/restore/report.ts'
import { explainError } from '../../components/failures/explainError.ts'
import { openJournal } from '../../queries/storage/journal.ts'
import { restore } from './restoring.ts'
import { summarizeRestore } from './words.ts'

/** The state of undoing a deletion. */
type Undoing = {
  readonly kind: 'working' | 'well' | 'problem'
  readonly text: string
  /** If anything was restored: how much, to replace the title of the report. */
  readonly title?: string
}

/** Is told how much was restored, and whether that is everything. */
export type UndoListener = (title: string, isWhole: boolean) => void

/**
 * Undoes the journal entries `ids` once `begin` is called.
 *
 * @param box gets the focus when the button disappears
 */
export function useUndo(
  ids: readonly string[],
  box: RefObject<HTMLElement | null>,
  onUndone?: UndoListener,
) {
  const client = useQueryClient()
  const [undoing, setUndoing] = useState<Undoing>()
  const begin = () => {
    // The button disappears while it has the focus.
    box.current?.focus()
    setUndoing({ kind: 'working', text: 'Restoring…' })
    void undo(client, ids).then((end) => {
      setUndoing(end)
      if (end.title !== undefined) onUndone?.(end.title, end.kind === 'well')
    })
  }
  return { undoing, begin }
}

/** Restores the journal entries `ids`, and tells how that ended. */
async function undo(client: QueryClient, ids: readonly string[]): Promise<Undoing> {
  try {
    const journal = await openJournal()
    const entries = (await journal?.read())?.filter(({ id }) => ids.includes(id)) ?? []
    if (entries.length === 0) {
      return { kind: 'problem', text: 'Its history is no longer in this browser.' }
    }
    const restored = await restore(client, entries)
    if ('error' in restored) throw restored.error
    const { report } = restored
    const { what, why } = summarizeRestore(report)
    const text = why === undefined ? what : `${what}. ${why}`
    if (report.entries.every(({ isWhole }) => isWhole)) return { kind: 'well', text, title: what }
    const tags = report.entries.flatMap((entry) => entry.tags)
    const hasSome = tags.some(({ outcome }) => isBack(outcome))
    return { kind: 'problem', text, ...(hasSome && { title: what }) }
  } catch (error) {
    const { title, advice } = explainError(error)
    return { kind: 'problem', text: `Not undone. ${title}. ${advice}` }
  }
}
