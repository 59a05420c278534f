import { type FormEvent, type ReactNode, useId, useMemo, useRef, useState } from 'react'
import { type DeletionPlan, isReady, listGoing } from '../../../deletion/plan/deletionPlan.ts'
import { formatPlanJson } from '../../../deletion/plan/planJson.ts'
import { formatCounted, formatProgress } from '../../../format/count.ts'
import { nameSome } from '../../../format/nameSome.ts'
import { registryNow } from '../../../queries/session/session.ts'
import type { RepositoryName, Tag } from '../../../registry/names.ts'
import { Button } from '../../../ui/Button.tsx'
import { DialogBody, DialogFooter } from '../../../ui/Dialog.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { ProgressBar } from '../../../ui/ProgressBar.tsx'
import { saveFile } from '../../../ui/saveFile.ts'
import type { DeletionSession } from '../deletionSession.ts'
import type { Phase, RecordState } from '../deletionState.ts'
import { GoesLines } from '../plan/GoesLines.tsx'
import { CannotLines, MethodLines, OrphanLines, UncheckedLines } from '../plan/OtherLines.tsx'
import { PlanSection } from '../plan/PlanSection.tsx'
import { StayLines } from '../plan/StayLines.tsx'
import { countForGood, describeLook, describeStep, findNameProblem } from '../words.ts'
import { AttachmentsOption, type PlanChoice, TagsOnlyOption, choose } from './PlanOptions.tsx'
import { SpaceNote } from './SpaceNote.tsx'
import { type Verdict, describeVerdict } from './verdict.ts'

