import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { type Refusal, probeDeletion } from '../../deletion/ability.ts'
import { carryOut } from '../../deletion/carryOut.ts'
import { DeletionControl } from '../../deletion/control.ts'
import { type DeletionPlan, leaveImages } from '../../deletion/deletionPlan.ts'
import { type PlanProgress, planDeletion } from '../../deletion/plan.ts'
import type { DeletionReport } from '../../deletion/report.ts'
import type { RunProgress } from '../../deletion/run.ts'
import { rowTransport } from '../../queries/session.ts'
import { listReadManifests } from '../../queries/manifests.ts'
import { LoginRequiredError } from '../../registry/errors.ts'
import type { RepositoryName, Tag } from '../../registry/names.ts'
import { announce } from '../announcements.ts'
import { askLogin } from './askLogin.ts'
import { keepReport } from './keepReport.ts'
import { latestOnly } from './latestOnly.ts'

/** How far a deletion is. */
export type Phase =
  | { readonly kind: 'planning'; readonly progress?: PlanProgress; readonly plan?: DeletionPlan }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'planned'; readonly plan: DeletionPlan }
  | {
      readonly kind: 'running'
      readonly plan: DeletionPlan
      readonly progress: RunProgress | undefined
      readonly control: DeletionControl
    }
  | { readonly kind: 'done'; readonly plan: DeletionPlan; readonly report: DeletionReport }

/** Plans at once, and again for every new selection; carries out when it is told to. */
export function useDeletion(
  repository: RepositoryName,
  tags: readonly Tag[],
  onDone: (report: DeletionReport) => void,
) {
  const queryClient = useQueryClient()
  const [asked, setAsked] = useState({ tags })
  const [phase, setPhase] = useState<Phase>({ kind: 'planning' })
  const place = useRef({ isLeft: false, isRunning: false, stopPlanning: () => {} })

  useEffect(() => {
    const here = place.current
    here.isLeft = false
    const aborting = new AbortController()
    const { signal } = aborting
    const show = latestOnly<Phase>((reached) => {
      if (!signal.aborted) setPhase(reached)
    })
    here.stopPlanning = () => aborting.abort()
    const plan = async (): Promise<Phase> => {
      const ability = await probeDeletion(rowTransport, repository, signal)
      if (ability.kind === 'refused') {
        // A registry that wants a login says so by the same error everywhere.
        if (ability.error instanceof LoginRequiredError) throw ability.error
        return { kind: 'refused', refusal: ability }
      }
      // Content behind a digest that a page has read is not asked for twice.
      const known = listReadManifests(queryClient, repository)
      let first: DeletionPlan | undefined
      const made = await planDeletion(rowTransport, repository, asked.tags, {
        ability: ability.kind,
        signal,
        known,
        onFirstStage: (plan) => (first = plan),
        onProgress: (progress) =>
          show.send({ kind: 'planning', progress, ...(first ? { plan: first } : {}) }),
      })
      return { kind: 'planned', plan: made }
    }
    const planUntilSignedIn = async (): Promise<Phase> => {
      for (;;) {
        try {
          return await plan()
        } catch (error) {
          if (signal.aborted) throw error
          if (error instanceof LoginRequiredError && (await askLogin(error))) continue
          return { kind: 'failed', error }
        }
      }
    }
    void planUntilSignedIn().then(
      (reached) => {
        show.end()
        if (!signal.aborted) setPhase(reached)
      },
      () => show.end(),
    )
    return () => {
      here.isLeft = true
      if (here.isRunning) announce(`The deletion in ${repository} goes on`)
      aborting.abort()
    }
  }, [repository, asked, queryClient])

  const planFor = (selected: readonly Tag[]) => {
    setPhase({ kind: 'planning' })
    setAsked({ tags: selected })
  }

  const confirm = async (planned: DeletionPlan, tagsOnly: boolean) => {
    const here = place.current
    // Tags can be confirmed before everything is read; what is read for later must not come in between.
    here.stopPlanning()
    const plan = tagsOnly ? leaveImages(planned) : planned
    const control = new DeletionControl()
    const show = latestOnly<RunProgress>((progress) =>
      setPhase({ kind: 'running', plan, progress, control }),
    )
    setPhase({ kind: 'running', plan, progress: undefined, control })
    here.isRunning = true
    window.addEventListener('beforeunload', askBeforeLeaving)
    try {
      const report = await carryOut(rowTransport, plan, {
        control,
        askLogin,
        onProgress: show.send,
      })
      show.end()
      if (here.isLeft) keepReport({ report, ability: plan.ability })
      else setPhase({ kind: 'done', plan, report })
      onDone(report)
    } catch (error) {
      show.end()
      if (here.isLeft) announce(`The deletion in ${repository} broke off`)
      setPhase({ kind: 'failed', error })
    } finally {
      here.isRunning = false
      window.removeEventListener('beforeunload', askBeforeLeaving)
    }
  }

  return { selected: asked.tags, phase, planFor, confirm }
}

function askBeforeLeaving(event: BeforeUnloadEvent) {
  event.preventDefault()
}
