import { useQueryClient } from '@tanstack/react-query'
import { Suspense, lazy, useEffect, useSyncExternalStore } from 'react'
import { Outlet } from 'react-router'
import { leftDeletions } from '../parts/leftDeletions.ts'
import { undoOffers } from '../parts/undo/undoOffers.ts'
import { unseenReports } from '../parts/unseenReports.ts'
import { loginRequest, loginTurn } from '../queries/session.ts'
import { Button } from '../ui/Button.tsx'
import { ErrorBoundary } from '../ui/ErrorBoundary.tsx'
import { Notice } from '../ui/Notice.tsx'
import { Announcement } from './Announcement.tsx'
import { Footer } from './Footer.tsx'
import { PauseNotice } from './PauseNotice.tsx'
import { ScrollMemory } from './ScrollMemory.tsx'
import { lookAfterInterrupted } from './lookAfterInterrupted.ts'
import { TopBar } from './TopBar.tsx'

const SignInDialog = lazy(async () => {
  const module = await import('./SignInDialog.tsx')
  return { default: module.SignInDialog }
})

/** A new version of Homeport has other file names: then the dialog's part is gone. */
function SignInFailed() {
  return (
    <div className="fixed inset-x-3 bottom-5 z-40 mx-auto max-w-xl">
      <Notice
        look="warning"
        title="The registry asks for a login, but the dialog could not be loaded"
        action={<Button onClick={() => location.reload()}>Reload</Button>}
      />
    </div>
  )
}

const UnseenReportDialog = lazy(async () => {
  const module = await import('../parts/deletion/UnseenReportDialog.tsx')
  return { default: module.UnseenReportDialog }
})

const UndoToasts = lazy(async () => {
  const module = await import('../parts/undo/UndoToasts.tsx')
  return { default: module.UndoToasts }
})

const LeftDeletions = lazy(async () => {
  const module = await import('../parts/deletion/LeftDeletions.tsx')
  return { default: module.LeftDeletions }
})

/** The frame: one bar, the page, a foot line. */
export function RootLayout() {
  const queryClient = useQueryClient()
  useEffect(() => lookAfterInterrupted(queryClient), [queryClient])
  const offers = useSyncExternalStore(undoOffers.subscribe, undoOffers.read)
  const left = useSyncExternalStore(leftDeletions.subscribe, leftDeletions.read)
  const [unseen] = useSyncExternalStore(unseenReports.subscribe, unseenReports.read)
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
      <div className="flex-1">
        <Outlet />
      </div>
      <Footer />
      <Announcement />
      <ScrollMemory />
      {offers.length > 0 && (
        <ErrorBoundary fallback={() => null}>
          <Suspense>
            <UndoToasts />
          </Suspense>
        </ErrorBoundary>
      )}
      {left.length > 0 && (
        <Suspense>
          <LeftDeletions />
        </Suspense>
      )}
      {unseen && (
        <Suspense>
          <UnseenReportDialog key={unseen.report.repository} unseen={unseen} />
        </Suspense>
      )}
      {request && (
        <ErrorBoundary fallback={() => <SignInFailed />}>
          <Suspense>
            <SignInDialog key={turn} request={request} />
          </Suspense>
        </ErrorBoundary>
      )}
    </div>
  )
}
