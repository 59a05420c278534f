import type { DeletionPlan } from '../../../deletion/plan/deletionPlan.ts'
import { describeCannot } from '../../../deletion/words.ts'
import { formatBytes } from '../../../format/bytes.ts'
import { formatCounted } from '../../../format/count.ts'
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
export function MethodLines({ plan: { groups, ability } }: { plan: DeletionPlan }) {
  const counts = (['digest', 'untag', 're-push', 'replace'] as const).map((kind) => {
    const of = groups.filter(({ role, method }) => role.kind === 'selected' && method.kind === kind)
    return { kind, images: of.length, tags: of.reduce((sum, { tags }) => sum + tags.length, 0) }
  })
  const along = groups.filter(
    ({ role, method }) => role.kind !== 'selected' && method.kind !== 'none',
  ).length
  return (
    <ul className="list-disc pl-5">
      {counts.map(
        ({ kind, images, tags }) =>
          images > 0 && <li key={kind}>{describeMethod(kind, images, tags, ability)}</li>,
      )}
      {along > 0 && (
        <li>
          {along === 1
            ? 'Then 1 child manifest or attachment, by digest.'
            : `Then ${formatCounted(along, 'child manifest or attachment', 'child manifests and attachments')}, by digest: child manifests first.`}
        </li>
      )}
    </ul>
  )
}

function describeMethod(
  kind: 'digest' | 'untag' | 're-push' | 'replace',
  images: number,
  count: number,
  ability: DeletionPlan['ability'],
): string {
  const tags = formatCounted(count, 'tag')
  switch (kind) {
    case 'digest': {
      const those = images > 1 ? `their ${tags}` : count === 1 ? 'its tag' : `its ${tags}`
      const how =
        ability === 'by-tag'
          ? `${tags} by name, then ${formatCounted(images, 'image')} by digest`
          : `${formatCounted(images, 'image')} by digest, with ${those}`
      return `${how}. Kept tags are re-checked first.`
    }
    case 'untag':
      return `${tags} by name.`
    case 're-push':
      return `${tags} via a copy: this registry can’t delete a single tag, so Homeport moves the tag to a copy of its image and deletes the copy.`
    case 'replace':
      return `${tags} without a manifest via an empty index, which is deleted with the tag.`
  }
}
