import type { Digest, Tag } from '../../../registry/names.ts'
import { mapPool } from '../../../registry/pool.ts'
import { readAttachmentTag } from '../../../registry/tags/attachmentTags.ts'
import { askTags } from '../../../registry/tags/tagReader.ts'
import type { PlannedGroup } from '../../plan/deletionPlan.ts'
import { rePushMethod } from '../../plan/groups.ts'
import type { TagOutcome } from '../../plan/report.ts'
import { checkUnmoved, isGone, isUnanswered } from '../look.ts'
import type { Run } from '../run.ts'
import { isDeleted, outcomeUnchanged, stopAfter } from './answers.ts'
import { untagByStandIn } from './rePush.ts'

/** Removes the tags of a group; their image is kept. */
export async function removeTags(run: Run, group: PlannedGroup): Promise<void> {
  const remove = async (tag: Tag) => {
    if (!(await run.control.mayGoOn()) || run.stopped) return
    const digest = run.plan.attachmentTags.has(tag) && readAttachmentTag(tag)?.subject
    const outcome: TagOutcome =
      digest && !isDeleted(run, digest)
        ? { kind: 'kept', because: { kind: 'subject-stays', digest } }
        : await untagAlone(run, group, tag)
    run.settleOutcome(tag, outcome)
  }
  if (run.plan.ability === 'by-digest') return void (await mapPool(group.tags, 1, remove))
  // Read first, so that it can be restored.
  if (group.digest) await run.plan.store.read(group.digest)
  const [first, ...others] = group.tags
  if (first) await remove(first)
  await checkImage(run, group)
  if (others.length === 0) return
  await mapPool(others, 2, remove)
  await checkImage(run, group)
}

/**
 * A registry may delete the whole image if one of its tags is deleted by name, which a probe with a non-existent tag
 * can't reveal. Checked after the first tag: if so, the deletion stops, and the verification restores the image. Some
 * (Quay) delete an image with its last tag. That hits nothing, unless something else may need the image.
 */
async function checkImage(run: Run, { digest, tags, keptBecause }: PlannedGroup): Promise<void> {
  if (!digest || !tags.some((tag) => run.outcomes.get(tag)?.kind === 'deleted')) return
  const [sibling] = [...run.lastSeen].find(([, seen]) => seen === digest) ?? []
  const other = sibling ?? tags.find((tag) => !run.outcomes.has(tag))
  // A tag is better evidence: two registries on one storage may show a deleted digest for a while.
  if (other && (await run.ask(other)).kind !== 'absent') return
  if ((await run.ask(digest)).kind !== 'absent') return
  run.blame.end(run.blame.begin(digest))
  const isByChoice = keptBecause.length > 0 && keptBecause.every(({ kind }) => kind === 'tags-only')
  if (other || !isByChoice) run.stop({ kind: 'takes-whole-image' })
  const isHeld = keptBecause.length === 0 || keptBecause.some(({ kind }) => kind === 'in-index')
  const states = await askTags(run, tags)
  const gone = tags.filter((tag) => states.get(tag)?.kind === 'absent')
  run.settleAll(gone, { kind: 'deleted', image: sibling || isHeld ? 'stays' : 'deleted' })
}

async function untagAlone(
  run: Run,
  { method, digest }: PlannedGroup,
  tag: Tag,
): Promise<TagOutcome> {
  if (method.kind === 'none') return { kind: 'cannot', because: method.because }
  if (run.plan.ability === 'by-tag') return await removeTag(run, tag, digest)
  const image = digest && run.plan.store.known.get(digest)
  const possible = image && rePushMethod(image)
  if (possible?.kind === 'none') return { kind: 'cannot', because: possible.because }
  return await untagByStandIn(run, tag, image)
}

/** Deletes a tag by name: only that tag, whatever else points to its image (distribution 3.x). */
export async function removeTag(
  run: Run,
  tag: Tag,
  expected: Digest | undefined,
): Promise<TagOutcome> {
  const changed = checkUnmoved(run.plan, tag, await run.ask(tag), expected)
  if (changed) return changed
  const attempt = await run.delete(tag)
  if (attempt.kind === 'done') return { kind: 'deleted', image: 'stays' }
  if (attempt.kind === 'absent') return { kind: 'already-gone' }
  if (!isUnanswered(attempt)) return outcomeUnchanged(run, attempt)
  const { message } = attempt.error
  const found = await run.findOut(attempt, [tag])
  if (!found) return { kind: 'not-settled', message }
  if (isGone(tag, found)) return { kind: 'deleted', image: 'stays' }
  const why = stopAfter(run, attempt)
  const state = found.states.get(tag)
  if (state?.kind === 'at' && state.digest !== expected) {
    return { kind: 'elsewhere', digest: state.digest }
  }
  // Killed halfway, a registry may leave the name without its link.
  const isHalfDone = state?.kind === 'absent' && expected !== undefined
  return { kind: 'failed', why: isHalfDone ? 'dangling' : why, message }
}
