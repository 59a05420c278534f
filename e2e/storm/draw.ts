import * as fc from 'fast-check'

/** A drawn run. Numbers that choose something (`at`, `on`) wrap around the number of choices. */
export type Storm = {
  readonly kind: '2.8.2' | '3.1.2'
  readonly content: DrawnContent
  readonly selection: DrawnSelection
  /** In order; the first always strikes. */
  readonly strikes: readonly DrawnStrike[]
}

export type DrawnContent = {
  readonly images: number
  /** Each contains some of the images and of the indexes before it. */
  readonly indexes: readonly (readonly number[])[]
  /** What each tag points to. */
  readonly tags: readonly number[]
  /** So many more tags of one image or index. */
  readonly many: { readonly count: number; readonly on: number } | undefined
  /** What has attachments, with a list of referrers at a `sha256-…` tag. */
  readonly attachments: readonly number[]
}

export type DrawnSelection = {
  /** Some tags, all tags of some images, or every tag. */
  readonly of: 'tags' | 'images' | 'everything'
  readonly at: readonly number[]
}

/** What happens at which request of the page: first the pushes and the other machine, then the cut. */
export type DrawnStrike = {
  readonly on: RequestKind
  /** How many of them pass after the last strike. */
  readonly after: number
  /** Before the registry gets it, or once the registry is done. */
  readonly phase: 'request' | 'answer'
  readonly pushes: readonly DrawnPush[]
  /** Another machine deletes these, from dialog to report. */
  readonly other: DrawnSelection | undefined
  /** The page is closed; this one is opened once the request is over. */
  readonly reopened: Reopened | undefined
  readonly cut: Cut
}

/** What a request to the registry is for. */
export type RequestKind = 'list' | 'ask' | 'put' | 'delete'

export type Reopened = 'repositories' | 'repository' | 'deleted'

/** Somebody pushes a tag. */
export type DrawnPush = {
  readonly name: 'new' | 'selected' | 'kept'
  readonly at: number
  /** A new image, one of a selected or kept tag, or a new index of a selected one. */
  readonly onto: 'new' | 'selected' | 'kept' | 'index'
  readonly on: number
}

export type Cut =
  | 'none'
  /** The connection to the registry breaks: for this request, and some after it. */
  | 'dropped'
  | 'broken'
  /** The browser is offline until it has noticed. */
  | 'offline'
  /** The registry is killed, and restarted once the page has noticed. */
  | 'killed'
  /** It is only restarted once the page is done. */
  | 'killed-for-long'

const number = fc.nat(99)
const numbers = (minLength: number, maxLength: number) =>
  fc.array(number, { minLength, maxLength, size: 'max' })

/** One of them, with these weights. */
function weighed<T>(
  ...choices: readonly (readonly [weight: number, arbitrary: fc.Arbitrary<T>])[]
) {
  return fc.oneof(...choices.map(([weight, arbitrary]) => ({ weight, arbitrary })))
}

const content: fc.Arbitrary<DrawnContent> = fc.record({
  images: fc.integer({ min: 2, max: 4 }),
  indexes: fc.array(numbers(1, 3), { maxLength: 2, size: 'max' }),
  tags: numbers(2, 8),
  many: weighed<DrawnContent['many']>(
    [6, fc.constant(undefined)],
    [1, fc.record({ count: fc.integer({ min: 30, max: 60 }), on: number })],
  ),
  attachments: weighed<readonly number[]>([2, fc.constant([])], [1, numbers(1, 2)]),
})

const selection: fc.Arbitrary<DrawnSelection> = fc.record({
  of: weighed<DrawnSelection['of']>(
    [4, fc.constant('tags')],
    [5, fc.constant('images')],
    [1, fc.constant('everything')],
  ),
  at: numbers(1, 3),
})

const push: fc.Arbitrary<DrawnPush> = fc.record({
  name: fc.constantFrom('new', 'selected', 'kept'),
  at: number,
  onto: weighed<DrawnPush['onto']>(
    [3, fc.constantFrom('new', 'selected')],
    [1, fc.constantFrom('kept', 'index')],
  ),
  on: number,
})

type Blow = Pick<DrawnStrike, 'pushes' | 'other' | 'reopened' | 'cut'>

const calm: Blow = { pushes: [], other: undefined, reopened: undefined, cut: 'none' }
const pushes = (minLength: number) => fc.array(push, { minLength, maxLength: 2, size: 'max' })
const reopened = fc.constantFrom<Reopened[]>('repositories', 'repository', 'deleted')
const cut = fc.constantFrom<Cut[]>('dropped', 'broken', 'offline', 'killed', 'killed-for-long')

const blow: fc.Arbitrary<Blow> = weighed<Partial<Blow>>(
  [3, fc.record({ pushes: pushes(1) })],
  [3, fc.record({ pushes: pushes(0), reopened })],
  [3, fc.record({ pushes: pushes(0), cut })],
  [1, fc.record({ pushes: pushes(0), reopened, cut })],
  [2, fc.record({ pushes: pushes(0), other: selection })],
).map((blow) => ({ ...calm, ...blow }))

const strike: fc.Arbitrary<DrawnStrike> = fc
  .record({
    on: weighed<RequestKind>(
      [2, fc.constantFrom('list', 'ask', 'put')],
      [1, fc.constant('delete')],
    ),
    after: fc.nat(2),
    phase: fc.constantFrom('request', 'answer'),
  })
  .chain((at) => blow.map((blow) => ({ ...at, ...blow })))

const storm: fc.Arbitrary<Storm> = fc.record({
  kind: fc.constantFrom('2.8.2', '3.1.2'),
  content,
  selection,
  strikes: fc.array(strike, { minLength: 1, maxLength: 3, size: 'max' }),
})

/** The run with this number, from 1. The same seed draws the same runs. */
export function drawStorm(seed: number, run: number): Storm {
  return fc.sample(storm, { seed, numRuns: run })[run - 1] as Storm
}
