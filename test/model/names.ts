/** What a name tells a clean-up rule besides its letters. */
export type Meaning = {
  readonly shape?: string
  /** The numbers of its version. */
  readonly version?: readonly number[]
  /** Negative before its release, positive after it. */
  readonly stage?: number
  readonly variant?: string
  /** The rest without counts, dates and hashes at its end. */
  readonly prefix?: string
}

/** Names with a meaning, and some that only look so. Written by hand, without code that parses names. */
const TOLD: Readonly<Record<string, Meaning>> = {
  '0': { shape: '.number', prefix: '' },
  '00': { shape: '.number', prefix: '' },
  '1': { shape: '.number', prefix: '' },
  '10': { shape: '.number', prefix: '' },
  // A number or a hash.
  '1234567': { prefix: '' },
  e7e744a: { shape: '.sha', prefix: '' },
  '2026-09-30': { shape: '.date', prefix: '' },
  // A date or a version.
  '2026.09.30': {},
  '1.2': { version: [1, 2] },
  'v1.2': { version: [1, 2] },
  '1.20': { version: [1, 20] },
  '1.21': { version: [1, 21] },
  '10.1': { version: [10, 1] },
  '1.2.0': { shape: '.release', version: [1, 2, 0] },
  '1.2.3': { shape: '.release', version: [1, 2, 3] },
  'v1.2.3': { shape: '.release', version: [1, 2, 3] },
  '1.2.10': { shape: '.release', version: [1, 2, 10] },
  '2.0.0': { shape: '.release', version: [2, 0, 0] },
  '1.2-alpine': { version: [1, 2], variant: 'alpine' },
  '1.2.3-alpine': { shape: '.release', version: [1, 2, 3], variant: 'alpine' },
  '1.2.10-alpine': { shape: '.release', version: [1, 2, 10], variant: 'alpine' },
  'v1.2-att': { version: [1, 2], variant: 'att' },
  '2.0.0-beta1': { shape: '.prerelease', version: [2, 0, 0], stage: -3 },
  '2.0.0-rc.2': { shape: '.prerelease', version: [2, 0, 0], stage: -2 },
  '2.0.0-rc.10': { shape: '.prerelease', version: [2, 0, 0], stage: -1 },
  '1.2.3-9': { shape: '.build', version: [1, 2, 3], stage: 1, prefix: '1.2.3' },
  '1.2.3-12-ge7e744a': { shape: '.build', version: [1, 2, 3], stage: 2, prefix: '1.2.3' },
  'ci-main-9': { prefix: 'ci-main' },
  'ci-main-12': { prefix: 'ci-main' },
  'ci-main-e7e744a': { prefix: 'ci-main' },
  'ci-dev-3': { prefix: 'ci-dev' },
  'ci-20260930': { prefix: 'ci' },
  'ci-dev': {},
}

const MEANINGS = new Map(Object.entries(TOLD))

export const TELLING_NAMES: readonly string[] = [...MEANINGS.keys()]

export const VERSION_NAMES = TELLING_NAMES.filter((name) => MEANINGS.get(name)?.version)

export const ORDINARY_NAMES = 'v1 v10 latest main a ab abc A _x x-y x.y x_y edge'.split(' ')

/** Names that continue others: a registry on S3 hides them. */
export const HIDDEN_NAMES = '0 00 1 10 1.2 1.20 1.21 v1 v10 a ab abc t1 t10 t11 t12'.split(' ')

export const MANY_NAMES: readonly string[] = Array.from({ length: 60 }, (_, index) => `t${index}`)

export function meaningOf(name: string): Meaning {
  return MEANINGS.get(name) ?? {}
}
