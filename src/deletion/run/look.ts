import { RegistryError } from '../../registry/errors.ts'
import type { Tag } from '../../registry/names.ts'
import type { Place } from '../../registry/place.ts'
import { type TagState, askTags } from '../../registry/tags/tagReader.ts'
import { listTagsLeft } from '../../registry/tags/wholeList.ts'
import type { Attempt } from '../../registry/transport/attempt.ts'
import { type Pace, waitUntilStill } from './settle.ts'

/** A write of which it is not known what it has done. */
export type Unanswered = Extract<Attempt, { kind: 'broken' | 'lost' }>

export function isUnanswered(attempt: Attempt): attempt is Unanswered {
  return attempt.kind === 'broken' || attempt.kind === 'lost'
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
  try {
    return await lookAtTags(place, tags)
  } catch (error) {
    if (error instanceof RegistryError) return undefined
    throw error
  }
}

/** Looking at more tags than these takes so long that it is done less often. */
const FEW = 50

/**
 * Tags when they have stood still: the registry may be at work on what was asked before. `undefined` where they
 * do not.
 *
 * @param isOver what need not stand still any longer
 */
export function lookWhenStill(
  look: () => Promise<TagsFound | undefined>,
  tags: readonly Tag[],
  pace: Pace,
  isOver?: (seen: TagsFound) => boolean,
): Promise<TagsFound | undefined> {
  const print = ({ states, listed }: TagsFound) =>
    JSON.stringify(
      tags.map((tag) => {
        const state = states.get(tag)
        return [listed.has(tag), state?.kind, state?.kind === 'at' ? state.digest : '']
      }),
    )
  const between = tags.length > FEW ? pace.standStill : pace.look
  return waitUntilStill(look, print, { ...pace, look: between }, isOver)
}
