import { Link } from 'react-router'
import type { DeletionPlan } from '../../../deletion/plan/deletionPlan.ts'
import {
  type DeletionReport,
  type ManifestOutcome,
  type TagOutcome,
  isRemoved,
  isUnknown,
} from '../../../deletion/plan/report.ts'
import { formatCounted } from '../../../format/count.ts'
import { sortTags } from '../../../format/tagOrder.ts'
import { formatMoment } from '../../../format/time.ts'
import { paths } from '../../../routing/paths.ts'
import { Notice } from '../../../ui/Notice.tsx'
import { Failure } from '../../../components/Failure.tsx'
import { OutcomeList } from './OutcomeList.tsx'
import { Lines, PlanSection } from '../plan/PlanSection.tsx'
import { SpaceNote } from '../confirm/SpaceNote.tsx'
import { describeHarm, describeManifestOutcome, describeStop } from '../../../deletion/words.ts'
import { nameSome } from '../../../format/nameSome.ts'

/** How it ended: harm first, then what was not done, then what was. */
export function ReportView({
  report,
  ability,
  onLeave,
}: {
  report: DeletionReport
  ability: DeletionPlan['ability']
  /** A link to another page was followed. */
  onLeave: () => void
}) {
  const { harmed, stopped, leftovers, entries } = report
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
        {entries.length > 0 && (
          <p className="text-soft">
            Until the registry collects its garbage it can be brought back from{' '}
            <Link to={paths.deleted()} onClick={onLeave} className="text-accent hover:underline">
              Deleted
            </Link>
            .
          </p>
        )}
        {leftovers.length > 0 && (
          <p className="text-soft">
            {formatCounted(leftovers.length, 'copy', 'copies')} without a tag could not be deleted
            again; it does no harm: {leftovers.join(', ')}
          </p>
        )}
      </div>
      <Outcomes title="Outcome unknown" report={report} isMeant={isUnknown} />
      <Outcomes
        title="Not deleted"
        report={report}
        isMeant={(outcome) => !isUnknown(outcome) && !isRemoved(outcome)}
      />
      <Outcomes title="Deleted" report={report} isMeant={isRemoved} isFolded />
      <PlanSection title="Space">
        <SpaceNote repository={report.repository} ability={ability} />
      </PlanSection>
    </>
  )
}

/** What ended alike, tags and what has none; nothing where there is none of it. */
function Outcomes({
  title,
  report: { outcomes, manifests },
  isMeant,
  isFolded = false,
}: {
  title: string
  report: DeletionReport
  isMeant: (outcome: TagOutcome | ManifestOutcome['outcome']) => boolean
  isFolded?: boolean
}) {
  const tags = [...outcomes].flatMap(([tag, outcome]) => (isMeant(outcome) ? [tag] : []))
  const parts = manifests.filter(({ outcome }) => isMeant(outcome))
  if (tags.length + parts.length === 0) return null
  return (
    <PlanSection title={title}>
      {tags.length > 0 && <OutcomeList tags={sortTags(tags)} outcomes={outcomes} />}
      <PartOutcomes parts={parts} isOpen={!isFolded} />
    </PlanSection>
  )
}

const ROLE: Readonly<Record<ManifestOutcome['role'], string>> = {
  child: 'held by an index',
  attachment: 'attachment',
}

/** Children and attachments without a tag. */
function PartOutcomes({ parts, isOpen }: { parts: readonly ManifestOutcome[]; isOpen: boolean }) {
  if (parts.length === 0) return null
  const lines = parts.map(({ digest, role, outcome }) => ({
    key: digest,
    digest,
    what: ROLE[role],
    reason: describeManifestOutcome(outcome),
  }))
  return (
    <details className="py-1" open={isOpen}>
      <summary className="cursor-pointer text-soft">
        {formatCounted(parts.length, 'manifest')} without a tag
      </summary>
      <Lines label="manifests" lines={lines} />
    </details>
  )
}

function VerificationLine({ report: { verification, harmed, at } }: { report: DeletionReport }) {
  const moment = <time dateTime={at.toISOString()}>{formatMoment(at)}</time>
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
      .{unknown.length > 0 && ` Could not be checked: ${nameSome(unknown, 20)}.`}
      {goneMeanwhile.length > 0 &&
        ` Deleted by somebody else meanwhile: ${nameSome(goneMeanwhile, 20)}.`}{' '}
      Last checked {moment}.
    </p>
  )
}
