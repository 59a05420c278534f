import { useEffect, useEffectEvent, useState } from 'react'
import { NavigationType, useNavigationType } from 'react-router'
import { putParameter, useParameters } from '../routing/useParameters.ts'

/**
 * Text that is typed, kept in the query parameter `name`. What is typed counts at once; the address follows
 * a moment later, since every change of it goes through the router and the browser's history.
 */
export function useSearchText(name: string): [string, (text: string) => void] {
  const [parameters] = useParameters()
  const stored = parameters.get(name) ?? ''
  const [text, setText] = useState(stored)
  useFollowedAddress(stored, () => setText(stored))
  useStoredLater(text, stored, (present) => putParameter(present, name, text))
  return [text, setText]
}

/**
 * Calls `onFollow` where a link or the browser's back button says what the text is. What was typed replaces the
 * address, and may come back late: more was typed by then.
 */
export function useFollowedAddress(stored: string, onFollow: () => void): void {
  const cameBy = useNavigationType()
  const [seen, setSeen] = useState(stored)
  if (stored === seen) return
  setSeen(stored)
  if (cameBy !== NavigationType.Replace) onFollow()
}

/** Brings what was typed into the address, a moment later or when a field is left. */
export function useStoredLater(
  text: string,
  stored: string,
  write: (present: URLSearchParams) => void,
): void {
  const [, changeParameters] = useParameters()
  const store = useEffectEvent((pathname: string) => {
    // A link was followed, and its page is still loading: the way there must not be replaced.
    if (window.location.pathname === pathname) changeParameters(write)
  })
  useEffect(() => {
    if (text === stored) return undefined
    const { pathname } = window.location
    const onTime = () => store(pathname)
    const timer = setTimeout(onTime, 250)
    // Whoever leaves the field for a link must find what was typed when coming back.
    window.addEventListener('focusout', onTime)
    return () => {
      clearTimeout(timer)
      window.removeEventListener('focusout', onTime)
    }
  }, [text, stored])
}
