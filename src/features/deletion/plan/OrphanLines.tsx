import type { DeletionPlan } from '../../../deletion/plan/deletionPlan.ts'
import { formatBytes } from '../../../format/bytes.ts'
import { formatCounted } from '../../../format/count.ts'
import { attachmentTag } from '../../../image/attachments.ts'
import type { Tag } from '../../../registry/names.ts'
import { Button } from '../../../ui/Button.tsx'
import { DigestMark } from '../../../components/DigestMark.tsx'
import { LongList } from './LongList.tsx'
import { Line, PlanSection, TagNames } from './PlanSection.tsx'

/** Attachments that earlier deletions left behind, offered to be taken along. */
export function OrphanLines({
  orphans,
  onAdd,
}: {
  orphans: DeletionPlan['orphans']
  onAdd: (tags: readonly Tag[]) => void
}) {
  if (orphans.length === 0) return null
  const bytes = orphans.reduce((sum, { size }) => sum + size, 0)
  const these = orphans.length === 1 ? 'it' : 'them'
  return (
    <PlanSection title="Left over from earlier deletions, and stays">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p className="min-w-0 flex-1 basis-60">
          {formatCounted(orphans.length, 'attachment')} ({formatBytes(bytes)}) of images that are
          gone.
        </p>
        <Button onClick={() => onAdd(orphans.map(({ tag }) => tag))}>Take {these} along</Button>
      </div>
      <details>
        <summary className="cursor-pointer text-soft">Which</summary>
        <LongList items={orphans} label="attachments">
          {({ tag, subject, size }) => (
            <Line key={tag} reason={formatBytes(size)}>
              <span>{attachmentTag(tag)?.label} of</span>
              <DigestMark digest={subject} />
              <TagNames tags={[tag]} />
            </Line>
          )}
        </LongList>
      </details>
    </PlanSection>
  )
}
