import type { DeletionPlan } from '../../../deletion/plan/deletionPlan.ts'
import { formatCounted } from '../../../format/count.ts'

/** How it is done, one line for each method that the plan uses. */
export function MethodLines({ plan: { groups, ability } }: { plan: DeletionPlan }) {
  const lines = (['digest', 'untag', 're-push', 'replace'] as const).flatMap((kind) => {
    const of = groups.filter(({ role, method }) => role.kind === 'selected' && method.kind === kind)
    const tags = of.reduce((sum, group) => sum + group.tags.length, 0)
    return of.length > 0 ? [describe(kind, of.length, tags, ability)] : []
  })
  const along = groups.filter(
    ({ role, method }) => role.kind !== 'selected' && method.kind !== 'none',
  )
  if (along.length > 0) {
    lines.push(
      along.length === 1
        ? '1 manifest that belongs to it after that, by digest.'
        : `${formatCounted(along.length, 'manifest')} that belong to it after that, by digest: images that an index holds first, attachments last.`,
    )
  }
  return (
    <ul className="list-disc pl-5">
      {lines.map((text) => (
        <li key={text}>{text}</li>
      ))}
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
      const its = count === 1 ? 'its tag' : `its ${tags}`
      return ability === 'by-tag'
        ? `${tags} by name, then ${formatCounted(images, 'image')} by digest. Before that every tag that stays is asked again.`
        : `${formatCounted(images, 'image')} by digest, with ${images > 1 ? `their ${tags}` : its}. Before that every tag that stays is asked again.`
    }
    case 'untag':
      return `${tags} by name.`
    case 're-push':
      return `${tags} by a copy: this registry deletes only whole images, so each tag gets the same content under a digest of its own, and that is deleted.`
    case 'replace':
      return `${tags} without a manifest by an empty index, which takes the tag along.`
  }
}
