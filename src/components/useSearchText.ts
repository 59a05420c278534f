import { useEffect, useState } from 'react'
import { NavigationType, useNavigationType } from 'react-router'
import { useParameters } from '../routing/useParameters.ts'

/**
 * Text that is typed, kept in the query parameter `name`. What is typed counts at once; the address follows
 * a moment later, since every change of it goes through the router and the browser's history.
 */
export function useSearchText(name: string): [string, (text: string) => void] {
  const [parameters, changeParameters] = useParameters()
  const cameBy = useNavigationType()
  const stored = parameters.get(name) ?? ''
  const [text, setText] = useState(stored)
  const [seen, setSeen] = useState(stored)
  if (stored !== seen) {
    setSeen(stored)
    // A link or the browser's back button says what the text is. What was typed replaces the address, and
    // may come back late: more was typed by then.
    if (cameBy !== NavigationType.Replace) setText(stored)
  }
  useEffect(() => {
    if (text === stored) return undefined
    const { pathname } = window.location
    const store = () => {
      // A link was followed, and its page is still loading: the way there must not be replaced.
      if (window.location.pathname !== pathname) return
      changeParameters((present) => {
        if (text === '') present.delete(name)
        else present.set(name, text)
      })
    }
    const timer = setTimeout(store, 250)
    // Whoever leaves the field for a link must find what was typed when coming back.
    window.addEventListener('focusout', store)
    return () => {
      clearTimeout(timer)
      window.removeEventListener('focusout', store)
    }
  }, [text, stored, name, changeParameters])
  return [text, setText]
}
