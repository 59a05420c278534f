import { useEffect, useEffectEvent, useState } from 'react'
import { NavigationType, useNavigationType } from 'react-router'
import { putParameter, useParameters } from '../routing/useParameters.ts'

/**
 * Typed text, kept in the query parameter `name`. The text changes at once; the address follows a moment later, since
 * each change of it goes through the router and the browser's history.
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
 * Calls `onFollow` when a link or the back button changes the text in the address. Typing changes the address as well,
 * but late, when more may have been typed: that doesn't count.
 */
export function useFollowedAddress(stored: string, onFollow: () => void): void {
  const cameBy = useNavigationType()
  const [seen, setSeen] = useState(stored)
  if (stored === seen) return
  setSeen(stored)
  if (cameBy !== NavigationType.Replace) onFollow()
}

/** Writes typed text to the address, a moment later or when the field loses the focus. */
export function useStoredLater(
  text: string,
  stored: string,
  write: (present: URLSearchParams) => void,
): void {
  const [, changeParameters] = useParameters()
  const store = useEffectEvent((pathname: string) => {
    // If a link was followed and its page is still loading, its address must not be replaced.
    if (window.location.pathname === pathname) changeParameters(write)
  })
  useEffect(() => {
    if (text === stored) return undefined
    const { pathname } = window.location
    const onTime = () => store(pathname)
    const timer = setTimeout(onTime, 250)
    // Somebody who leaves the field to follow a link must find the text when coming back.
    window.addEventListener('focusout', onTime)
    return () => {
      clearTimeout(timer)
      window.removeEventListener('focusout', onTime)
    }
  }, [text, stored])
}
