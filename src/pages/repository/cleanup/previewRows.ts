import type { Evaluation, Verdict } from '../../../cleanup/rules/evaluation.ts'
import { describeKind } from '../../../cleanup/rules/words.ts'
import type { Tag } from '../../../registry/names.ts'

/** The only tags shown: those of a group of a clause, or those kept for a reason, as `describeKind` words it. */
export type ShownOnly = { readonly clause: number; readonly name: string } | string

/**
 * The verdicts of the preview. Those to delete stand first, clause by clause; a group is shown in its own order,
 * newest first, since that order decides.
 */
export function listPreviewRows(
  { verdicts, clauses }: Evaluation,
  only: ShownOnly | undefined,
  isShown: (tag: Tag) => boolean,
): readonly Verdict[] {
  const shown = verdicts.filter(({ tag }) => isShown(tag))
  if (typeof only === 'object') {
    const of = new Map(shown.map((verdict) => [verdict.tag, verdict]))
    const found = clauses[only.clause]?.groups.find(({ name }) => name === only.name)
    return (found?.tags ?? []).flatMap((tag) => of.get(tag) ?? [])
  }
  return shown
    .filter(({ goes, reason }) => only === undefined || (!goes && describeKind(reason) === only))
    .toSorted((a, b) => Number(b.goes) - Number(a.goes) || placeOf(a) - placeOf(b))
}

/** Tags that no clause mentions come last. */
function placeOf({ clause }: Verdict): number {
  return clause ?? Number.MAX_SAFE_INTEGER
}
