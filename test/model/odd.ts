import * as fc from 'fast-check'

/** How a registry differs from distribution, as real products do. */
export type Odd = {
  /** How many milliseconds after its response a deletion takes effect; 0: before it. */
  readonly slow: number
  /** It says that it deletes, and doesn't. */
  readonly isIdle: boolean
  /** For how many milliseconds a deleted tag is still listed. */
  readonly lag: number
  /** The code of a 404 for a manifest. */
  readonly code: string
  /** A tag, by number, for whose manifest something in front answers 404 with a page. */
  readonly blocked: number | undefined
  /** It leaves out `Docker-Content-Digest`. */
  readonly isNameless: boolean
  readonly pages: Pages
  /** A tag that is refused to be deleted or overwritten, by number, and with what. */
  readonly locked: Locked | undefined
  /** What it deletes along with a digest. */
  readonly along: readonly Along[]
}

/** How it sends tag lists: like distribution; in pages with an opaque cursor; or refusing large pages. */
export type Pages = 'own' | 'cursors' | 'refused-sizes'

export type Locked = { readonly at: number; readonly status: 401 | 403 | 409 | 412 }

/** Images in an index (Pulp); signatures and lists of referrers with what they name (Harbor, Quay). */
export type Along = 'children' | 'attachments'

/** Longer than a deletion waits for (see `PATIENT`). */
const TOO_LONG = 1_500

/**
 * Several oddities at once; each shrinks to none. Nothing goes along with a deletion that takes too long: nobody would
 * be there to notice it.
 */
export function drawOdd(): fc.Arbitrary<Odd> {
  const milliseconds = fc.oneof(
    { weight: 4, arbitrary: fc.constant(0) },
    { weight: 5, arbitrary: fc.constantFrom(60, 200) },
    { weight: 1, arbitrary: fc.constant(TOO_LONG) },
  )
  const code = fc.oneof(
    fc.constant('MANIFEST_UNKNOWN'),
    fc.constantFrom('NOT_FOUND', 'TAG_EXPIRED', 'NAME_UNKNOWN', 'manifest_unknown'),
  )
  const locked: fc.Arbitrary<Locked> = fc.record({
    at: fc.nat(60),
    status: fc.constantFrom(409 as const, 412 as const, 403 as const, 401 as const),
  })
  const pages = fc.oneof(
    { weight: 3, arbitrary: fc.constant('own' as const) },
    { weight: 2, arbitrary: fc.constantFrom('cursors' as const, 'refused-sizes' as const) },
  )
  const odd: fc.Arbitrary<Odd> = fc.record({
    slow: milliseconds,
    isIdle: fc.oneof(
      { weight: 9, arbitrary: fc.constant(false) },
      { weight: 1, arbitrary: fc.constant(true) },
    ),
    lag: milliseconds,
    code,
    blocked: seldom(fc.nat(60)),
    isNameless: fc.boolean(),
    pages,
    locked: seldom(locked),
    along: fc.oneof(
      { weight: 2, arbitrary: fc.constant([]) },
      {
        weight: 1,
        arbitrary: fc.uniqueArray(fc.constantFrom('children' as const, 'attachments' as const), {
          minLength: 1,
          maxLength: 2,
        }),
      },
    ),
  })
  return odd.map((one) => (one.slow === TOO_LONG ? { ...one, along: [] } : one))
}

/** In one of five cases. */
export function seldom<One>(one: fc.Arbitrary<One>): fc.Arbitrary<One | undefined> {
  return fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: one })
}
