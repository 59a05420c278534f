import { createStore } from '../queries/store.ts'

/** A short message at the foot of the page; it goes away by itself, so it never holds what must be read. */
export const announcement = createStore<string | undefined>(undefined)

let timer: ReturnType<typeof setTimeout> | undefined

/** Shown for so many milliseconds, or until the next one. */
export function announce(text: string, life = 6000): void {
  clearTimeout(timer)
  announcement.write(text)
  timer = setTimeout(() => announcement.write(undefined), life)
}
