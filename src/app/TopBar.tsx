import { useQueryClient } from '@tanstack/react-query'
import { History, Monitor, Moon, Sun } from 'lucide-react'
import { useState, useSyncExternalStore } from 'react'
import { Link } from 'react-router'
import { READ_ONLY } from '../components/readOnlyWords.ts'
import { settings } from '../queries/session/settings.ts'
import {
  declinedLogin,
  loginRequest,
  registryState,
  signOut,
  signedInUser,
} from '../queries/session/session.ts'
import { remember } from '../queries/storage/remembered.ts'
import { paths } from '../routing/paths.ts'
import { Button } from '../ui/Button.tsx'
import { SearchField } from './search/SearchField.tsx'

/** Colour and words for the outcome of the last request. */
const STATES = {
  unknown: ['bg-faint', 'Not checked'],
  answers: ['bg-ok', 'Online'],
  silent: ['bg-danger', 'Not responding'],
} as const

export function TopBar() {
  const user = useSyncExternalStore(signedInUser.subscribe, signedInUser.read)
  const declined = useSyncExternalStore(declinedLogin.subscribe, declinedLogin.read)
  const state = useSyncExternalStore(registryState.subscribe, registryState.read)
  const queryClient = useQueryClient()
  const [colour, words] = STATES[state]
  return (
    <header className="sticky top-0 z-30 border-b border-line bg-surface">
      <div className="mx-auto flex h-13 max-w-[1320px] items-center gap-3 px-3 sm:gap-4 sm:px-6">
        <Link
          to="/"
          aria-label="Homeport, all repositories"
          className="flex shrink-0 items-center gap-2 font-semibold tracking-tight"
        >
          <svg width="22" height="22" viewBox="0 0 24 24" aria-hidden className="fill-accent">
            <rect x="8" y="2.5" width="8" height="8" rx="1.8" opacity=".8" />
            <rect x="2.5" y="12.5" width="8.5" height="8.5" rx="1.8" />
            <rect x="13" y="12.5" width="8.5" height="8.5" rx="1.8" opacity=".55" />
          </svg>
          <span className="hidden text-lg sm:inline">Homeport</span>
        </Link>
        <Link
          to={paths.connection()}
          title={`Registry behind this page: ${settings.registry} (${words.toLowerCase()})`}
          className="hidden max-w-60 items-center gap-2 rounded-full border border-line px-3 py-0.5 text-soft hover:border-faint md:inline-flex"
        >
          <span aria-hidden className={`size-2 shrink-0 rounded-full ${colour}`} />
          <span className="truncate">{settings.registry}</span>
          <span className="sr-only">, {words}</span>
        </Link>
        {settings.readOnly && (
          <span
            title={READ_ONLY.join('. ')}
            className="shrink-0 rounded-full bg-sunken px-2.5 py-0.5 text-sm text-soft"
          >
            Read-only
          </span>
        )}
        <SearchField />
        <div className="flex shrink-0 items-center gap-1">
          {declined !== undefined && (
            <Button
              onClick={() => {
                loginRequest.write(declined)
                declinedLogin.write(undefined)
              }}
            >
              Sign in
            </Button>
          )}
          {user !== undefined && (
            <Button
              look="quiet"
              title={`Signed in as ${user}`}
              onClick={() => {
                signOut()
                void queryClient.resetQueries()
              }}
            >
              Sign out
              <span className="max-w-32 truncate font-normal text-soft max-lg:hidden">{user}</span>
            </Button>
          )}
          {!settings.readOnly && (
            <Link
              to={paths.deleted()}
              title="Images deleted using this browser, which can be restored"
              className="inline-flex h-8 items-center gap-1.5 rounded-lg px-2 text-soft hover:bg-line-soft hover:text-text"
            >
              <History size={17} aria-hidden />
              <span className="max-sm:sr-only">Deleted</span>
            </Link>
          )}
          <ThemeSwitch />
        </div>
      </div>
    </header>
  )
}

/** `system` follows the browser's `prefers-color-scheme`. A click switches to the next. */
const THEMES = ['system', 'light', 'dark'] as const
const ICONS = { system: Monitor, light: Sun, dark: Moon }

/** Light, dark, or system; remembered in this browser, if it stores anything. */
function ThemeSwitch() {
  const { dataset } = document.documentElement
  const [theme, setTheme] = useState(
    () => THEMES.find((one) => one === dataset['theme']) ?? 'system',
  )
  const Icon = ICONS[theme]
  const label = `Theme: ${theme}`
  const change = () => {
    const next = THEMES[THEMES.indexOf(theme) + 1] ?? 'system'
    if (next === 'system') delete dataset['theme']
    else dataset['theme'] = next
    // settings.js reads the same key before the first paint.
    remember('homeport-theme', next)
    setTheme(next)
  }
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={change}
      className="inline-flex size-8 items-center justify-center rounded-lg text-soft hover:bg-line-soft hover:text-text"
    >
      <Icon size={17} aria-hidden />
    </button>
  )
}
