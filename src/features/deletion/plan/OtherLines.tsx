import type { DeletionPlan } from '../../../deletion/plan/deletionPlan.ts'
import { describeCannot } from '../../../deletion/words.ts'
import { formatBytes } from '../../../format/bytes.ts'
import { formatCount, formatCounted } from '../../../format/count.ts'
import type { Tag } from '../../../registry/names.ts'
import { Button } from '../../../ui/Button.tsx'
import { Line, Lines, PlanSection } from './PlanSection.tsx'
import { tagsByText } from './planParts.ts'

/** Selected tags that are kept nevertheless, grouped by reason. */
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
    <PlanSection title="Selected, but will be kept: can’t be deleted">
      <Lines lines={lines} label="reasons" />
    </PlanSection>
  )
}

/** Tags that couldn't be checked: they are kept, and so is every image that they may point to. */
export function UncheckedLines({ plan: { unknown, listIsWhole } }: { plan: DeletionPlan }) {
  if (unknown.length === 0 && listIsWhole) return null
  return (
    <PlanSection title="Couldn’t be checked; will be kept">
      {unknown.map(({ tag, state: { hasEmptyLink, problem } }) => (
        <Line
          key={tag}
          tags={[tag]}
          reason={
            hasEmptyLink
              ? `its link file on the registry’s disk is empty: push the image again to repair it, or delete the tag; the folder _manifests/tags/${tag}/index/ there still has its digests`
              : problem === 'no-right'
                ? 'you are not allowed to read it'
                : 'the registry can’t read it'
          }
        />
      ))}
      {!listIsWhole && <p className="py-1">The registry’s tag list is incomplete.</p>}
      <p className="py-1 text-soft">
        Images that unread or unlisted tags may point to are kept; only tags are deleted.
      </p>
    </PlanSection>
  )
}

/** Attachments left behind by earlier deletions. They can be added to the plan, which then names them. */
export function OrphanLines({
  plan: { orphans },
  onAdd,
}: {
  plan: DeletionPlan
  onAdd: (tags: readonly Tag[]) => void
}) {
  if (orphans.length === 0) return null
  const bytes = orphans.reduce((sum, { size }) => sum + size, 0)
  return (
    <PlanSection title="Left over from earlier deletions; will be kept">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p className="min-w-0 flex-1 basis-60">
          {formatCounted(orphans.length, 'attachment')} ({formatBytes(bytes)}) of deleted images.
        </p>
        <Button onClick={() => onAdd(orphans.map(({ tag }) => tag))}>
          Delete {orphans.length === 1 ? 'it' : 'them'} too
        </Button>
      </div>
    </PlanSection>
  )
}

/** One line for each method that the plan uses. */
export function MethodLines({ plan: { groups, ability, takesAlong } }: { plan: DeletionPlan }) {
  const going = groups.filter(({ method }) => method.kind !== 'none')
  const along = going.filter(({ role }) => role.kind !== 'selected').length
  const lines = (['digest', 'untag', 're-push', 'replace'] as const).flatMap((kind) => {
    const its = going.filter(({ role, method }) => role.kind === 'selected' && method.kind === kind)
    const count = its.flatMap(({ tags }) => tags).length
    return its.length > 0 ? [METHODS[kind](formatCounted(count, 'tag'), its.length, ability)] : []
  })
  return (
    <ul className="list-disc pl-5">
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
      {along === 1 && <li>Then 1 child manifest or attachment, by digest.</li>}
      {along > 1 && (
        <li>
          Then {formatCount(along)} child manifests and attachments, by digest: child manifests
          first.
        </li>
      )}
      {takesAlong && going.some(({ method }) => method.kind === 'digest') && (
        <li className="text-warning">
          With an image, this registry also deletes its signatures and other attachments, and with
          an index its images. Homeport looks for them after the first image, restores what was to
          be kept, and stops.
        </li>
      )}
    </ul>
  )
}

const METHODS = {
  digest: (tags: string, count: number, ability: DeletionPlan['ability']) => {
    const images = formatCounted(count, 'image')
    const how =
      ability === 'by-tag'
        ? `${tags} by name, then ${images} by digest`
        : `${images} by digest, with ${tags}`
    return `${how}. Kept tags are re-checked first.`
  },
  untag: (tags: string) => `${tags} by name.`,
  're-push': (tags: string) =>
    `${tags} via a copy: this registry can’t delete a single tag, so Homeport moves the tag to a copy of its image and deletes the copy.`,
  replace: (tags: string) =>
    `${tags} without a manifest via an empty index, which is deleted with the tag.`,
}
