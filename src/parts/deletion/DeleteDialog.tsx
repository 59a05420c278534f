import { useState } from 'react'
import { type DeletionPlan, isReady, listGoing } from '../../deletion/deletionPlan.ts'
import { type DeletionReport, canTryAgain } from '../../deletion/report.ts'
import { formatCounted } from '../../format/count.ts'
import type { RepositoryName, Tag } from '../../registry/names.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog, DialogBody, DialogFooter } from '../../ui/Dialog.tsx'
import { Failure } from '../Failure.tsx'
import { focusOnMount } from './focusOnMount.ts'
import { PlanProgressLine } from './PlanProgressLine.tsx'
import { PlanView } from './PlanView.tsx'
import { RefusedView } from './RefusedView.tsx'
import { ReportView } from './ReportView.tsx'
import { RunView } from './RunView.tsx'
import { useDeletion } from './useDeletion.ts'
import { summarize } from './words.ts'

export type DeleteDialogProps = {
  readonly repository: RepositoryName
  readonly tags: readonly Tag[]
  /** Those of `tags` that are not on the screen; the plan names them. */
  readonly notShown: readonly Tag[]
  readonly onClose: () => void
  readonly onDone: (report: DeletionReport) => void
}

/**
 * Plans the deletion of tags, shows what goes and what stays, carries it out when that is confirmed, and
 * reports. It cannot be closed while the registry works. Where its page is left all the same, the work goes
 * on, and what is to be read of its report is shown on whatever page is open then.
 */
export function DeleteDialog({ repository, tags, notShown, onClose, onDone }: DeleteDialogProps) {
  const { selected, phase, planFor, confirm } = useDeletion(repository, tags, onDone)
  const close = (
    <Button ref={focusOnMount} onClick={onClose}>
      {phase.kind === 'done' ? 'Close' : 'Cancel'}
    </Button>
  )
  const title =
    phase.kind === 'done'
      ? summarize(phase.report)
      : `Delete ${selected.length === 1 ? selected[0] : formatCounted(selected.length, 'tag')} from ${repository}`
  return (
    <Dialog title={title} onClose={onClose} mayClose={phase.kind !== 'running'}>
      {(phase.kind === 'planning' || phase.kind === 'planned') && (
        <Confirmation
          plan={phase.plan}
          notShown={notShown}
          count={selected.length}
          cancel={close}
          onConfirm={confirm}
        >
          {phase.kind === 'planning' && <PlanProgressLine progress={phase.progress} />}
        </Confirmation>
      )}
      {phase.kind === 'refused' && (
        <>
          <DialogBody>
            <RefusedView refusal={phase.refusal} />
          </DialogBody>
          <DialogFooter>
            {close}
            <Button onClick={() => planFor(selected)}>Check again</Button>
          </DialogFooter>
        </>
      )}
      {phase.kind === 'failed' && (
        <>
          <DialogBody>
            <Failure error={phase.error} onRetry={() => planFor(selected)} />
          </DialogBody>
          <DialogFooter>{close}</DialogFooter>
        </>
      )}
      {phase.kind === 'running' && <RunView {...phase} />}
      {phase.kind === 'done' && (
        <>
          <DialogBody>
            <ReportView report={phase.report} ability={phase.plan.ability} />
          </DialogBody>
          <DialogFooter>
            <TryAgain report={phase.report} onTry={planFor} />
            {close}
          </DialogFooter>
        </>
      )}
    </Dialog>
  )
}

/** The plan as far as it is known, and the button that carries it out. */
function Confirmation({
  plan,
  notShown,
  count,
  cancel,
  onConfirm,
  children,
}: {
  plan: DeletionPlan | undefined
  notShown: readonly Tag[]
  /** Of the selected tags. */
  count: number
  cancel: React.ReactNode
  onConfirm: (plan: DeletionPlan, tagsOnly: boolean) => Promise<void>
  children: React.ReactNode
}) {
  const [tagsOnly, setTagsOnly] = useState(false)
  const going = plan ? listGoing(plan).length : count
  return (
    <>
      <DialogBody>
        {children}
        {plan && (
          <PlanView
            plan={plan}
            notShown={notShown}
            tagsOnly={tagsOnly}
            onTagsOnly={plan.ability === 'by-tag' ? setTagsOnly : undefined}
          />
        )}
      </DialogBody>
      <DialogFooter>
        {cancel}
        <Button
          look="danger"
          disabled={!plan || !isReady(plan)}
          onClick={() => plan && void onConfirm(plan, tagsOnly)}
        >
          Delete {formatCounted(going, 'tag')}
        </Button>
      </DialogFooter>
    </>
  )
}

function TryAgain({
  report,
  onTry,
}: {
  report: DeletionReport
  onTry: (tags: readonly Tag[]) => void
}) {
  const tags = [...report.outcomes].flatMap(([tag, outcome]) => (canTryAgain(outcome) ? [tag] : []))
  if (tags.length === 0) return null
  return (
    <Button onClick={() => onTry(tags)}>
      {tags.length === 1 ? 'Try again' : `Try again with ${formatCounted(tags.length, 'tag')}`}
    </Button>
  )
}
