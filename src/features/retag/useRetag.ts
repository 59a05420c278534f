import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { randomHex } from '../../registry/random.ts'
import { carryOutRetag, planRetag } from '../../deletion/retag/retag.ts'
import type { RetagPlan, RetagReport } from '../../deletion/retag/retagPlan.ts'
import { tellTagsChanged } from '../../queries/tags.ts'
import { openJournal } from '../../queries/storage/journal.ts'
import { announceRun } from '../../queries/storage/runs.ts'
import { rowTransport } from '../../queries/session/session.ts'
import { type Reference, type RepositoryName, isTag } from '../../registry/names.ts'
import { announce, offerUndo } from '../../components/messages.ts'
import { askLogin, withLogin } from '../../components/askLogin.ts'

/** Milliseconds to wait after the last key: overwriting a tag requires checking all others. */
const PAUSE = 300

/** The state of adding the typed tag to the image. */
export type RetagPhase =
  /** What is typed can't be a tag. */
  | { readonly kind: 'typing' }
  | { readonly kind: 'planning'; readonly done: number; readonly total: number }
  | { readonly kind: 'planned'; readonly plan: RetagPlan }
  | { readonly kind: 'running'; readonly plan: RetagPlan }
  | { readonly kind: 'ended'; readonly report: UnfinishedReport }
  | { readonly kind: 'failed'; readonly error: unknown }

/** It didn't end as planned. */
export type UnfinishedReport = Exclude<RetagReport, { kind: 'done' }>

/** Makes a plan for the typed tag, a moment after the last key, and carries it out on demand. */
export function useRetag(
  repository: RepositoryName,
  source: Reference,
  text: string,
  onDone: () => void,
) {
  const queryClient = useQueryClient()
  const [state, setState] = useState<{ text: string; attempt: number; phase: RetagPhase }>()
  const [attempt, setAttempt] = useState(0)
  // A plan for another text is of no use.
  const phase: RetagPhase =
    state?.text === text && state.attempt === attempt
      ? state.phase
      : isTag(text)
        ? { kind: 'planning', done: 0, total: 0 }
        : { kind: 'typing' }

  useEffect(() => {
    if (!isTag(text)) return undefined
    const aborting = new AbortController()
    const { signal } = aborting
    const show = (reached: RetagPhase) => {
      if (!signal.aborted) setState({ text, attempt, phase: reached })
    }
    const onCount = (done: number, total: number) => show({ kind: 'planning', done, total })
    const plan = () =>
      planRetag(rowTransport, repository, { source, tag: text }, { signal, onCount })
    const timer = setTimeout(() => {
      withLogin(signal, plan).then(
        (made) => show({ kind: 'planned', plan: made }),
        (error: unknown) => show({ kind: 'failed', error }),
      )
    }, PAUSE)
    return () => {
      clearTimeout(timer)
      aborting.abort()
    }
  }, [repository, source, text, attempt])

  const planAgain = () => setAttempt((before) => before + 1)

  const confirm = async (plan: RetagPlan) => {
    const { tag } = plan
    const show = (reached: RetagPhase) => setState({ text: tag, attempt, phase: reached })
    show({ kind: 'running', plan })
    const id = randomHex(16)
    const endRun = announceRun(id)
    try {
      const journal = await openJournal()
      const report = await carryOutRetag(rowTransport, plan, { journal, askLogin, id })
      if (report.kind !== 'done') return show({ kind: 'ended', report })
      const what = plan.overwritten
        ? `${tag} moved to another image in ${repository}`
        : `${tag} added to ${repository}`
      if (report.entry) offerUndo([report.entry], what)
      else announce(what)
      return onDone()
    } catch (error) {
      return show({ kind: 'failed', error })
    } finally {
      endRun()
      tellTagsChanged(queryClient, [{ repository, tags: [{ tag }] }])
    }
  }

  return { phase, confirm, planAgain }
}
