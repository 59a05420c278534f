import type { Pace } from '../../src/deletion/run/look.ts'

/** Short, so that a lost response doesn't take ten seconds. */
export const QUICK: Partial<Pace> = { standStill: 400, look: 50, giveUp: 3_000 }
