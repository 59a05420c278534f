import { useSyncExternalStore } from 'react'

/** Widths of the window from which more columns fit; the same names and figures as Tailwind's `sm:` to `xl:`. */
export type Breakpoint = 'narrow' | 'sm' | 'md' | 'lg' | 'xl'

const ORDER: readonly Breakpoint[] = ['narrow', 'sm', 'md', 'lg', 'xl']
/** One for each after the first. */
const QUERIES = [40, 48, 64, 80].map((width) => window.matchMedia(`(width >= ${width}rem)`))

/** The widest breakpoint that the window reaches, kept up to date. */
export function useBreakpoint(): Breakpoint {
  return useSyncExternalStore(subscribe, read)
}

/** Whether something that needs the width `from` fits. */
export function fits(breakpoint: Breakpoint, from: Breakpoint = 'narrow'): boolean {
  return ORDER.indexOf(breakpoint) >= ORDER.indexOf(from)
}

function read(): Breakpoint {
  return ORDER[QUERIES.filter((query) => query.matches).length] ?? 'narrow'
}

function subscribe(listener: () => void): () => void {
  for (const query of QUERIES) query.addEventListener('change', listener)
  return () => {
    for (const query of QUERIES) query.removeEventListener('change', listener)
  }
}
