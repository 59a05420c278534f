import type { Tag } from '../../registry/names.ts'
import { readTime } from './candidateTime.ts'
import type { Rank, Reason } from './evaluation.ts'
import { type Governed, type OrderedGroup, type Usable, rankNewest } from './rankNewest.ts'
import type { Clause } from '../language/rule.ts'
import { readVersion } from '../../format/versions.ts'

export type Decision = { readonly goes: boolean; readonly reason: Reason }

/**
 * What a clause does with the tags that it governs, and the groups that it counted.
 *
 * @param names of all tags of the repository
 */
export function decideClause(
  clause: Clause,
  governed: readonly Governed[],
  names: readonly Tag[],
  now: number,
): { readonly decisions: ReadonlyMap<Tag, Decision>; readonly groups: readonly OrderedGroup[] } {
  const decisions = new Map<Tag, Decision>()
  const stay = (tag: Tag, reason: Reason) => decisions.set(tag, { goes: false, reason })
  const usable: Usable[] = []
  for (const one of governed) {
    const found = readValues(clause, one, now)
    if ('kind' in found) stay(one.candidate.tag, found)
    else usable.push(found)
  }
  const newest = clause.newest && rankNewest(clause.newest, usable, names, stay)
  for (const one of usable) {
    const { tag } = one.candidate
    if (!decisions.has(tag)) decisions.set(tag, decide(clause, one, newest?.ranks.get(tag)))
  }
  return { decisions, groups: newest?.groups ?? [] }
}

/** Whether a clause asks when its tags were created. */
export function needsTime({ older, newest }: Clause): boolean {
  return older !== undefined || newest?.by === 'created'
}

/** The values that the clause asks for, or the reason why one cannot be used. */
function readValues(clause: Clause, governed: Governed, now: number): Usable | Reason {
  const { candidate, by } = governed
  if (candidate.resolved === 'unknown') return { kind: 'unresolved' }
  if (candidate.resolved === 'gone') return { kind: 'manifest-gone' }
  const time = needsTime(clause) ? readTime(candidate.created, now) : undefined
  if (time?.kind === 'unusable') return { kind: 'undated', because: time.because }
  const version = clause.newest?.by === 'version' ? readVersion(candidate.tag) : undefined
  if (clause.newest?.by === 'version' && !version) return { kind: 'no-version' }
  // Written out: a spread takes its time for thousands of tags.
  return { candidate, by, time, version }
}

/** What becomes of a tag that is not among the newest. */
function decide({ older }: Clause, { by, time }: Usable, rank: Rank | undefined): Decision {
  if (older === undefined || !time) {
    return { goes: true, reason: rank ? { kind: 'beyond-newest', rank } : { kind: 'named', by } }
  }
  const { created, age } = time
  const days = older
  if (age <= older * DAY) return { goes: false, reason: { kind: 'too-young', created, days } }
  return { goes: true, reason: { kind: 'older', created, days, ...(rank ? { rank } : {}) } }
}

const DAY = 86_400_000
