import { Suspense, lazy, useSyncExternalStore } from 'react'
import { Outlet } from 'react-router'
import { loginRequest } from '../queries/session.ts'
import { Announcement } from './Announcement.tsx'
import { Footer } from './Footer.tsx'
import { PauseNotice } from './PauseNotice.tsx'
import { ScrollMemory } from './ScrollMemory.tsx'
import { TopBar } from './TopBar.tsx'

const SignInDialog = lazy(async () => {
  const module = await import('./SignInDialog.tsx')
  return { default: module.SignInDialog }
})

/** The frame: one bar, the page, a foot line. */
export function RootLayout() {
  const request = useSyncExternalStore(loginRequest.subscribe, loginRequest.read)
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
      {request && (
        <Suspense>
          <SignInDialog request={request} />
        </Suspense>
      )}
    </div>
  )
}
