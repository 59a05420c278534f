import { type ReactNode, useSyncExternalStore } from 'react'
import { LazyPart, lazyComponent } from '../components/LazyPart.tsx'
import {
  type OpenedDeletion,
  closeDeletion,
  openedDeletion,
} from '../features/deletion/openDeletion.ts'
import { undoOffers } from '../components/undoOffers.ts'
import { declineLogin, loginRequest, loginTurn } from '../queries/session.ts'
import { Footer } from './Footer.tsx'
import { Announcement, PauseNotice } from './notices.tsx'
import { ScrollMemory } from './ScrollMemory.tsx'
import { TopBar } from './TopBar.tsx'

const SignInDialog = lazyComponent(
  async () => (await import('../features/signIn/SignInDialog.tsx')).SignInDialog,
)

const UndoToasts = lazyComponent(
  async () => (await import('../features/restore/UndoToasts.tsx')).UndoToasts,
)

/** The frame: one bar, the page, a foot line. */
export function RootLayout({ children }: { children: ReactNode }) {
  const offers = useSyncExternalStore(undoOffers.subscribe, undoOffers.read)
  const opened = useSyncExternalStore(openedDeletion.subscribe, openedDeletion.read)
  const request = useSyncExternalStore(loginRequest.subscribe, loginRequest.read)
  const turn = useSyncExternalStore(loginTurn.subscribe, loginTurn.read)
  return (
    <div className="flex min-h-dvh flex-col">
      <a
        href="#main"
        className="absolute -top-20 left-3 z-50 rounded-lg bg-accent px-3 py-2 text-on-accent focus:top-2"
        onClick={(event) => {
          // The <base> makes "#main" an address of the first page.
          event.preventDefault()
          document.querySelector<HTMLElement>('#main h1')?.focus()
        }}
      >
        Skip to the content
      </a>
      <TopBar />
      <PauseNotice />
      <div className="flex-1">{children}</div>
      <Footer />
      <Announcement />
      <ScrollMemory />
      {offers.length > 0 && (
        <LazyPart>
          <UndoToasts />
        </LazyPart>
      )}
      {opened && (
        <LazyPart onClose={closeDeletion}>
          <Deletion opened={opened} />
        </LazyPart>
      )}
      {request && (
        <LazyPart onClose={declineLogin}>
          <SignInDialog key={turn} request={request} />
        </LazyPart>
      )}
    </div>
  )
}

/** Of a part that is missing the frame says so. */
function Deletion({ opened }: { opened: OpenedDeletion }) {
  if ('error' in opened) throw opened.error
  return <opened.Dialog {...opened} onClose={closeDeletion} />
}
