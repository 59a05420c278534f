import { useSyncExternalStore } from 'react'

/** Widths of the window from which more columns fit; the same names and figures as Tailwind's `sm:` to `xl:`. */
export type Breakpoint = 'narrow' | 'sm' | 'md' | 'lg' | 'xl'

const ORDER: readonly Breakpoint[] = ['narrow', 'sm', 'md', 'lg', 'xl']
const QUERIES = [
  ['xl', window.matchMedia('(width >= 80rem)')],
  ['lg', window.matchMedia('(width >= 64rem)')],
  ['md', window.matchMedia('(width >= 48rem)')],
  ['sm', window.matchMedia('(width >= 40rem)')],
] as const

/** The widest breakpoint that the window reaches, kept up to date. */
export function useBreakpoint(): Breakpoint {
  return useSyncExternalStore(subscribe, read)
}

/** Whether something that needs the width `from` fits. */
export function fits(breakpoint: Breakpoint, from: Breakpoint = 'narrow'): boolean {
  return ORDER.indexOf(breakpoint) >= ORDER.indexOf(from)
}

function read(): Breakpoint {
  return QUERIES.find(([, query]) => query.matches)?.[0] ?? 'narrow'
}

function subscribe(listener: () => void): () => void {
  for (const [, query] of QUERIES) query.addEventListener('change', listener)
  return () => {
    for (const [, query] of QUERIES) query.removeEventListener('change', listener)
  }
}
