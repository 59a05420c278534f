import { useDeferredValue, useMemo, useState } from 'react'
import { readTagFilter } from '../format/tagFilter.ts'
import { useSearchText } from './useSearchText.ts'

/** Everything typed since the page was loaded, so that a typed expression still works after coming back. */
let typed: ReadonlySet<string> = new Set()

/** The filter of a tag list, kept in the address, and its test. */
export function useTagFilter() {
  const [text, store] = useSearchText('q')
  const [known, setKnown] = useState(typed)
  // The field follows each key at once, the rows a moment later, so that they never slow down typing.
  const query = useDeferredValue(text)
  const isTyped = known.has(query)
  const filter = useMemo(() => readTagFilter(query, isTyped), [query, isTyped])
  const setText = (next: string) => {
    typed = new Set([...typed, next])
    setKnown(typed)
    store(next)
  }
  const label = 'Filter tags: text or /regex/'
  /** The props of its `FilterField`. */
  const field = { label, value: text, onChange: setText, problem: filter.problem }
  return { query, filter, field }
}
