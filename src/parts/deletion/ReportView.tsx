import type { DeletionPlan } from '../../deletion/deletionPlan.ts'
import type { DeletionReport, TagOutcome } from '../../deletion/report.ts'
import { formatCounted } from '../../format/count.ts'
import { Notice } from '../../ui/Notice.tsx'
import { Failure } from '../Failure.tsx'
import { OutcomeList } from './OutcomeList.tsx'
import { PlanSection } from './PlanSection.tsx'
import { SpaceNote } from './SpaceNote.tsx'
import { describeHarm, describeStop, nameTags } from './words.ts'

const DONE: ReadonlySet<TagOutcome['kind']> = new Set(['deleted', 'already-gone'])

/** How it ended: harm first, then what was not done, then what was. */
export function ReportView({
  report,
  ability,
}: {
  report: DeletionReport
  ability: DeletionPlan['ability']
}) {
  const { outcomes, harmed, stopped, leftovers } = report
  const all = [...outcomes.keys()]
  const isDone = (tag: (typeof all)[number]) => DONE.has(outcomes.get(tag)?.kind ?? 'failed')
  const left = all.filter((tag) => !isDone(tag))
  const done = all.filter(isDone)
  return (
    <>
      <div className="space-y-2 pb-3">
        {harmed.map((harm) => (
          <Notice
            key={`${harm.tag} ${harm.possible.join(' ')}`}
            look="danger"
            title="A tag that was not selected was hit"
          >
            {describeHarm(harm)}
          </Notice>
        ))}
        {stopped && <Notice look="warning">{describeStop(stopped)}</Notice>}
        <VerificationLine report={report} />
        {leftovers.length > 0 && (
          <p className="text-soft">
            {formatCounted(leftovers.length, 'copy', 'copies')} without a tag could not be deleted
            again; it does no harm: {leftovers.join(', ')}
          </p>
        )}
      </div>
      {left.length > 0 && (
        <PlanSection title="Not deleted">
          <OutcomeList tags={left} outcomes={outcomes} />
        </PlanSection>
      )}
      {done.length > 0 && (
        <PlanSection title="Deleted">
          <OutcomeList tags={done} outcomes={outcomes} />
        </PlanSection>
      )}
      <PlanSection title="Space">
        <SpaceNote ability={ability} />
      </PlanSection>
    </>
  )
}

function VerificationLine({ report: { verification, harmed } }: { report: DeletionReport }) {
  if (verification.kind === 'failed') {
    return (
      <Failure
        error={verification.error}
        title="The tags could not be asked afterwards, so the result is not confirmed"
      />
    )
  }
  const { checked, unknown, goneMeanwhile } = verification
  const isAllWell = harmed.length + unknown.length + goneMeanwhile.length === 0
  return (
    <p role="status" className="text-soft">
      {checked === 0
        ? 'No other tag is in this repository'
        : `${formatCounted(checked, 'other tag')} ${checked === 1 ? 'was' : 'were'} asked afterwards`}
      {checked > 0 &&
        isAllWell &&
        (checked === 1 ? ', and is still there' : ', and all are still there')}
      .{unknown.length > 0 && ` Could not be checked: ${nameTags(unknown, 20)}.`}
      {goneMeanwhile.length > 0 &&
        ` Deleted by somebody else meanwhile: ${nameTags(goneMeanwhile, 20)}.`}
    </p>
  )
}
