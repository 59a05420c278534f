import { useMemo } from 'react'
import { type EvaluationOptions, evaluateRule } from '../../../cleanup/rules/evaluateRule.ts'
import type { Candidate, Evaluation } from '../../../cleanup/rules/evaluation.ts'
import { nameOnly } from '../../../cleanup/rules/neededTags.ts'
import type { Rule } from '../../../cleanup/language/rule.ts'
import type { Tag } from '../../../registry/names.ts'

/** What the rule decides with what is known by now; what is needed and not read yet stays. */
export function useEvaluation(
  rule: Rule | undefined,
  tags: readonly Tag[],
  needed: ReadonlySet<Tag>,
  known: ReadonlyMap<Tag, Candidate>,
  options: EvaluationOptions,
): Evaluation | undefined {
  return useMemo(() => {
    if (!rule) return undefined
    const candidates = tags.map((tag): Candidate =>
      needed.has(tag)
        ? (known.get(tag) ?? { ...nameOnly(tag), resolved: 'unknown' })
        : nameOnly(tag),
    )
    return evaluateRule(rule, candidates, options)
  }, [rule, tags, needed, known, options])
}
