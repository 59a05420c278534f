import { useReducer } from 'react'

/** Names that are each on or off, and a function that toggles one. */
export function useToggles(): [ReadonlySet<string>, (name: string) => void] {
  return useReducer(toggle, new Set<string>())
}

function toggle(names: ReadonlySet<string>, name: string): ReadonlySet<string> {
  const after = new Set(names)
  if (!after.delete(name)) after.add(name)
  return after
}
