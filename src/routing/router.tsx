import {
  type ComponentProps,
  type ReactNode,
  createContext,
  startTransition,
  use,
  useEffect,
  useLayoutEffect,
  useMemo,
  useState,
} from 'react'

/** The address of the page. */
export type Location = {
  /** Below the path that Homeport is served at. */
  readonly pathname: string
  /** `?…`, or empty. */
  readonly search: string
  /** Names this visit of the address: the browser's back button leads to the same one again. */
  readonly key: string
  /** How one came here; `pop` by the browser itself: the first address of a visit, back and forward. */
  readonly cameBy: 'pop' | 'push' | 'replace'
}

/** `to` is an address below that path (`/…`), or the query alone (`?…`). */
type Go = (to: string, options?: { readonly replace?: boolean }) => void

const FIRST: Location = { pathname: '/', search: '', key: 'first', cameBy: 'pop' }

const LocationContext = createContext(FIRST)
const GoContext = createContext<{ readonly base: string; readonly go: Go }>({
  base: '',
  go: () => undefined,
})

/** Follows the address of the browser. `base` is the path that Homeport is served at, without a slash at its end. */
export function Router({ base, children }: { base: string; children: ReactNode }) {
  const [location, setLocation] = useState(() => readLocation(base, 'pop'))
  const router = useMemo(() => {
    const go: Go = (to, { replace = false } = {}) => {
      const state = { key: crypto.getRandomValues(new Uint32Array(1)).join() }
      if (replace) history.replaceState(state, '', resolve(base, to))
      else history.pushState(state, '', resolve(base, to))
      startTransition(() => setLocation(readLocation(base, replace ? 'replace' : 'push')))
    }
    return { base, go }
  }, [base])
  useLayoutEffect(() => {
    const follow = () => startTransition(() => setLocation(readLocation(base, 'pop')))
    window.addEventListener('popstate', follow)
    return () => window.removeEventListener('popstate', follow)
  }, [base])
  return (
    <GoContext value={router}>
      <LocationContext value={location}>{children}</LocationContext>
    </GoContext>
  )
}

function readLocation(base: string, cameBy: Location['cameBy']): Location {
  const { pathname, search } = window.location
  const state: unknown = history.state
  const key = typeof state === 'object' && state && 'key' in state ? String(state.key) : FIRST.key
  return { pathname: pathname.slice(base.length) || '/', search, key, cameBy }
}

/** The address that `to` means at this moment, as the browser writes it. */
function resolve(base: string, to: string): string {
  const { pathname, search } = new URL(
    to.startsWith('/') ? base + to : to || '?',
    window.location.href,
  )
  return pathname + search
}

export function useLocation(): Location {
  return use(LocationContext)
}

/** Opens an address; always the same function. */
export function useNavigate(): Go {
  return use(GoContext).go
}

/**
 * The query parameters, and a function that changes those of the address as it is at that moment: the ones of
 * the last render may be a moment behind, and a change made meanwhile would be lost.
 */
export function useParameters(): [
  URLSearchParams,
  (change: (present: URLSearchParams) => void) => void,
] {
  const { search } = useLocation()
  const go = useNavigate()
  return [
    useMemo(() => new URLSearchParams(search), [search]),
    useMemo(
      () => (change) => {
        const present = new URLSearchParams(window.location.search)
        change(present)
        go(`?${present.toString()}`, { replace: true })
      },
      [go],
    ),
  ]
}

/** A link within Homeport. What the browser opens elsewhere (a new tab, a download) is left to it. */
export function Link({
  to,
  replace,
  onClick,
  children,
  ...rest
}: Omit<ComponentProps<'a'>, 'href'> & { to: string; replace?: boolean }) {
  const { base, go } = use(GoContext)
  // A query alone belongs to the page of the moment.
  useLocation()
  const address = resolve(base, to)
  return (
    <a
      href={address}
      onClick={(event) => {
        onClick?.(event)
        const { button, metaKey, altKey, ctrlKey, shiftKey } = event
        if (event.defaultPrevented || button !== 0 || metaKey || altKey || ctrlKey || shiftKey) {
          return
        }
        event.preventDefault()
        const { pathname, search } = window.location
        go(to, { replace: replace ?? address === pathname + search })
      }}
      {...rest}
    >
      {children}
    </a>
  )
}

/** Leads on to another address, in the place of this one. */
export function Redirect({ to }: { to: string }) {
  const go = useNavigate()
  useEffect(() => go(to, { replace: true }), [go, to])
  return null
}
