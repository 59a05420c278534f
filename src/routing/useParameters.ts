import { useCallback } from 'react'
import { useSearchParams } from 'react-router'

/** Sets a parameter, or removes it if there is no value. */
export function putParameter(
  parameters: URLSearchParams,
  name: string,
  value: string | number | undefined,
): void {
  if (value === undefined || value === '') parameters.delete(name)
  else parameters.set(name, String(value))
}

/**
 * The query parameters, and a function that changes those currently in the address: the ones of the last render may
 * be outdated, and changes made meanwhile would be lost.
 */
export function useParameters(): [
  URLSearchParams,
  (change: (present: URLSearchParams) => void) => void,
] {
  const [parameters, setParameters] = useSearchParams()
  const change = useCallback(
    (alter: (present: URLSearchParams) => void) => {
      const before = new URLSearchParams(window.location.search)
      const present = new URLSearchParams(before)
      alter(present)
      if (present.toString() === before.toString()) return
      setParameters(present, { replace: true, preventScrollReset: true })
    },
    [setParameters],
  )
  return [parameters, change]
}
