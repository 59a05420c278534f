import { useEffect, useLayoutEffect } from 'react'
import { NavigationType, useLocation, useNavigationType } from 'react-router'

const positions = new Map<string, number>()

/** A new page starts at its top; the browser's back button restores the scroll position. */
export function ScrollMemory() {
  const { key, pathname } = useLocation()
  const cameBy = useNavigationType()
  useEffect(() => {
    history.scrollRestoration = 'manual'
  }, [])
  // Before the page is replaced: a shorter one scrolls by itself.
  useLayoutEffect(() => {
    const remember = () => positions.set(key, window.scrollY)
    window.addEventListener('scroll', remember, { passive: true })
    return () => window.removeEventListener('scroll', remember)
  }, [key])
  useLayoutEffect(() => {
    if (cameBy === NavigationType.Pop) window.scrollTo(0, positions.get(key) ?? 0)
    if (cameBy === NavigationType.Push) window.scrollTo(0, 0)
    // oxlint-disable-next-line react/exhaustive-deps -- a change of the query alone is not another page
  }, [pathname])
  return null
}
