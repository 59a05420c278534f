import { type DeletionPlan, listGoing } from '../../../deletion/plan/deletionPlan.ts'
import { countFreed } from '../../../deletion/plan/space.ts'
import { formatBytes } from '../../../format/bytes.ts'
import { formatCounted } from '../../../format/count.ts'
import { attachmentTag } from '../../../image/attachments.ts'
import type { Tag } from '../../../registry/names.ts'
import { countForGood } from '../words.ts'

/** A plan in one sentence. */
export type Verdict = {
  /** `Deletes 16 tags and their images; 27 tags kept`. */
  readonly what: string
  /** `frees up to 8.28 MB`, with the reason where it is little, or that this is unknown. Empty if nothing is deleted; so is `undo`. */
  readonly space: string
  readonly undo: string
  /** Part of what is deleted can't be restored. */
  readonly isForGood: boolean
  /** No tag is left, but the registry will keep listing the repository's name. */
  readonly isLastTag: boolean
}

/**
 * Sums up what a plan does.
 *
 * @param isMade false while the rest of the plan is still being read
 * @param isRecorded false if nothing is recorded for undo
 */
export function describeVerdict(
  plan: DeletionPlan,
  { isMade, isRecorded }: { isMade: boolean; isRecorded: boolean },
): Verdict {
  const going = new Set([...listGoing(plan), ...plan.attachmentTags])
  const isKept = (tag: Tag) => !going.has(tag) && !plan.alreadyGone.includes(tag)
  const kept = [...plan.states.keys()].filter(isKept)
  const isNothing = listGoing(plan).length === 0
  const { text, isForGood } = describeUndo(plan, isRecorded)
  return {
    what: `${describeGoing(plan)}; ${describeRest(plan, kept)}`,
    space: isNothing ? '' : describeSpace(plan, isMade),
    undo: isNothing ? '' : text,
    isForGood: isForGood && !isNothing,
    isLastTag: kept.length === 0 && plan.listIsWhole && !isNothing,
  }
}

function describeGoing(plan: DeletionPlan): string {
  const groups = plan.groups.filter(
    ({ role, method }) => role.kind === 'selected' && method.kind !== 'none',
  )
  const tags = listGoing(plan).length
  if (tags === 0) return 'Deletes nothing'
  const begin = `Deletes ${formatCounted(tags, 'tag')}`
  if (groups.some(({ method }) => method.kind === 'undecided')) return begin
  const its = tags === 1 ? 'its' : 'their'
  const images = (count: number) => `${its} ${count === 1 ? 'image' : 'images'}`
  const gone = groups.filter(({ method }) => method.kind === 'digest').length
  // A tag whose manifest is missing has no image to keep.
  const left = groups.filter(({ method }) => ['untag', 're-push'].includes(method.kind)).length
  if (gone === 0) return left === 0 ? begin : `${begin}, but not ${images(left)}`
  if (left === 0) return `${begin} and ${images(gone)}`
  return `${begin} and ${gone} of their ${gone + left} images`
}

function describeRest({ listIsWhole }: DeletionPlan, kept: readonly Tag[]): string {
  const own = kept.filter((tag) => !attachmentTag(tag)).length
  if (own > 0) return `${formatCounted(own, 'tag')} kept`
  if (kept.length > 0) return `${formatCounted(kept.length, 'attachment tag')} kept`
  return listIsWhole ? 'no other tags' : 'no other tags known'
}

function describeSpace(plan: DeletionPlan, isMade: boolean): string {
  const freed = countFreed(plan)
  if (freed) {
    const { bytes, shared } = freed
    const why = shared > bytes ? ' (the rest is shared with images that are kept)' : ''
    return bytes > 0 ? `frees up to ${formatBytes(bytes)}${why}` : 'frees no space'
  }
  return isMade ? 'freed space unknown' : 'calculating freed space…'
}

function describeUndo(plan: DeletionPlan, isRecorded: boolean) {
  const going = plan.groups.filter(({ method }) => method.kind !== 'none')
  const lost = countForGood(plan)
  if (!isRecorded || (lost > 0 && lost === going.length)) {
    return { text: 'can’t be undone', isForGood: true }
  }
  if (lost > 0) return { text: 'only part of this can be undone', isForGood: true }
  if (!plan.isComplete) return { text: 'checking whether it can be undone…', isForGood: false }
  const isChecked = going.every(({ undo }) => undo.kind !== 'unchecked')
  const may = isChecked ? 'can be undone' : 'can most likely be undone'
  return { text: `${may} from this browser until garbage collection runs`, isForGood: false }
}
