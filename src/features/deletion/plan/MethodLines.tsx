import type { DeletionPlan, Method } from '../../../deletion/plan/deletionPlan.ts'
import { formatCounted } from '../../../format/count.ts'

/** How it is done, one line for each method that the plan uses. */
export function MethodLines({ plan }: { plan: DeletionPlan }) {
  const counts = new Map<Method['kind'], { images: number; tags: number }>()
  const along = plan.groups.filter(
    ({ role, method }) => role.kind !== 'selected' && method.kind !== 'none',
  )
  for (const { method, tags, role } of plan.groups) {
    if (role.kind !== 'selected') continue
    const { images, tags: before } = counts.get(method.kind) ?? { images: 0, tags: 0 }
    counts.set(method.kind, { images: images + 1, tags: before + tags.length })
  }
  return (
    <ul className="list-disc pl-5">
      {[...counts].map(([kind, { images, tags }]) => {
        const text = describe(kind, { images, tags, ability: plan.ability })
        return text && <li key={kind}>{text}</li>
      })}
      {along.length > 0 && (
        <li>
          {along.length === 1
            ? '1 manifest that belongs to it after that, by digest.'
            : `${formatCounted(along.length, 'manifest')} that belong to it after that, by digest: images that an index holds first, attachments last.`}
        </li>
      )}
    </ul>
  )
}

function describe(
  kind: Method['kind'],
  { images, tags, ability }: { images: number; tags: number; ability: DeletionPlan['ability'] },
): string | undefined {
  switch (kind) {
    case 'digest':
      return ability === 'by-tag'
        ? `${formatCounted(tags, 'tag')} by name, then ${formatCounted(images, 'image')} by digest. Before that every tag that stays is asked again.`
        : `${formatCounted(images, 'image')} by digest, with ${nameOwn(images, tags)}. Before that every tag that stays is asked again.`
    case 'untag':
      return `${formatCounted(tags, 'tag')} by name.`
    case 're-push':
      return `${formatCounted(tags, 'tag')} by a copy: this registry deletes only whole images, so each tag gets the same content under a digest of its own, and that is deleted.`
    case 'replace':
      return `${formatCounted(tags, 'tag')} without a manifest by an empty index, which takes the tag along.`
    case 'undecided':
    case 'none':
      return undefined
  }
}

function nameOwn(images: number, tags: number): string {
  if (images > 1) return `their ${formatCounted(tags, 'tag')}`
  return tags === 1 ? 'its tag' : `its ${formatCounted(tags, 'tag')}`
}
