/** Times of a deletion, in milliseconds. */
export type Pace = {
  /** A sweep older than this, and than the time it took, is done again; with 0 every sweep is a new one. */
  readonly sweepAge: number
  /** After a lost answer, how long tags have to stand still before anything else is done. */
  readonly standStill: number
  /** How often they are looked at meanwhile. */
  readonly look: number
  /** After how long a lost answer counts as not settled. */
  readonly giveUp: number
}

export const PACE: Pace = { sweepAge: 5_000, standStill: 10_000, look: 500, giveUp: 120_000 }

/**
 * Looks again and again until what is seen has not changed for `standStill` milliseconds; returns what was
 * seen last. `undefined` when that does not happen: then the registry may still be at work.
 *
 * @param look what is there now, `undefined` where it cannot be told
 * @param print equal texts mean that nothing changed
 * @param isOver what need not stand still any longer
 */
export async function waitUntilStill<Seen>(
  look: () => Promise<Seen | undefined>,
  print: (seen: Seen) => string,
  { standStill, look: between, giveUp }: Omit<Pace, 'sweepAge'>,
  isOver: (seen: Seen) => boolean = () => false,
): Promise<Seen | undefined> {
  const begin = performance.now()
  let since = begin
  let before: string | undefined
  for (;;) {
    const seen = await look()
    const text = seen === undefined ? undefined : print(seen)
    const now = performance.now()
    if (text === undefined || text !== before) since = now
    before = text
    if (seen !== undefined && (now - since >= standStill || isOver(seen))) return seen
    if (now - begin >= Math.max(giveUp, 3 * standStill)) return undefined
    await new Promise((resolve) => setTimeout(resolve, between))
  }
}
