import type { DeletionPlan } from '../../../deletion/plan/deletionPlan.ts'
import { formatCounted } from '../../../format/count.ts'

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
          images > 0 && <li key={kind}>{describe(kind, images, tags, ability)}</li>,
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

function describe(
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
