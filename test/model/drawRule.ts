import * as fc from 'fast-check'
import type { Content } from './content.ts'

export type DrawnRule = {
  readonly keep: readonly string[]
  readonly max: number | undefined
  readonly clauses: readonly DrawnClause[]
  /** Tags and manifests in use somewhere, by number. */
  readonly pins: { readonly tags: readonly number[]; readonly manifests: readonly number[] }
}

export type DrawnClause = {
  readonly tags: readonly string[]
  /** Days. */
  readonly older: number | undefined
  readonly newest: DrawnNewest | undefined
}

export type DrawnNewest = {
  readonly count: number
  readonly by: 'created' | 'version' | 'name'
  readonly per: 'prefix' | 'minor' | 'major' | undefined
}

/** When rules are evaluated, in milliseconds: images always have the age that was drawn. */
export const NOW = Date.UTC(2026, 8, 30, 12)
export const DAY = 86_400_000

const GLOBS = 't* t? t[1-4]* *.* v* 1* [0-9]* a* *b* latest ? *_* *-* ci-*'.split(' ')
const SHAPES = ['.release', '.prerelease', '.build', '.sha', '.date', '.number']

export function drawRule(): fc.Arbitrary<DrawnRule> {
  const globs = (minLength: number, maxLength: number) =>
    fc.uniqueArray(fc.constantFrom(...GLOBS), { minLength, maxLength, size: 'max' })
  const older = fc.constantFrom(1, 7, 21)
  const newest: fc.Arbitrary<DrawnNewest> = fc.record({
    count: oftenest(fc.constant(1), fc.constantFrom(2, 3)),
    by: fc.constantFrom('created' as const, 'version' as const, 'name' as const),
    per: fc.oneof(
      fc.constant(undefined),
      fc.constantFrom('prefix' as const, 'minor' as const, 'major' as const),
    ),
  })
  // All tags on their own wouldn't be a valid rule: only a clause with a condition may match them.
  const wide = fc.oneof(
    { weight: 4, arbitrary: fc.constant(['*']) },
    { weight: 1, arbitrary: globs(1, 3) },
    {
      weight: 1,
      arbitrary: fc.uniqueArray(fc.constantFrom(...SHAPES, 'v*'), { minLength: 1, maxLength: 3 }),
    },
  )
  const nothing = fc.constant(undefined)
  const clause: fc.Arbitrary<DrawnClause> = fc.oneof(
    fc.record({ tags: globs(2, 4), older: nothing, newest: nothing }),
    fc.record({ tags: wide, older, newest: nothing }),
    fc.record({ tags: wide, older: nothing, newest }),
    fc.record({ tags: wide, older, newest }),
  )
  const numbers = fc.array(fc.nat(60), { maxLength: 2 })
  return fc.record({
    keep: oftenest(fc.constant([]), globs(1, 2)),
    max: oftenest(nothing, oftenest(nothing, fc.integer({ min: 1, max: 9 }))),
    clauses: fc.array(clause, { minLength: 1, maxLength: 3, size: 'max' }),
    pins: oftenest(
      fc.constant({ tags: [], manifests: [] }),
      fc.record({ tags: numbers, manifests: numbers }),
    ),
  })
}

/** The first one in three out of four cases. */
function oftenest<One, Other>(one: fc.Arbitrary<One>, other: fc.Arbitrary<Other>) {
  return fc.oneof({ weight: 3, arbitrary: one }, { weight: 1, arbitrary: other })
}

/** The rule as in an address. */
export function printRule({ keep, max, clauses }: DrawnRule): URLSearchParams {
  const text = new URLSearchParams()
  if (keep.length > 0) text.append('keep', keep.join(' '))
  if (max !== undefined) text.append('max', String(max))
  for (const { tags, older, newest } of clauses) {
    text.append('tags', tags.join(' '))
    if (older !== undefined) text.append('older', `${older}d`)
    if (!newest) continue
    text.append('newest', String(newest.count))
    text.append('by', newest.by)
    if (newest.per) text.append('per', newest.per)
  }
  return text
}

/** What is in use: tags of the repository, and manifests by digest. */
export type Running = { readonly tags: readonly string[]; readonly digests: readonly string[] }

export function runningOf({ pins }: DrawnRule, { tags, nodes }: Content): Running {
  const pick = (all: readonly string[], numbers: readonly number[]) =>
    numbers.map((at) => all[at % all.length] as string)
  return {
    tags: pick([...tags.keys()], pins.tags),
    digests: pick([...nodes.keys()], pins.manifests),
  }
}
