import { readVersion } from '../../format/versions.ts'
import type { Tag } from '../../registry/names.ts'
import type { Clause } from '../language/rule.ts'
import { DAY, readTime } from './candidateTime.ts'
import { type Group, type Rank, type Reason, isGoing } from './evaluation.ts'
import { type Governed, type Usable, rankNewest } from './rankNewest.ts'

/**
 * Why each tag that a clause decides is deleted or kept, and the groups that were counted.
 *
 * @param names all tags of the repository
 */
export function decideClause(
  clause: Clause,
  governed: readonly Governed[],
  names: readonly Tag[],
  now: number,
): { readonly reasons: ReadonlyMap<Tag, Reason>; readonly groups: readonly Group[] } {
  const reasons = new Map<Tag, Reason>()
  const usable: Usable[] = []
  for (const one of governed) {
    const found = readValues(clause, one, now)
    if ('kind' in found) reasons.set(one.candidate.tag, found)
    else usable.push(found)
  }
  const newest = clause.newest && rankNewest(clause.newest, usable, names, reasons)
  for (const one of usable) {
    const { tag } = one.candidate
    if (!reasons.has(tag)) reasons.set(tag, decide(clause, one, newest?.ranks.get(tag)))
  }
  const goes = (tag: Tag) => isGoing(reasons.get(tag) ?? { kind: 'no-clause' })
  const groups = newest?.groups.map((group) => ({ ...group, goes: group.tags.filter(goes).length }))
  return { reasons, groups: groups ?? [] }
}

/** Whether a clause needs the creation times of its tags. */
export function needsTime({ older, newest }: Clause): boolean {
  return older !== undefined || newest?.by === 'created'
}

/** The values that the clause needs, or why one can't be used. */
function readValues(clause: Clause, { candidate, by }: Governed, now: number): Usable | Reason {
  if (candidate.resolved === 'unknown') return { kind: 'unresolved' }
  if (candidate.resolved === 'gone') return { kind: 'manifest-gone' }
  const time = needsTime(clause) ? readTime(candidate.created, now) : undefined
  if (time?.kind === 'unusable') return { kind: 'undated', because: time.because }
  const version = clause.newest?.by === 'version' ? readVersion(candidate.tag) : undefined
  if (clause.newest?.by === 'version' && !version) return { kind: 'no-version' }
  return { candidate, by, time, version }
}

/** The outcome for a tag that isn't among the newest. */
function decide({ older: days }: Clause, { by, time }: Usable, rank: Rank | undefined): Reason {
  if (days === undefined || !time)
    return rank ? { kind: 'beyond-newest', rank } : { kind: 'named', by }
  const { created, age } = time
  return age <= days * DAY
    ? { kind: 'too-young', created, days }
    : { kind: 'older', created, days, rank }
}
