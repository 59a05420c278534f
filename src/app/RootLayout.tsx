import { type ReactNode, useEffect, useState, useSyncExternalStore } from 'react'
import { Link } from 'react-router'
import { LazyPart, lazyComponent } from '../components/failures/LazyPart.tsx'
import {
  type OpenedDeletion,
  closeDeletion,
  openedDeletion,
} from '../features/deletion/openDeletion.ts'
import { announcement, undoOffers } from '../components/messages.ts'
import { declineLogin, loginRequest, loginTurn, pausedUntil } from '../queries/session/session.ts'
import { READ_ONLY } from '../components/readOnlyWords.ts'
import { settings } from '../queries/session/settings.ts'
import { ScrollMemory } from './ScrollMemory.tsx'
import { Shortcuts } from './Shortcuts.tsx'
import { paths } from '../routing/paths.ts'
import { TopBar } from './TopBar.tsx'

const SignInDialog = lazyComponent(
  async () => (await import('../features/signIn/SignInDialog.tsx')).SignInDialog,
)

const UndoToasts = lazyComponent(
  async () => (await import('../features/restore/UndoToasts.tsx')).UndoToasts,
)

const UndoLine = lazyComponent(
  async () => (await import('../features/restore/UndoLine.tsx')).UndoLine,
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
          // Because of <base>, "#main" would lead to the first page.
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
          <SignInDialog key={turn} refusal={request} />
        </LazyPart>
      )}
    </div>
  )
}

/** If its code couldn't be loaded, the frame says so. */
function Deletion({ opened }: { opened: OpenedDeletion }) {
  if ('error' in opened) throw opened.error
  return (
    <opened.Dialog
      {...opened}
      onClose={closeDeletion}
      undoLine={(entries, onUndone) => (
        <LazyPart>
          <UndoLine
            key={entries.join()}
            entries={entries}
            onLeave={closeDeletion}
            onUndone={onUndone}
          />
        </LazyPart>
      )}
    />
  )
}

/** On every page: the registry, and the version of Homeport. */
function Footer() {
  return (
    <footer className="mx-auto flex w-full max-w-[1320px] flex-wrap gap-x-4 px-3 pb-5 text-sm text-faint sm:px-6">
      <span>
        Registry behind this page: <span className="font-mono break-all">{settings.registry}</span>
      </span>
      {settings.pullHost !== settings.registry && (
        <span>
          Images are pulled from: <span className="font-mono break-all">{settings.pullHost}</span>
        </span>
      )}
      <Link to={paths.connection()} className="hover:text-text">
        Connection
      </Link>
      <span>Homeport {settings.version}</span>
      <Shortcuts />
      {settings.readOnly && <span>{READ_ONLY[1]}</span>}
    </footer>
  )
}

/** Above the bars (`data-foot`) and undo offers (`data-toast`) at the bottom of the page, if any. */
const ABOVE_OTHERS = [
  'bottom-5',
  'in-[body:has([data-toast])]:bottom-20 max-sm:in-[body:has([data-toast])]:bottom-30',
  'in-[body:has([data-foot])]:bottom-24 max-sm:in-[body:has([data-foot])]:bottom-30',
  'in-[body:has([data-toast]):has([data-foot])]:bottom-40 max-sm:in-[body:has([data-toast]):has([data-foot])]:bottom-56',
].join(' ')

/** Shows the text given to `announce`; always rendered, so that screen readers notice changes. */
function Announcement() {
  const text = useSyncExternalStore(announcement.subscribe, announcement.read)
  return (
    <div
      role="status"
      className={`pointer-events-none fixed inset-x-3 z-40 text-center ${ABOVE_OTHERS}`}
    >
      {text !== undefined && (
        <span className="inline-block rounded-xl border border-line bg-surface px-4 py-2 shadow-lg">
          {text}
        </span>
      )}
    </div>
  )
}

/** During the pause after a 429: how much longer it lasts. */
function PauseNotice() {
  const until = useSyncExternalStore(pausedUntil.subscribe, pausedUntil.read)
  return until === undefined ? null : <Countdown until={until} />
}

function Countdown({ until }: { until: number }) {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 500)
    return () => clearInterval(timer)
  }, [])
  const seconds = Math.max(0, Math.ceil((until - now) / 1000))
  return (
    <p role="status" className="bg-warning-soft px-4 py-2 text-center text-warning">
      Rate-limited by the registry. Resuming in {seconds} {seconds === 1 ? 'second' : 'seconds'}.
    </p>
  )
}
