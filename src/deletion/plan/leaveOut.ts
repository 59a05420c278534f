import { type DeletionPlan, type KeptPart, type PlannedGroup, listDeleted } from './deletionPlan.ts'
import { rePushMethod } from './groups.ts'

/**
 * The same plan, but only tags are deleted, for registries that can do so. Images are left to `garbage-collect
 * --delete-untagged`. This way there is no moment in which somebody else's tag could be hit.
 */
export function leaveImages(plan: DeletionPlan): DeletionPlan {
  if (plan.ability === 'by-digest') return plan
  const groups = plan.groups.flatMap((group): PlannedGroup[] => {
    // What would be deleted along with an image is kept with it.
    if (group.role.kind !== 'selected') return []
    if (group.method.kind !== 'digest') return [group]
    const tags = group.tags.filter((tag) => !plan.attachmentTags.has(tag))
    const keptBecause = [{ kind: 'tags-only' }] as const
    return [{ ...group, tags, method: { kind: 'untag' }, keptBecause, keptParts: [], after: [] }]
  })
  return { ...plan, groups, attachmentTags: new Set() }
}

/** The same plan without deleting signatures and other attachments. */
export function leaveAttachments(plan: DeletionPlan): DeletionPlan {
  const attachments = plan.groups.filter(({ role }) => role.kind === 'attachment')
  const left = plan.groups.flatMap((group): PlannedGroup[] => {
    if (group.role.kind === 'attachment') return []
    const keptParts = attachments.flatMap(({ digest, role, tags }): KeptPart[] =>
      digest && group.digest && role.kind === 'attachment' && role.of.includes(group.digest)
        ? [{ digest, kind: 'attachment', tags, keptBecause: [{ kind: 'not-chosen' }] }]
        : [],
    )
    return [
      withoutAttachmentTags({ ...group, keptParts: [...group.keptParts, ...keptParts] }, plan),
    ]
  })
  const going = new Set(listDeleted(left))
  const groups = left
    .filter(({ role }) => role.kind !== 'child' || role.of.every((digest) => going.has(digest)))
    // Nothing waits for what is kept by choice.
    .map((group) => ({ ...group, after: group.after.filter((digest) => going.has(digest)) }))
  return { ...plan, groups, attachmentTags: new Set() }
}

/** An image to which both a selected tag and an attachment tag point is kept for the attachment. */
function withoutAttachmentTags(
  group: PlannedGroup,
  { attachmentTags, ability, store }: DeletionPlan,
): PlannedGroup {
  const attached = group.tags.filter((tag) => attachmentTags.has(tag))
  if (attached.length === 0 || !group.digest) return group
  const image = store.known.get(group.digest)
  if (!image) return group
  return {
    ...group,
    tags: group.tags.filter((tag) => !attachmentTags.has(tag)),
    method: ability === 'by-tag' ? { kind: 'untag' } : rePushMethod(image),
    keptBecause: [{ kind: 'shared', tags: attached }],
    keptParts: [],
    after: [],
  }
}
