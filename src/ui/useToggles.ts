import { useCallback, useState } from 'react'

/** Names that are each on or off, and the function that turns one of them over. */
export function useToggles(): [ReadonlySet<string>, (name: string) => void] {
  const [names, setNames] = useState<ReadonlySet<string>>(new Set())
  const toggle = useCallback((name: string) => {
    setNames((before) => {
      const after = new Set(before)
      if (!after.delete(name)) after.add(name)
      return after
    })
  }, [])
  return [names, toggle]
}
