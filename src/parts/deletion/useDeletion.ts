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
import { repositoryKey } from '../../queries/tags.ts'
import { LoginRequiredError } from '../../registry/errors.ts'
import type { FetchedManifest } from '../../registry/manifests.ts'
import type { RepositoryName, Tag } from '../../registry/names.ts'
import { askLogin } from './askLogin.ts'
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
  const isGone = useRef(false)

  useEffect(() => {
    isGone.current = false
    const aborting = new AbortController()
    const { signal } = aborting
    const show = latestOnly<Phase>(setPhase)
    const plan = async (): Promise<Phase> => {
      const ability = await probeDeletion(rowTransport, repository)
      if (ability.kind === 'refused') {
        // A registry that wants a login says so by the same error everywhere.
        if (ability.error instanceof LoginRequiredError) throw ability.error
        return { kind: 'refused', refusal: ability }
      }
      // Content behind a digest that a page has read is not asked for twice.
      const queryKey = [...repositoryKey(repository), 'manifest']
      const cached = queryClient.getQueriesData<FetchedManifest>({ queryKey })
      let first: DeletionPlan | undefined
      const made = await planDeletion(rowTransport, repository, asked.tags, {
        ability: ability.kind,
        signal,
        known: cached.flatMap(([, manifest]) => manifest ?? []),
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
      isGone.current = true
      show.end()
      aborting.abort()
    }
  }, [repository, asked, queryClient])

  const planFor = (selected: readonly Tag[]) => {
    setPhase({ kind: 'planning' })
    setAsked({ tags: selected })
  }

  const confirm = async (planned: DeletionPlan, tagsOnly: boolean) => {
    const plan = tagsOnly ? leaveImages(planned) : planned
    const control = new DeletionControl()
    const show = latestOnly<RunProgress>((progress) =>
      setPhase({ kind: 'running', plan, progress, control }),
    )
    setPhase({ kind: 'running', plan, progress: undefined, control })
    try {
      const report = await carryOut(rowTransport, plan, {
        control,
        askLogin,
        onProgress: show.send,
      })
      show.end()
      if (!isGone.current) setPhase({ kind: 'done', plan, report })
      onDone(report)
    } catch (error) {
      show.end()
      setPhase({ kind: 'failed', error })
    }
  }

  return { selected: asked.tags, phase, planFor, confirm }
}
