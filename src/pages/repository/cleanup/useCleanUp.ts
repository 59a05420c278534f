import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useDeferredValue, useEffect, useMemo, useState } from 'react'
import { parseRule } from '../../../cleanup/language/parseRule.ts'
import type { Rule } from '../../../cleanup/language/rule.ts'
import { evaluateRule, listNeeded, nameOnly } from '../../../cleanup/rules/evaluateRule.ts'
import { type Candidate, NO_TIME } from '../../../cleanup/rules/evaluation.ts'
import { parsePins } from '../../../cleanup/rules/pins.ts'
import { sortTags } from '../../../format/tagOrder.ts'
import { attachmentTag } from '../../../image/attachments.ts'
import { candidateQuery, candidatesKey } from '../../../queries/candidates.ts'
import { registryNow } from '../../../queries/session/session.ts'
import type { Digest, RepositoryName, Tag } from '../../../registry/names.ts'
import { rowsKey } from '../../../queries/summaries.ts'
import type { TagSummary } from '../../../queries/readContent.ts'
import { useReading, useAnswers } from '../../../components/useReading.tsx'
import type { ShownOnly } from './previewRows.ts'
import { type Pair, useRuleDraft } from './rule/ruleDraft.ts'

/** A rule as it is being filled in, and what it would delete. */
export type CleanUp = ReturnType<typeof useCleanUp>

/** @param listedAt when the tag list was loaded, in `Date.now()` milliseconds */
export function useCleanUp(repository: RepositoryName, tags: readonly Tag[], listedAt: number) {
  const { draft, setDraft, read } = useRuleDraft()
  const [pasted, setPasted] = useState<{ readonly name?: string; readonly text: string }>()
  const [only, setOnly] = useState<ShownOnly>()
  const sorted = useMemo(() => sortTags(tags), [tags])
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
  const { of: known, failed } = useAnswers<Candidate>(prefix, 200)
  const reading = useReading(needed, query, { of: known, failed }, true)
  useEffect(() => () => client.removeQueries({ queryKey: prefix }), [client, prefix])
  // Ages are computed for a fixed time, which changes only when the list is reloaded.
  // oxlint-disable-next-line react/exhaustive-deps -- a list that came anew has a time of its own
  const now = useMemo(() => registryNow(), [listedAt])
  const evaluate = useCallback(
    (one: Rule, asked: ReadonlySet<Tag>, read: (tag: Tag) => Candidate | undefined) => {
      const candidates = sorted.map(
        (tag): Candidate =>
          (asked.has(tag) ? read(tag) : nameOnly(tag)) ?? { ...nameOnly(tag), resolved: 'unknown' },
      )
      return evaluateRule(one, candidates, { now, pins })
    },
    [sorted, now, pins],
  )
  const evaluation = useMemo(
    () => rule && evaluate(rule, new Set(needed), (tag) => known.get(tag)),
    [rule, evaluate, needed, known],
  )
  // What the list of tags knows too: enough for a forecast, and to name the other tags of an image.
  const rows = useAnswers<TagSummary>(rowsKey(repository, 'summary'))
  const digestOf = useCallback(
    (tag: Tag) => (known.get(tag) ?? rows.of.get(tag))?.digest,
    [known, rows],
  )
  const foresee = useCallback(
    (pairs: readonly Pair[]) => {
      const parsed = parseRule(new URLSearchParams([...pairs]))
      if ('problems' in parsed) return undefined
      const asked = new Set(listNeeded(parsed.rule, sorted, pins))
      const { count, unresolved, refusal } = evaluate(parsed.rule, asked, (tag) => {
        const row = rows.of.get(tag)
        return known.get(tag) ?? (row && asCandidate(tag, row))
      })
      return refusal || unresolved.length > 0 ? undefined : count
    },
    [sorted, pins, evaluate, known, rows],
  )
  const digests = useMemo(
    () =>
      new Map(
        [...known].flatMap(([tag, { digest }]): [Tag, Digest][] => (digest ? [[tag, digest]] : [])),
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
    tags: sorted.filter((tag) => !attachmentTag(tag) || known.get(tag)?.isMisnamed),
    draft,
    setDraft,
    read,
    /** What is wrong with these keys of a clause, or before all clauses. */
    problemOf: (clause: number | undefined, ...keys: readonly (string | undefined)[]) =>
      problems.find((one) => one.clause === clause && keys.includes(one.key))?.text,
    digestOf,
    /** How many tags a rule would delete, if that is known without asking the registry. */
    foresee,
    /** The pasted text or the chosen file; kept only in the page. */
    pasted,
    setPasted,
    /** What was found in it, or why nothing is deleted because of it. */
    pins,
    rule,
    evaluation,
    reading: { ...reading, read: count, known, again },
    /** The only tags shown. */
    only,
    setOnly,
    /** The result shown is that of the previous rule. */
    isStale: rule !== meant,
    /** Not everything that the rule needs has been read. */
    isPartly: count < reading.all,
    /** The rule was changed, and the result is about to follow. */
    isBusy: deferred !== read || deferredText !== pasted?.text,
  }
}

/** What the list of tags knows about a tag; for several platforms, not when the newest one was created. */
function asCandidate(tag: Tag, { digest, created, platforms, children }: TagSummary) {
  if (created === 'unknown' || platforms.length > 1) return undefined
  const time = created === 'not recorded' ? NO_TIME : { text: created.toISOString() }
  return { tag, digest, resolved: 'yes', created: time, children } as const
}
