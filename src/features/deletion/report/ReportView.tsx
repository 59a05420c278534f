import type { ReactNode } from 'react'
import type { DeletionPlan } from '../../../deletion/plan/deletionPlan.ts'
import {
  type DeletionReport,
  type ManifestOutcome,
  isRemoved,
  isUnknown,
} from '../../../deletion/plan/report.ts'
import { STOPS, describeHarm, describeManifestOutcome } from '../../../deletion/words.ts'
import { formatCounted } from '../../../format/count.ts'
import { nameSome } from '../../../format/nameSome.ts'
import { sortTags } from '../../../format/tagOrder.ts'
import { formatMoment } from '../../../format/time.ts'
import { visibleText } from '../../../format/visibleText.ts'
import { Notice } from '../../../ui/Notice.tsx'
import { Failure } from '../../../components/failures/Failure.tsx'
import { SpaceNote } from '../confirm/SpaceNote.tsx'
import { Lines, PlanSection } from '../plan/PlanSection.tsx'
import { OutcomeList } from './RunView.tsx'

/** How it ended: problems first, then what wasn't deleted, then what was. */
export function ReportView({
  report,
  ability,
  isUndone,
  undoLine,
}: {
  report: DeletionReport
  ability: DeletionPlan['ability']
  /** Everything was restored since. */
  isUndone: boolean
  undoLine: ReactNode
}) {
  const { harmed, stopped, leftovers, verification } = report
  return (
    <>
      <div className="space-y-2 pb-3">
        {harmed.map((harm) => (
          <Notice
            key={`${harm.tag} ${harm.possible.join(' ')}`}
            look="danger"
            title="An unselected tag was affected"
          >
            {describeHarm(harm)}
          </Notice>
        ))}
        {stopped && verification.kind === 'done' && (
          <Notice look="warning">{STOPS[stopped.kind]}</Notice>
        )}
        {undoLine}
        {!isUndone && <VerificationLine report={report} />}
        {leftovers.length > 0 && (
          <p className="text-soft">
            {formatCounted(leftovers.length, 'untagged copy', 'untagged copies')} couldn’t be
            deleted, which does no harm: {leftovers.join(', ')}
          </p>
        )}
      </div>
      <Outcomes title="Outcome unknown" report={report} isMeant={isUnknown} />
      <Outcomes
        title="Not deleted"
        report={report}
        isMeant={(outcome) => !isUnknown(outcome) && !isRemoved(outcome)}
      />
      <Outcomes
        title={isUndone ? 'Deleted, then restored' : 'Deleted'}
        report={report}
        isMeant={isRemoved}
        isUndone={isUndone}
      />
      {!isUndone && <SpaceNote repository={report.repository} ability={ability} />}
    </>
  )
}

const ROLE: Readonly<Record<ManifestOutcome['role'], string>> = {
  child: 'part of an index',
  attachment: 'attachment',
}

/** Tags, and untagged children and attachments, with the same result; nothing if there are none. */
function Outcomes({
  title,
  report: { outcomes, manifests },
  isMeant,
  isUndone = false,
}: {
  title: string
  report: DeletionReport
  isMeant: typeof isRemoved
  isUndone?: boolean
}) {
  const tags = [...outcomes].flatMap(([tag, outcome]) => (isMeant(outcome) ? [tag] : []))
  const lines = manifests
    .filter(({ outcome }) => isMeant(outcome))
    .map(({ digest, role, outcome }) => ({
      key: digest,
      digest,
      what: ROLE[role],
      reason: isUndone ? 'restored' : withMessage(outcome),
    }))
  if (tags.length + lines.length === 0) return null
  return (
    <PlanSection title={title}>
      {tags.length > 0 && (
        <OutcomeList tags={sortTags(tags)} outcomes={outcomes} isUndone={isUndone} />
      )}
      {lines.length > 0 && (
        <details className="py-1" open={isMeant !== isRemoved}>
          <summary className="cursor-pointer text-soft">
            {formatCounted(lines.length, 'manifest')} without a tag
          </summary>
          <Lines label="manifests" most={100} lines={lines} />
        </details>
      )}
    </PlanSection>
  )
}

/** What the registry said stands beside what became of a manifest. */
function withMessage(outcome: ManifestOutcome['outcome']): string {
  const text = describeManifestOutcome(outcome)
  return 'message' in outcome ? `${text} (${visibleText(outcome.message, 300)})` : text
}

function VerificationLine({
  report: { verification, harmed, at, stopped },
}: {
  report: DeletionReport
}) {
  if (verification.kind === 'failed') {
    // This most likely has the same cause as what stopped the deletion, so one message covers both.
    return (
      <Failure
        error={verification.error}
        title={`${stopped ? `${STOPS[stopped.kind]} ` : ''}The tags couldn’t be checked afterwards, so the result is not verified`}
      />
    )
  }
  const { checked, unknown, goneMeanwhile, isOnly } = verification
  const isAllWell = harmed.length + unknown.length + goneMeanwhile.length === 0
  return (
    <p role="status" className="text-soft">
      {isOnly
        ? 'There are no other tags in this repository'
        : isAllWell
          ? `Verified: ${formatCounted(checked, 'other tag')} still ${checked === 1 ? 'exists' : 'exist'}`
          : `${formatCounted(checked, 'other tag')} checked afterwards`}
      .{unknown.length > 0 && ` Couldn’t be checked: ${nameSome(unknown, 20)}.`}
      {goneMeanwhile.length > 0 &&
        ` Deleted by somebody else: ${nameSome(goneMeanwhile, 20)}.`}{' '}
      Last checked <time dateTime={at.toISOString()}>{formatMoment(at)}</time>.
    </p>
  )
}
