import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useDeferredValue, useEffect, useMemo, useState } from 'react'
import { evaluateRule, listNeeded, nameOnly } from '../../../cleanup/rules/evaluateRule.ts'
import type { Candidate } from '../../../cleanup/rules/evaluation.ts'
import { parsePins } from '../../../cleanup/rules/pins.ts'
import { sortTags } from '../../../format/tagOrder.ts'
import { attachmentTag } from '../../../image/attachments.ts'
import { candidateQuery, candidatesKey } from '../../../queries/candidates.ts'
import { registryNow } from '../../../queries/session.ts'
import type { Digest, RepositoryName, Tag } from '../../../registry/names.ts'
import { useReading, useTagAnswers } from '../useReading.tsx'
import type { ShownGroup } from './previewRows.ts'
import { useRuleDraft } from './rule/ruleDraft.ts'

/** A rule as it is being filled in, and what it would delete. */
export type CleanUp = ReturnType<typeof useCleanUp>

/** @param listedAt when the tag list was loaded, in `Date.now()` milliseconds */
export function useCleanUp(repository: RepositoryName, tags: readonly Tag[], listedAt: number) {
  const { draft, setDraft, read } = useRuleDraft()
  const [pasted, setPasted] = useState<{ readonly name?: string; readonly text: string }>()
  const [group, setGroup] = useState<ShownGroup>()
  const sorted = useMemo(() => sortTags(tags), [tags])
  const named = useMemo(() => sorted.filter((tag) => !attachmentTag(tag)), [sorted])
  // The form follows each key at once, the preview a moment later.
  const deferred = useDeferredValue(read)
  const deferredText = useDeferredValue(pasted?.text)
  const meant = 'rule' in deferred && deferred.rule.clauses.length > 0 ? deferred.rule : undefined
  // While a field is being filled in, the previous result stays visible, but selects nothing.
  const [before, setBefore] = useState(meant)
  if (meant && meant !== before) setBefore(meant)
  const rule = meant ?? (draft.clauses.length > 0 ? before : undefined)
  const pins = useMemo(
    () => (deferredText === undefined ? undefined : parsePins(deferredText, repository)),
    [deferredText, repository],
  )
  const problems = 'problems' in read ? read.problems : []
  // What the rule needs is read at once, and kept until the list is reloaded (`listedAt`): then tags may have moved.
  const client = useQueryClient()
  const prefix = useMemo(() => candidatesKey(repository, listedAt), [repository, listedAt])
  const query = useCallback(
    (tag: Tag) => candidateQuery(repository, tag, listedAt),
    [repository, listedAt],
  )
  const needed = useMemo(() => (rule ? listNeeded(rule, sorted, pins) : []), [rule, sorted, pins])
  const { of: known, failed } = useTagAnswers<Candidate>(prefix, 200)
  const reading = useReading(needed, query, { of: known, failed }, true)
  useEffect(() => () => client.removeQueries({ queryKey: prefix }), [client, prefix])
  // Ages are computed for a fixed time, which changes only when the list is reloaded.
  // oxlint-disable-next-line react/exhaustive-deps -- a list that came anew has a time of its own
  const now = useMemo(() => registryNow(), [listedAt])
  const evaluation = useMemo(() => {
    if (!rule) return undefined
    const asked = new Set(needed)
    const candidates = sorted.map((tag): Candidate => {
      if (!asked.has(tag)) return nameOnly(tag)
      return known.get(tag) ?? { ...nameOnly(tag), resolved: 'unknown' }
    })
    return evaluateRule(rule, candidates, { now, pins })
  }, [rule, sorted, needed, known, now, pins])
  const digests = useMemo(
    () =>
      new Map(
        [...known.values()].flatMap(({ tag, digest }): [Tag, Digest][] =>
          digest ? [[tag, digest]] : [],
        ),
      ),
    [known],
  )
  const count = needed.filter((tag) => known.has(tag)).length
  const again = (some: readonly Tag[]) => {
    reading.stop()
    for (const tag of some) client.removeQueries({ queryKey: query(tag).queryKey, exact: true })
    reading.start()
  }
  return {
    repository,
    listedAt,
    /** Where the tags pointed when the rule was evaluated. */
    digests,
    tags: named,
    draft,
    setDraft,
    read,
    /** What is wrong with these keys of a clause, or before all clauses. */
    problemOf: (clause: number | undefined, ...keys: readonly (string | undefined)[]) =>
      problems.find((one) => one.clause === clause && keys.includes(one.key))?.text,
    /** The pasted text or the chosen file; kept only in the page. */
    pasted,
    setPasted,
    /** What was found in it, or why nothing is deleted because of it. */
    pins,
    rule,
    evaluation,
    reading: { ...reading, read: count, known, again },
    /** The only group of a clause that is shown. */
    group,
    setGroup,
    /** The result shown is that of the previous rule. */
    isStale: rule !== meant,
    /** Not everything that the rule needs has been read. */
    isPartly: count < reading.all,
    /** The rule was changed, and the result is about to follow. */
    isBusy: deferred !== read || deferredText !== pasted?.text,
  }
}
