import { useCallback, useMemo, useState, useSyncExternalStore } from 'react'
import { emptiedRepositories } from '../../queries/emptiedRepositories.ts'
import type { RepositoryName } from '../../registry/names.ts'

/**
 * The repositories that stand apart because they are without a tag. Which is decided when the page opens, and
 * again by `decide`, so that no row goes away while somebody reads; one that has tags again comes back at once.
 */
export function useEmptied(): {
  readonly emptied: ReadonlySet<RepositoryName>
  readonly decide: () => void
} {
  const [then, setThen] = useState(emptiedRepositories.read)
  const now = useSyncExternalStore(emptiedRepositories.subscribe, emptiedRepositories.read)
  const emptied = useMemo(() => new Set([...then].filter((name) => now.has(name))), [then, now])
  return { emptied, decide: useCallback(() => setThen(emptiedRepositories.read()), []) }
}
