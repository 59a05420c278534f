import { useCallback, useEffect, useMemo, useState } from 'react'
import { NavigationType, useNavigate, useNavigationType } from 'react-router'
import { useParameters } from '../../../../routing/useParameters.ts'
import { formatRule } from '../../../../cleanup/language/formatRule.ts'
import { parseRule } from '../../../../cleanup/language/parseRule.ts'
import type { Problems, Rule } from '../../../../cleanup/language/rule.ts'
import { type RuleDraft, putRule, readDraft, takeRule, writeDraft } from './ruleDraft.ts'

/**
 * The rule of the address as a form can change it. What is typed counts at once; the address follows a moment
 * later, in the one way to write the rule, or as it was typed where it is no rule yet.
 */
export function useRuleDraft(): {
  readonly draft: RuleDraft
  readonly setDraft: (change: (before: RuleDraft) => RuleDraft) => void
  /** What the draft means, or why it means nothing. */
  readonly read: { readonly rule: Rule } | Problems
} {
  const [parameters] = useParameters()
  const navigate = useNavigate()
  const cameBy = useNavigationType()
  const stored = takeRule(parameters).toString()
  const [draft, setDraft] = useState(() => readDraft(takeRule(parameters)))
  const [seen, setSeen] = useState(stored)
  if (stored !== seen) {
    setSeen(stored)
    // A link or the browser's back button; what the form wrote itself may come back late.
    if (cameBy !== NavigationType.Replace) setDraft(readDraft(takeRule(parameters)))
  }
  const written = useMemo(() => writeDraft(draft).toString(), [draft])
  const read = useMemo(() => parseRule(written), [written])
  const text = 'rule' in read ? formatRule(read.rule) : written
  useEffect(() => {
    if (text === stored) return undefined
    const { pathname } = window.location
    const store = () => {
      // A link was followed: the way there must not be replaced.
      const present = new URLSearchParams(window.location.search)
      if (window.location.pathname !== pathname || present.get('view') !== 'cleanup') return
      void navigate(`?${putRule(present, new URLSearchParams(text)).toString()}`, { replace: true })
    }
    const timer = setTimeout(store, 250)
    // Whoever leaves a field for a link must find the rule when coming back.
    window.addEventListener('focusout', store)
    return () => {
      clearTimeout(timer)
      window.removeEventListener('focusout', store)
    }
  }, [text, stored, navigate])
  return { draft, setDraft: useCallback((change) => setDraft(change), []), read }
}
