import type { DeletionPlan } from '../../../deletion/plan/deletionPlan.ts'
import { describeCannot } from '../../../deletion/words.ts'
import { formatBytes } from '../../../format/bytes.ts'
import { formatCounted } from '../../../format/count.ts'
import { attachmentTag } from '../../../image/attachments.ts'
import type { Tag } from '../../../registry/names.ts'
import { Button } from '../../../ui/Button.tsx'
import { Line, Lines, PlanSection } from './PlanSection.tsx'
import { tagsByText } from './planParts.ts'

/** Selected tags that stay all the same, those with one reason together. */
export function CannotLines({ plan }: { plan: DeletionPlan }) {
  const reasons = tagsByText(
    plan.groups.flatMap(({ method, role, tags }) =>
      method.kind === 'none' && role.kind === 'selected'
        ? [[describeCannot(method.because), tags] as const]
        : [],
    ),
  )
  if (reasons.size === 0) return null
  const lines = [...reasons].map(([reason, tags]) => ({ key: reason, tags, reason }))
  return (
    <PlanSection title="Selected, but stays: it cannot be removed">
      <Lines lines={lines} label="reasons" />
    </PlanSection>
  )
}

/** Tags of which nothing could be told: they stay, and so does every image that they may be on. */
export function UncheckedLines({ plan: { unknown, listIsWhole } }: { plan: DeletionPlan }) {
  if (unknown.length === 0 && listIsWhole) return null
  return (
    <PlanSection title="Could not be checked, and stays">
      {unknown.map(({ tag, state: { hasEmptyLink, problem } }) => (
        <Line
          key={tag}
          tags={[tag]}
          reason={
            hasEmptyLink
              ? `its link on the registry’s disk is empty: push it again to repair it, or delete it; the folder _manifests/tags/${tag}/index/ there still knows its digests`
              : problem === 'no-right'
                ? 'you have no right to read it'
                : 'the registry fails to read it'
          }
        />
      ))}
      {!listIsWhole && <p className="py-1">The registry does not give its whole list of tags.</p>}
      <p className="py-1 text-soft">
        No image is deleted that such a tag may be on: only tags are removed.
      </p>
    </PlanSection>
  )
}

/** Attachments that earlier deletions left behind, offered to be taken along. */
export function OrphanLines({
  plan: { orphans },
  onAdd,
}: {
  plan: DeletionPlan
  onAdd: (tags: readonly Tag[]) => void
}) {
  if (orphans.length === 0) return null
  const bytes = orphans.reduce((sum, { size }) => sum + size, 0)
  const lines = orphans.map(({ tag, subject, size }) => ({
    key: tag,
    what: `${attachmentTag(tag)?.label} of`,
    digest: subject,
    tags: [tag],
    reason: formatBytes(size),
  }))
  return (
    <PlanSection title="Left over from earlier deletions, and stays">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p className="min-w-0 flex-1 basis-60">
          {formatCounted(orphans.length, 'attachment')} ({formatBytes(bytes)}) of images that are
          gone.
        </p>
        <Button onClick={() => onAdd(orphans.map(({ tag }) => tag))}>
          Take {orphans.length === 1 ? 'it' : 'them'} along
        </Button>
      </div>
      <details>
        <summary className="cursor-pointer text-soft">Which</summary>
        <Lines lines={lines} label="attachments" />
      </details>
    </PlanSection>
  )
}
