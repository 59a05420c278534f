import { useEffect, useState } from 'react'
import type { TypoSearch } from './typoSearch.ts'

/** The search that forgives typing mistakes: loaded when somebody begins to search. */
export function useTypoSearch(isWanted: boolean): TypoSearch | undefined {
  const [loaded, setLoaded] = useState<TypoSearch>()
  useEffect(() => {
    if (!isWanted || loaded) return
    import('./typoSearch.ts').then(
      (module) => setLoaded(module.typoSearch),
      // Without it the search is exact; the page is no worse off than before.
      () => undefined,
    )
  }, [isWanted, loaded])
  return loaded
}
