import type { Pace } from '../../src/deletion/run/look.ts'

/** Short, so that a lost answer does not take ten seconds. */
export const QUICK: Partial<Pace> = { standStill: 400, look: 50, giveUp: 3_000 }
