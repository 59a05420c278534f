import type { DeletionPlan, PlannedGroup, UndoOutlook } from '../../deletion/plan/deletionPlan.ts'
import type { PlanProgress } from '../../deletion/plan/plan.ts'
import { type DeletionReport, type TagOutcome, isUnknown } from '../../deletion/plan/report.ts'
import { describeCannot } from '../../deletion/words.ts'
import { formatCount, formatCounted } from '../../format/count.ts'
import { say } from '../../format/say.ts'
import { attachmentTag } from '../../image/attachments.ts'

/** What happens to a group's tags, in a few words next to them. */
export function describeMethod({ method, tags, digest }: PlannedGroup, plan: DeletionPlan): string {
  const isIndex = digest && plan.store.known.get(digest)?.manifest.kind === 'image-index'
  const only = `${tags.length === 1 ? 'this tag' : 'these tags'} only; image kept`
  return say(method, {
    undecided: 'being checked…',
    digest: () => {
      if (tags.every(attachmentTag)) return 'with its manifest'
      return isIndex ? 'with its index' : 'with its image'
    },
    untag: only,
    're-push': only,
    replace: () =>
      tags.some((tag) => plan.states.get(tag)?.kind === 'unknown')
        ? 'this tag; its link file on the registry’s disk is empty'
        : 'this tag; its manifest is already missing',
    none: ({ because }) => describeCannot(because),
  })
}

const NO_UNDO: Readonly<
  Record<Extract<UndoOutlook, { kind: 'no' }>['because'], string | undefined>
> = {
  'schema-1': 'a legacy image (schema 1), which the registry no longer accepts',
  'too-large': 'its manifest is too large for the registry to accept again',
  unread: 'its manifest couldn’t be read, so there is nothing to restore',
  'missing-child':
    'an image in its index is missing from the registry, which won’t accept the index again',
  'missing-blob': 'part of it is missing from the registry: it can’t be pulled now either',
  'nothing-there': undefined,
}

/** Why a group can't be restored; `undefined` if it can, or if nothing is lost. */
export function describeNoUndo(undo: UndoOutlook): string | undefined {
  return undo.kind === 'no' ? NO_UNDO[undo.because] : undefined
}

/** How many of the deleted images can't be restored. If nothing is lost, nothing needs to be. */
export function countForGood({ groups }: DeletionPlan): number {
  return groups.filter(({ method, undo }) => method.kind !== 'none' && describeNoUndo(undo)).length
}

/** What is wrong with a typed name; `undefined` if it is right, or may still become right. */
export function findNameProblem(typed: string, name: string, isTried: boolean): string | undefined {
  const text = typed.trim()
  if (text === name || (!isTried && name.startsWith(text))) return undefined
  return text === ''
    ? 'Type the name first. Nothing was deleted.'
    : 'That is not this repository’s name. Nothing was deleted.'
}

/**
 * `2 of 5 tags deleted from team/app`: of the selected tags. Tags with an unknown result are mentioned, and count
 * neither as deleted nor as kept.
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
  const all = formatCounted(selected.length, 'tag')
  const of = (count: number) => (count === selected.length ? all : `${count} of ${all}`)
  const others = gone > 0 ? `; ${gone} already deleted` : ''
  if (deleted === 0 && unknown > 0) {
    return `${of(unknown)} in ${repository}: outcome unknown${others}`
  }
  const rest = unknown > 0 ? `; ${formatCounted(unknown, 'tag')}: outcome unknown` : ''
  return `${of(deleted)} deleted from ${repository}${rest}${others}`
}

const STEPS: Readonly<Record<PlanProgress['step'], string>> = {
  listing: 'Listing tags',
  tags: 'Checking tags',
  manifests: 'Reading manifests',
  trial: 'Testing deletion with an empty index',
  blobs: 'Checking whether this can be undone',
  space: 'Calculating the space this frees',
}

/** The current step of making a plan. */
export function describeStep(progress: PlanProgress | undefined): string {
  return progress ? STEPS[progress.step] : 'Checking whether the registry allows deletion'
}

/** What was checked for a plan. */
export function describeLook({ states, unknown }: DeletionPlan): string {
  const attached = [...states.keys()].filter(attachmentTag).length
  const own = states.size - attached
  const among = attached > 0 ? ` and ${formatCounted(attached, 'attachment tag')}` : ''
  const all =
    states.size === 1 ? 'Its only tag was' : `All ${formatCounted(own, 'tag')}${among} were`
  const rest = unknown.length > 0 ? `, but ${formatCount(unknown.length)} couldn’t be read` : ''
  return `${all} checked just now${rest}. Only these will be deleted.`
}
