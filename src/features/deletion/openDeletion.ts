import type { QueryClient } from '@tanstack/react-query'
import { createStore } from '../../queries/session/store.ts'
import { announce } from '../../components/messages.ts'
import type { DeleteDialog } from './DeleteDialog.tsx'
import type { DeletionSession } from './deletionSession.ts'
import type { DeletionRequest } from './deletionState.ts'

/** A deletion and its dialog. */
export type OpenedDeletion =
  | { readonly session: DeletionSession; readonly Dialog: typeof DeleteDialog }
  /** Its code couldn't be loaded. */
  | { readonly error: unknown }

/** The one deletion that the frame shows on every page, until its dialog is closed. */
export const openedDeletion = createStore<OpenedDeletion | undefined>(undefined)

/** Loads the code for deletions in advance. */
export async function loadDeletion() {
  const [{ startDeletion }, { DeleteDialog }] = await Promise.all([
    import('./deletionSession.ts'),
    import('./DeleteDialog.tsx'),
  ])
  return { startDeletion, Dialog: DeleteDialog }
}

/** Opens the dialog that plans and carries out a deletion. If another one is running, a message says so instead. */
export async function openDeletion(client: QueryClient, request: DeletionRequest): Promise<void> {
  const before = openedDeletion.read()
  if (before && 'session' in before) {
    announce(
      `One deletion at a time: the one in ${before.session.request.repository} is still open`,
    )
    return
  }
  // Its page may be left before the dialog is loaded.
  const path = location.pathname
  try {
    const { startDeletion, Dialog } = await loadDeletion()
    // A double click opens only one.
    if (openedDeletion.read() !== before) return
    openedDeletion.write({ session: startDeletion(client, request, path), Dialog })
  } catch (error) {
    openedDeletion.write({ error })
  }
}

/** Closes the dialog and drops an unfinished plan. */
export function closeDeletion(): void {
  const open = openedDeletion.read()
  openedDeletion.write(undefined)
  if (open && 'session' in open) open.session.close()
}
