import type { Tag } from '../../registry/names.ts'
import { needsTime } from './decideClause.ts'
import { type EvaluationOptions, evaluateRule } from './evaluateRule.ts'
import { type Candidate, NO_TIME } from './evaluation.ts'
import type { Rule } from '../language/rule.ts'

/**
 * The tags that a rule has to know more of than their names (`readCandidate`): those that a clause with a date
 * governs, and, where digests are pinned, all that a clause governs.
 */
export function listNeeded(
  rule: Rule,
  tags: readonly Tag[],
  pins: EvaluationOptions['pins'],
): readonly Tag[] {
  const hasDigests = pins !== undefined && 'pins' in pins && pins.pins.digests.size > 0
  if (!hasDigests && !rule.clauses.some(needsTime)) return []
  const { verdicts } = evaluateRule(rule, tags.map(nameOnly), { now: 0, pins })
  return verdicts.flatMap(({ tag, clause: at }) => {
    const clause = at === undefined ? undefined : rule.clauses[at]
    return clause && (hasDigests || needsTime(clause)) ? [tag] : []
  })
}

/** A tag of which nothing but its name is needed. */
export function nameOnly(tag: Tag): Candidate {
  return { tag, digest: undefined, resolved: 'yes', created: NO_TIME, children: [] }
}
