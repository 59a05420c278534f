import type { Evaluation, Verdict } from '../../../cleanup/rules/evaluation.ts'
import type { Tag } from '../../../registry/names.ts'

/** One row of the preview: a tag with its reason, or the heading of those deleted or kept. */
export type PreviewRow = Verdict | { readonly goes: boolean; readonly count: number }

/** The only group of a clause that is shown. */
export type ShownGroup = { readonly clause: number; readonly name: string }

/**
 * The rows of the preview. Tags to delete come first, clause by clause. A single group is shown in its own order,
 * newest first, since that order decides.
 */
export function listPreviewRows(
  { verdicts, clauses }: Evaluation,
  group: ShownGroup | undefined,
  isShown: (tag: Tag) => boolean,
): readonly PreviewRow[] {
  if (group) {
    const of = new Map(verdicts.map((verdict) => [verdict.tag, verdict]))
    const found = clauses[group.clause]?.groups.find(({ name }) => name === group.name)
    return (found?.tags ?? []).flatMap((tag) => (isShown(tag) && of.get(tag)) || [])
  }
  return [true, false].flatMap((goes) => {
    const some = verdicts
      .filter((verdict) => verdict.goes === goes && isShown(verdict.tag))
      .toSorted((a, b) => placeOf(a) - placeOf(b))
    return some.length > 0 ? [{ goes, count: some.length }, ...some] : []
  })
}

/** Tags that no clause mentions come last. */
function placeOf({ clause }: Verdict): number {
  return clause ?? Number.MAX_SAFE_INTEGER
}
