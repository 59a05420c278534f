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

/** Offers to undo what was written down as `entries`. Nothing is offered where nothing was recorded. */
export function offerUndo(entries: readonly string[], text: string): void {
  if (entries.length > 0) undoOffers.write([...undoOffers.read(), { entries, text }].slice(-MOST))
}

/** Offers something else in the place of an offer that holds the entries `before`, if it is still there. */
export function renewOffer(before: readonly string[], { entries, text }: UndoOffer): void {
  const isOld = (offer: UndoOffer) => offer.entries.some((id) => before.includes(id))
  const renewed = undoOffers.read().map((offer) => (isOld(offer) ? { entries, text } : offer))
  undoOffers.write(renewed.filter((offer) => offer.entries.length > 0))
}

/** Takes an offer away. */
export function dropOffer(offer: UndoOffer): void {
  undoOffers.write(undoOffers.read().filter((one) => one !== offer))
}
