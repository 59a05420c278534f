import { RegistryError } from '../../registry/errors.ts'
import type { Digest, Tag } from '../../registry/names.ts'
import type { Place } from '../../registry/place.ts'
import { type TagState, askTags } from '../../registry/tags/tagReader.ts'
import { listTagsLeft } from '../../registry/tags/wholeList.ts'
import type { Attempt } from '../../registry/transport/attempt.ts'
import { noneWhere } from '../../registry/transport/tryRead.ts'
import type { TagOutcome } from '../plan/report.ts'

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

/** A write of which it is not known what it has done. */
export type Unanswered = Extract<Attempt, { kind: 'broken' | 'lost' }>

export function isUnanswered(attempt: Attempt): attempt is Unanswered {
  return attempt.kind === 'broken' || attempt.kind === 'lost'
}

/**
 * Whether a selected tag is still where the plan saw it; the outcome where it is not. Asked just before its
 * step.
 *
 * @param expected `undefined` for a tag whose manifest is gone or unreadable
 * @param planned what the plan saw: a tag that could be read then has to be readable now, and an empty link
 *   still empty
 */
export function checkUnmoved(
  state: TagState,
  expected: Digest | undefined,
  planned: TagState | undefined,
): TagOutcome | undefined {
  if (state.kind === 'at') {
    return state.digest === expected ? undefined : { kind: 'moved', digest: state.digest }
  }
  if (state.kind === 'absent') return expected === undefined ? undefined : { kind: 'already-gone' }
  const isAsPlanned = planned?.kind === 'unknown' && (state.hasEmptyLink || !planned.hasEmptyLink)
  if (expected === undefined && isAsPlanned) return undefined
  return { kind: 'failed', why: 'tag-unread', message: state.message }
}

/** Tags as they are found after a write whose answer tells nothing. */
export type TagsFound = {
  readonly states: ReadonlyMap<Tag, TagState>
  readonly listed: ReadonlySet<Tag>
}

/** Neither listed nor found: a tag that is listed without a manifest is not gone. */
export function isGone(tag: Tag, { states, listed }: TagsFound): boolean {
  return !listed.has(tag) && states.get(tag)?.kind === 'absent'
}

/** Where tags are, and which are listed. @throws what listing throws; LoginRequiredError */
export async function lookAtTags(
  { transport, repository }: Place,
  tags: readonly Tag[],
): Promise<TagsFound> {
  const list = await listTagsLeft({ transport, repository })
  const states = await askTags({ transport, repository }, tags)
  return { states, listed: new Set(list.tags) }
}

/** The same; `undefined` where the registry does not tell. */
export async function tryLookAtTags(
  place: Place,
  tags: readonly Tag[],
): Promise<TagsFound | undefined> {
  return await lookAtTags(place, tags).catch(noneWhere((error) => error instanceof RegistryError))
}

/** Looking at more tags than these takes so long that it is done less often. */
const FEW = 50

/**
 * Looks again and again until tags have stood still for `standStill` milliseconds: the registry may be at work on
 * what was asked before. `undefined` where they do not: then it may be so still.
 *
 * @param look where they are now, `undefined` where that cannot be told
 * @param isOver what need not stand still any longer
 */
export async function lookWhenStill(
  look: () => Promise<TagsFound | undefined>,
  tags: readonly Tag[],
  { standStill, look: often, giveUp }: Omit<Pace, 'sweepAge'>,
  isOver: (seen: TagsFound) => boolean = () => false,
): Promise<TagsFound | undefined> {
  const begin = performance.now()
  let since = begin
  let before: string | undefined
  for (;;) {
    const seen = await look()
    const text = seen && print(tags, seen)
    const now = performance.now()
    if (text === undefined || text !== before) since = now
    before = text
    if (seen && (now - since >= standStill || isOver(seen))) return seen
    if (now - begin >= Math.max(giveUp, 3 * standStill)) return undefined
    const between = tags.length > FEW ? standStill : often
    await new Promise((resolve) => setTimeout(resolve, between))
  }
}

/** Equal texts mean that nothing changed. */
function print(tags: readonly Tag[], { states, listed }: TagsFound): string {
  return JSON.stringify(
    tags.map((tag) => {
      const state = states.get(tag)
      return [listed.has(tag), state?.kind, state?.kind === 'at' ? state.digest : '']
    }),
  )
}