/** The plan as far as it is known, and the button that carries it out. The more is lost, the more it asks for. */
export function Confirmation({
  session,
  phase,
  record,
  selected,
  cancel,
}: {
  session: DeletionSession
  phase: Phase & { readonly kind: 'planning' | 'planned' }
  record: RecordState
  selected: readonly Tag[] | undefined
  cancel: ReactNode
}) {
  const { repository, tags, notShown = [] } = session.request
  const [choice, setChoice] = useState<PlanChoice>({ tagsOnly: false, withAttachments: true })
  const [typed, setTyped] = useState('')
  const [isTried, setTried] = useState(false)
  const id = useId()
  const field = useRef<HTMLInputElement>(null)
  const planned = phase.plan
  const plan = useMemo(() => planned && choose(planned, choice), [planned, choice])
  const progress = phase.kind === 'planning' ? phase.progress : undefined
  const { done, total } = progress ?? { done: 0, total: 0 }
  const step = describeStep(progress)
  const verdict = useMemo(
    () =>
      plan &&
      describeVerdict(plan, { isMade: phase.kind === 'planned', isRecorded: record !== 'none' }),
    [plan, phase.kind, record],
  )
  // The same deletion, whether the repository was chosen or all of its tags; a single tag needs no such care.
  const isWhole = tags === 'every' || (verdict?.isLastTag === true && (selected?.length ?? 0) > 1)
  const asksForName = plan !== undefined && isReady(plan) && (isWhole || countForGood(plan) > 0)
  const problem = asksForName ? findNameProblem(typed, repository, isTried) : undefined
  const mayGo = plan !== undefined && isReady(plan) && record !== 'opening'
  const going = plan ? listGoing(plan).length : selected?.length
  const add = (more: readonly Tag[]) => session.plan([...new Set([...(selected ?? []), ...more])])
  const hidden = notShown.filter((tag) => planned?.states.has(tag))
  const go = (event: FormEvent) => {
    event.preventDefault()
    if (!mayGo) return
    if (asksForName && typed.trim() !== repository) {
      setTried(true)
      field.current?.focus()
      return
    }
    void session.confirm(plan)
  }
  return (
    <>
      <DialogBody>
        {/* Space is kept for each before it has text, so that nothing jumps. */}
        <div className="min-h-14 pt-1 pb-2">
          {verdict && <VerdictLine verdict={verdict} repository={repository} />}
        </div>
        <div className="pt-1 pb-2 text-sm text-soft">
          <p className="flex flex-wrap justify-between gap-x-4">
            <span role="status">
              {phase.kind === 'planned'
                ? describeLook(phase.plan)
                : formatProgress(step, done, total)}
            </span>
            {phase.kind === 'planning' && phase.remaining && (
              <span className="tabular-nums">this step: {phase.remaining}</span>
            )}
          </p>
          {phase.kind === 'planned' ? (
            <div className="mt-1.5 h-1" />
          ) : (
            <ProgressBar label={step} done={done} total={total} />
          )}
        </div>
        {record === 'none' && (
          <Notice className="mb-3" look="warning" title="This can’t be undone">
            This browser doesn’t let Homeport store data, so Homeport can’t record what it deletes.
          </Notice>
        )}
        {planned && plan && (
          <>
            {hidden.length > 0 && (
              <p className="pb-3 text-warning">
                Selected, but not shown on the page: {nameSome(hidden, 20)}.
              </p>
            )}
            {plan.moved.length > 0 && (
              <p className="pb-3 text-warning">
                Will be kept, since they were moved to another image after you selected them:{' '}
                {nameSome(plan.moved, 20)}.
              </p>
            )}
            <PlanSection title="Will be deleted">
              <GoesLines plan={plan} />
              <AttachmentsOption planned={planned} choice={choice} onChoice={setChoice} />
            </PlanSection>
            <CannotLines plan={plan} />
            <UncheckedLines plan={planned} />
            <PlanSection title="Will be kept">
              <StayLines plan={plan} />
            </PlanSection>
            <SpaceNote
              repository={repository}
              ability={plan.ability}
              isEstimate={verdict?.space.startsWith('frees up to') === true}
            />
            <OrphanLines plan={plan} onAdd={add} />
            <PlanSection title="Method">
              <MethodLines plan={plan} />
              <TagsOnlyOption planned={planned} choice={choice} onChoice={setChoice} />
              <p className="mt-1 text-soft">
                Homeport can’t see what pulls these images by digest.
              </p>
              {plan.isComplete && (
                <Button look="quiet" className="mt-1 -ml-3" onClick={() => savePlan(plan)}>
                  Download the plan as JSON
                </Button>
              )}
            </PlanSection>
          </>
        )}
      </DialogBody>
      {/* Doesn't include the plan's checkboxes: Enter in one of them must not confirm. */}
      <form onSubmit={go} className="contents">
        {asksForName && (
          <div className="border-t border-line-soft px-5 py-3">
            <label htmlFor={id} className="block">
              {isWhole
                ? 'Every tag of this repository will be deleted.'
                : 'Some of this can’t be undone.'}{' '}
              Type <b className="font-mono text-sm font-semibold break-words">{repository}</b> to
              confirm.
            </label>
            <input
              ref={field}
              id={id}
              value={typed}
              onChange={(event) => {
                setTyped(event.target.value)
                setTried(false)
              }}
              autoComplete="off"
              autoCapitalize="off"
              spellCheck={false}
              aria-invalid={problem !== undefined}
              aria-describedby={`${id}-problem`}
              className="mt-1.5 h-8 w-full rounded-lg border border-line bg-page px-2.5 font-mono text-sm aria-invalid:border-danger"
            />
            {/* There before it has a message, so that the button below doesn't move. */}
            <p id={`${id}-problem`} role="alert" className="mt-1 min-h-5 text-sm text-danger">
              {problem}
            </p>
          </div>
        )}
        <DialogFooter>
          {cancel}
          <Button type="submit" look="danger" disabled={!mayGo}>
            {!going ? 'Delete' : `Delete ${formatCounted(going, 'tag')}`}
          </Button>
        </DialogFooter>
      </form>
    </>
  )
}

function VerdictLine({
  verdict: { what, space, undo, isForGood, isLastTag },
  repository,
}: {
  verdict: Verdict
  repository: RepositoryName
}) {
  return (
    <>
      <p>
        <b className="font-semibold">{what}</b>
        {space && `; ${space}; `}
        <span className={isForGood ? 'font-semibold text-warning' : ''}>{undo}</span>
        {undo.endsWith('…') ? '' : '.'}
      </p>
      {isLastTag && (
        <p className="text-soft">
          The registry keeps listing the name{' '}
          <span className="font-mono text-sm break-words">{repository}</span>, without tags.
        </p>
      )}
    </>
  )
}

function savePlan(plan: DeletionPlan): void {
  const name = `delete-from-${plan.repository.replaceAll('/', '-')}.json`
  saveFile(name, formatPlanJson(plan, new Date(registryNow())), 'application/json')
}
