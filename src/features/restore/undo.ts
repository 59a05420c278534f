import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { type RefObject, useState } from 'react'
import { explainError } from '../../components/explainError.ts'
import { openJournal } from '../../queries/journal.ts'
import { restore } from './restoring.ts'
import { summarizeRestore } from './words.ts'

/** How far the undoing of a deletion is. */
type Undoing = {
  readonly kind: 'working' | 'well' | 'problem'
  readonly text: string
}

/** Undoes what was written down as `ids` when told to. `box`: around the button; it takes the focus. */
export function useUndo(ids: readonly string[], box: RefObject<HTMLElement | null>) {
  const client = useQueryClient()
  const [undoing, setUndoing] = useState<Undoing>()
  const begin = () => {
    // The button goes away with the focus on it.
    box.current?.focus()
    setUndoing({ kind: 'working', text: 'Restoring…' })
    void undo(client, ids).then(setUndoing)
  }
  return { undoing, begin }
}

/** Brings back what was written down as `ids`, and says how that ended. */
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
    const isWell = report.entries.every(({ isWhole }) => isWhole)
    return { kind: isWell ? 'well' : 'problem', text: summarizeRestore(report) }
  } catch (error) {
    const { title, advice } = explainError(error)
    return { kind: 'problem', text: `Not undone. ${title}. ${advice}` }
  }
}
