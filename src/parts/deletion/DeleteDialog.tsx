import { type DeletionReport, canTryAgain } from '../../deletion/report.ts'
import { formatCounted } from '../../format/count.ts'
import type { Digest, RepositoryName, Tag } from '../../registry/names.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog, DialogBody, DialogFooter } from '../../ui/Dialog.tsx'
import { Failure } from '../Failure.tsx'
import { CheckAgainButton } from './CheckAgainButton.tsx'
import { Confirmation } from './Confirmation.tsx'
import { focusOnMount } from './focusOnMount.ts'
import { RefusedView } from './RefusedView.tsx'
import { ReportView } from './ReportView.tsx'
import { RunView } from './RunView.tsx'
import { useDeletion } from './useDeletion.ts'
import { summarize } from './words.ts'

export type DeleteDialogProps = {
  readonly repository: RepositoryName
  /** What is selected, or the whole repository: every tag that it has by then. */
  readonly tags: readonly Tag[] | 'every'
  /** Those of `tags` that are not on the screen; the plan names them. */
  readonly notShown: readonly Tag[]
  /** Where the tags were when they were selected: one that is elsewhere by now stays. */
  readonly expected?: ReadonlyMap<Tag, Digest> | undefined
  readonly onClose: () => void
  readonly onDone: (report: DeletionReport) => void
}

/**
 * Plans the deletion of tags, shows what goes and what stays, carries it out when that is confirmed, and
 * reports. It cannot be closed while the registry works. Where its page is left all the same, the work goes
 * on, and what is to be read of its report is shown on whatever page is open then.
 */
export function DeleteDialog({
  repository,
  tags,
  notShown,
  expected,
  onClose,
  onDone,
}: DeleteDialogProps) {
  const { selected, phase, record, planFor, confirm, checkAgain } = useDeletion(repository, tags, {
    expected,
    onDone,
  })
  const again = () => planFor(selected && tags !== 'every' ? selected : tags)
  const close = (
    <Button ref={focusOnMount} onClick={onClose}>
      {phase.kind === 'done' ? 'Close' : 'Cancel'}
    </Button>
  )
  const what = selected?.length === 1 ? selected[0] : formatCounted(selected?.length ?? 0, 'tag')
  const title =
    phase.kind === 'done'
      ? summarize(phase.report)
      : tags === 'every'
        ? `Delete the repository ${repository}`
        : `Delete ${what} from ${repository}`
  return (
    <Dialog title={title} onClose={onClose} mayClose={phase.kind !== 'running'}>
      {(phase.kind === 'planning' || phase.kind === 'planned') && (
        <Confirmation
          repository={repository}
          phase={phase}
          record={record}
          notShown={notShown}
          isWholeRepository={tags === 'every'}
          count={selected?.length}
          cancel={close}
          onConfirm={confirm}
          onAdd={(more) => planFor([...new Set([...(selected ?? []), ...more])])}
        />
      )}
      {phase.kind === 'refused' && (
        <>
          <DialogBody>
            <RefusedView refusal={phase.refusal} />
          </DialogBody>
          <DialogFooter>
            {close}
            <Button onClick={again}>Check again</Button>
          </DialogFooter>
        </>
      )}
      {phase.kind === 'failed' && (
        <>
          <DialogBody>
            <Failure error={phase.error} onRetry={again} />
          </DialogBody>
          <DialogFooter>{close}</DialogFooter>
        </>
      )}
      {phase.kind === 'running' && <RunView deletion={phase.deletion} />}
      {phase.kind === 'done' && (
        <>
          <DialogBody>
            <ReportView report={phase.report} ability={phase.plan.ability} />
          </DialogBody>
          <DialogFooter>
            <CheckAgainButton onCheck={() => checkAgain(phase.deletion)} />
            <TryAgain report={phase.report} onTry={planFor} />
            {close}
          </DialogFooter>
        </>
      )}
    </Dialog>
  )
}

function TryAgain({
  report,
  onTry,
}: {
  report: DeletionReport
  onTry: (tags: readonly Tag[], options?: { readonly isRecorded: boolean }) => void
}) {
  const tags = [...report.outcomes].flatMap(([tag, outcome]) => (canTryAgain(outcome) ? [tag] : []))
  if (tags.length === 0) return null
  return (
    <>
      {report.stopped?.kind === 'no-journal' && (
        <Button onClick={() => onTry(tags, { isRecorded: false })}>Plan it without a record</Button>
      )}
      <Button onClick={() => onTry(tags)}>
        {tags.length === 1 ? 'Try again' : `Try again with ${formatCounted(tags.length, 'tag')}`}
      </Button>
    </>
  )
}
