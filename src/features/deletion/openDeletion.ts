import type { QueryClient } from '@tanstack/react-query'
import { createStore } from '../../queries/store.ts'
import { announce } from '../../components/messages.ts'
import type { DeleteDialog } from './DeleteDialog.tsx'
import type { DeletionSession } from './deletionSession.ts'
import type { DeletionRequest } from './deletionState.ts'

/** A deletion, and what shows it. */
export type OpenedDeletion =
  | { readonly session: DeletionSession; readonly Dialog: typeof DeleteDialog }
  /** Its part of the program could not be loaded. */
  | { readonly error: unknown }

/** The one deletion that the frame shows, whatever page is open, until its dialog is closed. */
export const openedDeletion = createStore<OpenedDeletion | undefined>(undefined)

/** Loads the part of the program that deletes, so that it is there when it is needed. */
export async function loadDeletion() {
  const [{ startDeletion }, { DeleteDialog }] = await Promise.all([
    import('./deletionSession.ts'),
    import('./DeleteDialog.tsx'),
  ])
  return { startDeletion, Dialog: DeleteDialog }
}

/** Opens the dialog that plans a deletion and carries it out. While another one runs, that is said instead. */
export async function openDeletion(client: QueryClient, request: DeletionRequest): Promise<void> {
  const before = openedDeletion.read()
  if (before && 'session' in before) {
    announce(
      `One deletion at a time: the one in ${before.session.request.repository} is still open`,
    )
    return
  }
  // Its page may be left before the dialog is there.
  const path = location.pathname
  try {
    const { startDeletion, Dialog } = await loadDeletion()
    // A double click opens one.
    if (openedDeletion.read() !== before) return
    openedDeletion.write({ session: startDeletion(client, request, path), Dialog })
  } catch (error) {
    openedDeletion.write({ error })
  }
}

/** Closes the dialog. A plan that is being made is given up. */
export function closeDeletion(): void {
  const open = openedDeletion.read()
  openedDeletion.write(undefined)
  if (open && 'session' in open) open.session.close()
}
