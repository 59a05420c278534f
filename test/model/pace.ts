import type { Pace } from '../../src/deletion/run/look.ts'

/** Short, so that a lost response doesn't take ten seconds. */
export const QUICK: Partial<Pace> = { standStill: 400, look: 50, giveUp: 3_000 }

/** For odd registries: longer than most oddities last. What is over sooner isn't waited for. */
export const PATIENT = { standStill: 1_000, look: 50, giveUp: 5_000 } satisfies Partial<Pace>
