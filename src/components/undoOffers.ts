import { createStore } from '../queries/store.ts'

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
 * Offers to undo what was written down as `entries` (`DeletionReport.entries`), at the foot of whatever page
 * is open then. Nothing is offered where nothing was recorded: no storage, or nothing went.
 */
export function offerUndo(entries: readonly string[], text: string): void {
  if (entries.length === 0) return
  undoOffers.write([...undoOffers.read(), { entries, text }].slice(-MOST))
}

/** Offers something else in the place of an offer that holds these entries, if it is still there. */
export function renewOffer(
  before: readonly string[],
  entries: readonly string[],
  text: string,
): void {
  const renewed = undoOffers.read().flatMap((offer) => {
    if (!offer.entries.some((id) => before.includes(id))) return [offer]
    return entries.length > 0 ? [{ entries, text }] : []
  })
  undoOffers.write(renewed)
}

/** Takes an offer away. */
export function dropOffer(offer: UndoOffer): void {
  undoOffers.write(undoOffers.read().filter((one) => one !== offer))
}
