import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo } from 'react'
import type { Rule } from '../../../cleanup/language/rule.ts'
import { type EvaluationOptions, evaluateRule } from '../../../cleanup/rules/evaluateRule.ts'
import type { Candidate, Evaluation } from '../../../cleanup/rules/evaluation.ts'
import { listNeeded, nameOnly } from '../../../cleanup/rules/neededTags.ts'
import { type Reading, useReading, useTagAnswers } from '../useReading.tsx'
import { candidateQuery, candidatesKey } from '../../../queries/candidates.ts'
import { registryNow } from '../../../queries/session.ts'
import type { Digest, RepositoryName, Tag } from '../../../registry/names.ts'

/** What is known of the tags that a rule asks about, and how far the reading is. */
export type CandidateReading = Reading & {
  readonly known: ReadonlyMap<Tag, Candidate>
  /** Where they point. */
  readonly digests: ReadonlyMap<Tag, Digest>
  /** Asks again about these. */
  readonly again: (tags: readonly Tag[]) => void
}

/**
 * What the rule decides with what is known by now; what it needs to know is read at once, and stays until then.
 * A list that came anew (`listedAt`) is read anew: tags may have moved.
 */
export function useEvaluation(
  repository: RepositoryName,
  rule: Rule | undefined,
  tags: readonly Tag[],
  listedAt: number,
  pins: EvaluationOptions['pins'],
): { readonly evaluation: Evaluation | undefined; readonly reading: CandidateReading } {
  const client = useQueryClient()
  const prefix = useMemo(() => candidatesKey(repository, listedAt), [repository, listedAt])
  const query = useCallback(
    (tag: Tag) => candidateQuery(repository, tag, listedAt),
    [repository, listedAt],
  )
  const needed = useMemo(() => (rule ? listNeeded(rule, tags, pins) : []), [rule, tags, pins])
  const answers = useTagAnswers<Candidate>(prefix, 200)
  const reading = useReading(needed, query, answers, true)
  useEffect(() => () => client.removeQueries({ queryKey: prefix }), [client, prefix])
  const again = (some: readonly Tag[]) => {
    reading.stop()
    for (const tag of some) client.removeQueries({ queryKey: query(tag).queryKey, exact: true })
    reading.start()
  }
  // The time that ages are counted to stands still as long as the list does.
  // oxlint-disable-next-line react/exhaustive-deps -- a list that came anew has a time of its own
  const now = useMemo(() => registryNow(), [listedAt])
  const evaluation = useMemo(() => {
    if (!rule) return undefined
    const asked = new Set(needed)
    const candidates = tags.map((tag): Candidate => {
      if (!asked.has(tag)) return nameOnly(tag)
      return answers.of.get(tag) ?? { ...nameOnly(tag), resolved: 'unknown' }
    })
    return evaluateRule(rule, candidates, { now, pins })
  }, [rule, tags, needed, answers.of, now, pins])
  const read = needed.filter((tag) => answers.of.has(tag)).length
  const digests = new Map<Tag, Digest>()
  for (const { tag, digest } of answers.of.values()) if (digest) digests.set(tag, digest)
  return { evaluation, reading: { ...reading, read, known: answers.of, digests, again } }
}
