import { listHeld } from '../../image/graph/held.ts'
import { reachable } from '../../image/graph/walk.ts'
import type { Digest, Tag } from '../../registry/names.ts'
import { mapPool } from '../../registry/pool.ts'
import { readAttachmentTag } from '../../registry/tags/attachmentTags.ts'
import { askTags } from '../../registry/tags/tagReader.ts'
import { attachmentTagsBySubject } from '../plan/companions.ts'
import { type PlannedGroup, plannedDigest } from '../plan/deletionPlan.ts'
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
  const mayGoAlong = alongWith(run)
  const kept = [...run.lastSeen, ...run.lostEarly]
  const tags = kept.filter(([tag, at]) => mayGoAlong(tag, at)).map(([tag]) => tag)
  const states = await askTags(run, tags)
  const isTagMissing = [...states.values()].some(({ kind }) => kind === 'absent')
  const missing = await listMissingParts(run, [group])
  if (isTagMissing || missing.length > 0) run.stop({ kind: 'takes-more' })
}

/**
 * Returns whether a kept tag belongs to an image that this run has deleted, or whose tags it has deleted: by its name,
 * or because it points to a child or attachment of that image, which a registry deletes with all its tags.
 */
export function alongWith(run: Run): (tag: Tag, at: Digest) => boolean {
  const { groups, states, store } = run.plan
  const begun = groups.filter((group) => hasBegun(run, group))
  const images = new Set(begun.flatMap(({ digest }) => digest ?? []))
  const named = attachmentTagsBySubject(states.keys())
  const listOwn = (digest: Digest): readonly Digest[] => {
    const manifest = store.known.get(digest)
    const attached = named.get(digest) ?? []
    return [
      ...(manifest ? listHeld(manifest).map((held) => held.digest) : []),
      ...attached.flatMap(({ tag }) => plannedDigest(run.plan, tag) ?? []),
    ]
  }
  const kept = begun.flatMap(({ keptParts }) => keptParts.map(({ digest }) => digest))
  const parts = reachable([...[...images].flatMap(listOwn), ...kept], listOwn)
  return (tag, at) => {
    const subject = readAttachmentTag(tag)?.subject
    const isNamed = subject !== undefined && (images.has(subject) || parts.has(subject))
    return isNamed || (parts.has(at) && !run.blame.digests.has(at))
  }
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
