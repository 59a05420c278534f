import type { QueryClient } from '@tanstack/react-query'
import { openJournal } from '../../queries/journal.ts'
import { explainError } from '../../components/explainError.ts'
import { restore } from './restoring.ts'
import { summarizeRestore } from './words.ts'

/** How far the undoing of an offer is. */
export type UndoPhase =
  | { readonly kind: 'offered' }
  | { readonly kind: 'working' }
  /** `isWell`: everything is back. */
  | { readonly kind: 'ended'; readonly isWell: boolean; readonly text: string }

/** Brings back what was written down as `ids`, and says how that ended. */
export async function undo(client: QueryClient, ids: readonly string[]): Promise<UndoPhase> {
  try {
    const journal = await openJournal()
    const entries = (await journal?.read())?.filter(({ id }) => ids.includes(id)) ?? []
    if (entries.length === 0) {
      return {
        kind: 'ended',
        isWell: false,
        text: 'The record of it is no longer in this browser.',
      }
    }
    const restored = await restore(client, entries)
    if ('error' in restored) return failed(restored.error)
    const { report } = restored
    const isWell = report.entries.every(({ isWhole }) => isWhole)
    return { kind: 'ended', isWell, text: summarizeRestore(report) }
  } catch (error) {
    return failed(error)
  }
}

function failed(error: unknown): UndoPhase {
  const { title, advice } = explainError(error)
  return { kind: 'ended', isWell: false, text: `It was not undone. ${title}. ${advice}` }
}
