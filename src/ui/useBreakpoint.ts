import { useSyncExternalStore } from 'react'

/** Widths of the window from which more columns fit; the same names and figures as Tailwind's `sm:`, `md:`, `lg:`. */
export type Breakpoint = 'narrow' | 'sm' | 'md' | 'lg'

const ORDER: readonly Breakpoint[] = ['narrow', 'sm', 'md', 'lg']
const QUERIES = {
  sm: window.matchMedia('(width >= 40rem)'),
  md: window.matchMedia('(width >= 48rem)'),
  lg: window.matchMedia('(width >= 64rem)'),
}

/** The widest breakpoint that the window reaches; follows when it changes. */
export function useBreakpoint(): Breakpoint {
  return useSyncExternalStore(subscribe, read)
}

/** Whether something that needs the width `from` fits. */
export function fits(breakpoint: Breakpoint, from: Breakpoint = 'narrow'): boolean {
  return ORDER.indexOf(breakpoint) >= ORDER.indexOf(from)
}

function read(): Breakpoint {
  if (QUERIES.lg.matches) return 'lg'
  if (QUERIES.md.matches) return 'md'
  return QUERIES.sm.matches ? 'sm' : 'narrow'
}

function subscribe(listener: () => void): () => void {
  const queries = Object.values(QUERIES)
  for (const query of queries) query.addEventListener('change', listener)
  return () => {
    for (const query of queries) query.removeEventListener('change', listener)
  }
}
