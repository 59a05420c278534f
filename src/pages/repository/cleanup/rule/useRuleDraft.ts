import { useMemo, useState } from 'react'
import { formatRule } from '../../../../cleanup/language/rule.ts'
import { type ReadRule, parseRule } from '../../../../cleanup/language/parseRule.ts'
import { useParameters } from '../../../../routing/useParameters.ts'
import { useFollowedAddress, useStoredLater } from '../../../../components/useSearchText.ts'
import { type RuleDraft, putRule, readDraft, takeRule, writeDraft } from './ruleDraft.ts'

/**
 * The rule of the address as a form can change it. What is typed counts at once; the address follows a moment
 * later, in the one way to write the rule, or as it was typed where it is no rule yet.
 */
export function useRuleDraft(): {
  readonly draft: RuleDraft
  readonly setDraft: (change: (before: RuleDraft) => RuleDraft) => void
  /** What the draft means, or why it means nothing. */
  readonly read: ReadRule
} {
  const [parameters] = useParameters()
  const stored = takeRule(parameters).toString()
  const [draft, setDraft] = useState(() => readDraft(takeRule(parameters)))
  useFollowedAddress(stored, () => setDraft(readDraft(takeRule(parameters))))
  const written = useMemo(() => writeDraft(draft).toString(), [draft])
  const read = useMemo(() => parseRule(written), [written])
  const text = 'rule' in read ? formatRule(read.rule) : written
  useStoredLater(text, stored, (present) => {
    if (present.get('view') === 'cleanup') putRule(present, new URLSearchParams(text))
  })
  return { draft, setDraft, read }
}
