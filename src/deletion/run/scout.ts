import type { Digest, Tag } from '../../registry/names.ts'
import { mapPool } from '../../registry/pool.ts'
import { readAttachmentTag } from '../../registry/tags/attachmentTags.ts'
import { askTags } from '../../registry/tags/tagReader.ts'
import type { PlannedGroup } from '../plan/deletionPlan.ts'
import { isRemoved } from '../plan/report.ts'
import type { Run } from './run.ts'

/** The group to begin with: one with parts that are kept shows more about the registry. */
export function chooseScout(groups: readonly PlannedGroup[]): PlannedGroup | undefined {
  return groups.find(({ keptParts }) => keptParts.length > 0) ?? groups[0]
}

/**
 * What a registry deletes along with an image can't be known before: Harbor takes its signatures and attachments,
 * Pulp its children, Quay cosign's tags. So the first image goes alone. If something that was to be kept is missing
 * then, the rest isn't started, and the verification restores it. Nothing is asked if nothing kept belongs to it.
 *
 * @throws LoginRequiredError
 */
export async function lookAfterScout(run: Run, group: PlannedGroup): Promise<void> {
  if (!hasBegun(run, group)) return
  const kept = [...run.lastSeen, ...run.lostEarly]
  const tags = kept.filter(([tag, at]) => mayGoAlong(run, tag, at)).map(([tag]) => tag)
  const states = await askTags(run, tags)
  const isTagMissing = [...states.values()].some(({ kind }) => kind === 'absent')
  const missing = await listMissingParts(run, [group])
  if (isTagMissing || missing.length > 0) run.stop({ kind: 'takes-more' })
}

/** Whether a kept tag belongs to an image that this run has deleted, or whose tags it has deleted. */
export function mayGoAlong(run: Run, tag: Tag, at: Digest): boolean {
  const subject = readAttachmentTag(tag)?.subject
  return run.plan.groups
    .filter((group) => hasBegun(run, group))
    .some(
      ({ digest, keptParts }) =>
        (digest !== undefined && digest === subject) ||
        keptParts.some((part) => part.digest === at || part.digest === subject),
    )
}

/** Kept children and attachments of deleted images that the registry no longer has. @throws LoginRequiredError */
export async function listMissingParts(
  run: Run,
  groups = run.plan.groups,
): Promise<readonly { readonly digest: Digest; readonly of: Tag }[]> {
  const parts = groups
    .filter((group) => hasBegun(run, group))
    .flatMap(({ tags, keptParts }) =>
      keptParts.flatMap(({ digest }) => (tags[0] ? [{ digest, of: tags[0] }] : [])),
    )
  const asked = await mapPool(parts, 6, async (part) => {
    return (await run.ask(part.digest)).kind === 'absent' ? [part] : []
  })
  return asked.flat()
}

function hasBegun(run: Run, { digest, tags }: PlannedGroup): boolean {
  const isGone = (tag: Tag) => {
    const outcome = run.outcomes.get(tag)
    return outcome !== undefined && isRemoved(outcome)
  }
  return tags.some(isGone) || (digest !== undefined && run.blame.digests.has(digest))
}
