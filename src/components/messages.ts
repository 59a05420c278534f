import { createStore } from '../queries/session/store.ts'

/** A short message at the bottom of the page. It disappears by itself, so it must not be important. */
export const announcement = createStore<string | undefined>(undefined)

let timer: ReturnType<typeof setTimeout> | undefined

/** Shows `text` for `life` milliseconds, or until the next message. */
export function announce(text: string, life = 6000): void {
  clearTimeout(timer)
  announcement.write(text)
  timer = setTimeout(() => announcement.write(undefined), life)
}

/** A deletion that has just finished and can be undone. */
export type UndoOffer = {
  /** The ids of its journal entries. */
  readonly entries: readonly string[]
  /** What happened: `3 tags deleted from team/app`. */
  readonly text: string
}

/** At most this many at a time; older deletions can be undone on the Deleted page. */
const MOST = 3

/** What can be undone at the bottom of the page, the latest last. */
export const undoOffers = createStore<readonly UndoOffer[]>([])

/**
 * Offers to undo what was recorded as `entries`, replacing offers for any of `before`. If nothing was recorded, nothing
 * is offered.
 */
export function offerUndo(entries: readonly string[], text: string, before = entries): void {
  const others = undoOffers
    .read()
    .filter((offer) => !offer.entries.some((id) => before.includes(id)))
  undoOffers.write(entries.length > 0 ? [...others, { entries, text }].slice(-MOST) : others)
}
