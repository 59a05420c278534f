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

/** A deletion that has just ended and can be undone. */
export type UndoOffer = {
  /** Ids of its entries in the journal. */
  readonly entries: readonly string[]
  /** What happened: `3 tags deleted from team/app`. */
  readonly text: string
}

/** At most so many at a time; what an older one offers is still on the page of deletions. */
const MOST = 3

/** What the foot of the page offers to undo, the latest last. */
export const undoOffers = createStore<readonly UndoOffer[]>([])

/**
 * Offers to undo what was written down as `entries`, in the place of what was offered for any of `before`. Nothing is
 * offered where nothing was recorded.
 */
export function offerUndo(entries: readonly string[], text: string, before = entries): void {
  const others = undoOffers
    .read()
    .filter((offer) => !offer.entries.some((id) => before.includes(id)))
  undoOffers.write(entries.length > 0 ? [...others, { entries, text }].slice(-MOST) : others)
}
