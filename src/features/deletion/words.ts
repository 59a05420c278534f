import type { DeletionPlan, PlannedGroup, UndoOutlook } from '../../deletion/plan/deletionPlan.ts'
import { type DeletionReport, type TagOutcome, isUnknown } from '../../deletion/plan/report.ts'
import { describeCannot } from '../../deletion/words.ts'
import { formatCounted } from '../../format/count.ts'
import { attachmentTag } from '../../image/attachments.ts'

/** What happens to a group's tags, in a few words beside them. */
export function describeMethod({ method, tags, digest }: PlannedGroup, plan: DeletionPlan): string {
  const isIndex = digest && plan.store.known.get(digest)?.manifest.kind === 'image-index'
  const these = tags.length === 1 ? 'this tag' : 'these tags'
  switch (method.kind) {
    case 'undecided':
      return 'being looked at…'
    case 'digest':
      if (tags.every(attachmentTag)) return 'with its manifest'
      return isIndex ? 'with its index' : 'with its image'
    case 'untag':
    case 're-push':
      return `${these} alone, the image stays`
    case 'replace':
      return tags.some((tag) => plan.states.get(tag)?.kind === 'unknown')
        ? 'this tag; its link on the registry’s disk is empty'
        : 'this tag; its manifest is gone already'
    case 'none':
      return describeCannot(method.because)
  }
}

/** Why a group cannot be brought back; `undefined` where it can, or where nothing is lost. */
export function describeNoUndo(undo: UndoOutlook): string | undefined {
  if (undo.kind !== 'no') return undefined
  switch (undo.because) {
    case 'schema-1':
      return 'a legacy image (schema 1), which the registry does not take back'
    case 'too-large':
      return 'its manifest is too large for the registry to take back'
    case 'unread':
      return 'its manifest could not be read, so there is nothing to put back'
    case 'missing-child':
      return 'the registry has lost an image that its index holds, so it does not take it back'
    case 'missing-blob':
      return 'the registry has lost a part of it: nobody can pull it now either'
    case 'nothing-there':
      return undefined
  }
}

/**
 * `2 of 5 tags deleted from team/app`: those that were selected. Where it is not known of some, that is said,
 * and none of them counts as deleted or not.
 */
export function summarize({
  outcomes,
  repository,
  attachmentTags,
}: Pick<DeletionReport, 'outcomes' | 'repository' | 'attachmentTags'>): string {
  const selected = [...outcomes].filter(([tag]) => !attachmentTags.has(tag))
  const countOf = (of: TagOutcome['kind']) => selected.filter(([, { kind }]) => kind === of).length
  const [deleted, gone] = [countOf('deleted'), countOf('already-gone')]
  const unknown = selected.filter(([, outcome]) => isUnknown(outcome)).length
  const of = (count: number) => {
    const all = formatCounted(selected.length, 'tag')
    return count === selected.length ? all : `${count} of ${all}`
  }
  const others = gone > 0 ? `; ${gone} ${gone === 1 ? 'was' : 'were'} gone already` : ''
  if (deleted === 0 && unknown > 0) {
    return `${of(unknown)} in ${repository}: outcome unknown${others}`
  }
  const rest = unknown > 0 ? `; ${formatCounted(unknown, 'tag')}: outcome unknown` : ''
  return `${of(deleted)} deleted from ${repository}${rest}${others}`
}
