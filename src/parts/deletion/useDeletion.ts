import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { type Refusal, probeDeletion } from '../../deletion/ability.ts'
import type { DeletionPlan } from '../../deletion/deletionPlan.ts'
import type { Journal } from '../../deletion/journal.ts'
import { type PlanProgress, planDeletion } from '../../deletion/plan.ts'
import type { DeletionReport } from '../../deletion/report.ts'
import { listEveryTag } from '../../deletion/wholeList.ts'
import { openJournal } from '../../queries/journal.ts'
import { listReadManifests } from '../../queries/manifests.ts'
import { rowTransport } from '../../queries/session.ts'
import { tagListQuery } from '../../queries/tags.ts'
import { LoginRequiredError } from '../../registry/errors.ts'
import type { Digest, RepositoryName, Tag } from '../../registry/names.ts'
import { announce } from '../announcements.ts'
import { leftDeletions } from '../leftDeletions.ts'
import { askLogin } from './askLogin.ts'
import { keepReport } from './keepReport.ts'
import { latestOnly } from './latestOnly.ts'
import { type StartedDeletion, startDeletion } from './startDeletion.ts'

/** How far a deletion is. */
export type Phase =
  | { readonly kind: 'planning'; readonly progress?: PlanProgress; readonly plan?: DeletionPlan }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'planned'; readonly plan: DeletionPlan }
  | { readonly kind: 'running'; readonly deletion: StartedDeletion }
  | {
      readonly kind: 'done'
      readonly plan: DeletionPlan
      readonly deletion: StartedDeletion
      readonly report: DeletionReport
    }

/** Where what goes is written down; `opening` until it is known whether there is such a place. */
export type RecordState = Journal | 'opening' | 'none'

/**
 * Plans at once, and again for every new selection; carries out when it is told to.
 *
 * @param tags what is selected, or every tag that the registry has by then
 */
export function useDeletion(
  repository: RepositoryName,
  tags: readonly Tag[] | 'every',
  {
    expected,
    onDone,
  }: {
    expected: ReadonlyMap<Tag, Digest> | undefined
    onDone: (report: DeletionReport) => void
  },
) {
  const queryClient = useQueryClient()
  const [asked, setAsked] = useState({ tags, isRecorded: true })
  const [selected, setSelected] = useState(tags === 'every' ? undefined : tags)
  const [phase, setPhase] = useState<Phase>({ kind: 'planning' })
  const [record, setRecord] = useState<RecordState>('opening')
  const place = useRef<Place>({ isLeft: false, running: undefined, stopPlanning: () => {} })

  useEffect(() => {
    if (!asked.isRecorded) return undefined
    let isLeft = false
    void openJournal().then((journal) => {
      if (!isLeft) setRecord(journal ?? 'none')
    })
    return () => {
      isLeft = true
    }
  }, [asked])

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
      const every = asked.tags === 'every'
      const chosen = every
        ? (await listEveryTag(rowTransport, repository, { signal })).tags
        : (asked.tags as readonly Tag[])
      if (!signal.aborted) setSelected(chosen)
      let shown: DeletionPlan | undefined
      const keep = (reached: DeletionPlan) => (shown = reached)
      const made = await planDeletion(rowTransport, repository, chosen, {
        ability: ability.kind,
        signal,
        ...(expected && { expected }),
        seen: queryClient.getQueryData(tagListQuery(repository).queryKey) ?? [],
        // Content behind a digest that a page has read is not asked for twice.
        known: listReadManifests(queryClient, repository),
        onFirstStage: keep,
        onDecided: keep,
        onProgress: (progress) =>
          show.send({ kind: 'planning', progress, ...(shown ? { plan: shown } : {}) }),
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
      if (here.running) {
        announce(`The deletion in ${repository} goes on`)
        leftDeletions.write([...leftDeletions.read(), here.running])
      }
      aborting.abort()
    }
  }, [repository, asked, expected, queryClient])

  /** Begins anew. `isRecorded` false: nothing is written down, and nothing can be brought back. */
  const planFor = (chosen: readonly Tag[] | 'every', { isRecorded = true } = {}) => {
    setPhase({ kind: 'planning' })
    setRecord(isRecorded ? 'opening' : 'none')
    setAsked({ tags: chosen, isRecorded })
  }

  const confirm = async (plan: DeletionPlan) => {
    if (record === 'opening') return
    const here = place.current
    // Tags can be confirmed before everything is read; what is read for later must not come in between.
    here.stopPlanning()
    const deletion = startDeletion(plan, record === 'none' ? undefined : record)
    setPhase({ kind: 'running', deletion })
    here.running = deletion
    try {
      const report = await deletion.ended
      const { checkAgain } = deletion
      if (here.isLeft) keepReport({ report, ability: plan.ability, checkAgain })
      else setPhase({ kind: 'done', plan, deletion, report })
      onDone(report)
    } catch (error) {
      if (here.isLeft) announce(`The deletion in ${repository} broke off`)
      setPhase({ kind: 'failed', error })
    } finally {
      here.running = undefined
    }
  }

  /** After a report: the same as things are now. */
  const checkAgain = async (deletion: StartedDeletion) => {
    const report = await deletion.checkAgain()
    setPhase((now) => (now.kind === 'done' && now.deletion === deletion ? { ...now, report } : now))
    onDone(report)
  }

  return { selected, phase, record, planFor, confirm, checkAgain }
}

type Place = {
  isLeft: boolean
  running: StartedDeletion | undefined
  stopPlanning: () => void
}
