import { useDeferredValue, useMemo, useState } from 'react'
import { readTagFilter } from '../format/tagFilter.ts'
import { useSearchText } from './useSearchText.ts'

/** What was typed since the page was loaded: whoever comes back to it has a filter that works. */
let typed: ReadonlySet<string> = new Set()

/** The filter of a list of tags, kept in the address, and the test that it stands for. */
export function useTagFilter() {
  const [text, store] = useSearchText('q')
  const [known, setKnown] = useState(typed)
  // The field follows each key at once; the rows a moment later, so that typing never waits for them.
  const query = useDeferredValue(text)
  const isTyped = known.has(query)
  const filter = useMemo(() => readTagFilter(query, isTyped), [query, isTyped])
  const setText = (next: string) => {
    typed = new Set([...typed, next])
    setKnown(typed)
    store(next)
  }
  const label = 'Filter tags: text or /regex/'
  /** The properties of its `FilterField`. */
  const field = { label, value: text, onChange: setText, problem: filter.problem }
  return { query, filter, field }
}
