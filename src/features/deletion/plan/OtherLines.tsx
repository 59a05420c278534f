import type { DeletionPlan } from '../../../deletion/plan/deletionPlan.ts'
import { describeCannot } from '../../../deletion/words.ts'
import { formatBytes } from '../../../format/bytes.ts'
import { formatCounted } from '../../../format/count.ts'
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

/** Attachments that earlier deletions left behind, offered to be taken along: then the plan names them. */
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
    </PlanSection>
  )
}

/** How it is done, one line for each method that the plan uses. */
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
            ? '1 manifest that belongs to it after that, by digest.'
            : `${formatCounted(along, 'manifest')} that belong to it after that, by digest: images that an index holds first, attachments last.`}
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
      return `${how}. Before that every tag that stays is asked again.`
    }
    case 'untag':
      return `${tags} by name.`
    case 're-push':
      return `${tags} by a copy: this registry deletes only whole images, so each tag gets the same content under a digest of its own, and that is deleted.`
    case 'replace':
      return `${tags} without a manifest by an empty index, which takes the tag along.`
  }
}
