import { RegistryError } from '../../registry/errors.ts'
import type { Digest, Tag } from '../../registry/names.ts'
import type { Place } from '../../registry/place.ts'
import { type TagState, askTags } from '../../registry/tags/tagReader.ts'
import { listTagsLeft } from '../../registry/tags/wholeList.ts'
import type { Attempt } from '../../registry/transport/attempt.ts'
import { noneWhere } from '../../registry/transport/tryRead.ts'
import type { DeletionPlan } from '../plan/deletionPlan.ts'
import type { TagOutcome } from '../plan/report.ts'

export type Pace = {
  /** A sweep older than this, and older than the time it took, is repeated; 0: no sweep is reused. */
  readonly sweepAge: number
  /** After a lost response, how long tags must be unchanged before anything else is done. */
  readonly standStill: number
  /** How often they are checked meanwhile. */
  readonly look: number
  /** After how long a lost response counts as not settled. */
  readonly giveUp: number
}

export const PACE: Pace = { sweepAge: 5_000, standStill: 10_000, look: 500, giveUp: 120_000 }

/** A write whose effect is unknown. */
export type Unanswered = Extract<Attempt, { kind: 'broken' | 'lost' }>

export function isUnanswered(attempt: Attempt): attempt is Unanswered {
  return attempt.kind === 'broken' || attempt.kind === 'lost'
}

/**
 * Why a selected tag must be kept, by its state just before its step; `undefined` if it is as planned: a tag that was
 * readable must still be, and an empty link must still be empty.
 *
 * @param expected `undefined` for a tag whose manifest is gone or unreadable
 */
export function checkUnmoved(
  { states }: DeletionPlan,
  tag: Tag,
  state: TagState,
  expected: Digest | undefined,
): TagOutcome | undefined {
  if (state.kind === 'at') {
    return state.digest === expected ? undefined : { kind: 'moved', digest: state.digest }
  }
  if (state.kind === 'absent') return expected === undefined ? undefined : { kind: 'already-gone' }
  const planned = states.get(tag)
  const isAsPlanned = planned?.kind === 'unknown' && (state.hasEmptyLink || !planned.hasEmptyLink)
  if (expected === undefined && isAsPlanned) return undefined
  return { kind: 'failed', why: 'tag-unread', message: state.message }
}

/** The state of tags after a write whose response proves nothing. */
export type TagsFound = {
  readonly states: ReadonlyMap<Tag, TagState>
  readonly listed: ReadonlySet<Tag>
}

/** Neither listed nor found: a tag that is listed without a manifest isn't gone. */
export function isGone(tag: Tag, { states, listed }: TagsFound): boolean {
  return !listed.has(tag) && states.get(tag)?.kind === 'absent'
}

/** Where tags point, and which are listed. @throws what listing throws; LoginRequiredError */
export async function lookAtTags(
  { transport, repository }: Place,
  tags: readonly Tag[],
): Promise<TagsFound> {
  const list = await listTagsLeft({ transport, repository })
  const states = await askTags({ transport, repository }, tags)
  return { states, listed: new Set(list.tags) }
}

/** The same; `undefined` if the registry doesn't tell. */
export async function tryLookAtTags(
  place: Place,
  tags: readonly Tag[],
): Promise<TagsFound | undefined> {
  return await lookAtTags(place, tags).catch(noneWhere((error) => error instanceof RegistryError))
}

/** Checking more tags than this takes so long that it is done less often. */
const FEW = 50

/**
 * Checks again and again until tags have been unchanged for `standStill` milliseconds, since the registry may still
 * be working on an earlier request. `undefined` if they keep changing: it may still be working.
 *
 * @param look their current state, `undefined` if unknown
 * @param isOver ends the waiting early
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

/** Equal if nothing changed. */
function print(tags: readonly Tag[], { states, listed }: TagsFound): string {
  return JSON.stringify(
    tags.map((tag) => {
      const state = states.get(tag)
      return [listed.has(tag), state?.kind, state?.kind === 'at' ? state.digest : '']
    }),
  )
}
