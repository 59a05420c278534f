import type { Evaluation, Verdict } from '../../../cleanup/rules/evaluation.ts'
import type { Tag } from '../../../registry/names.ts'

/** One line of the preview: a tag with its reason, or the head of those that go or stay. */
export type PreviewRow = Verdict | { readonly goes: boolean; readonly count: number }

/** A group of a clause whose tags alone are shown. */
export type ShownGroup = { readonly clause: number; readonly name: string }

/**
 * The lines of the preview. Those that go stand first, clause by clause; a group is shown in its own order,
 * from the newest to the oldest, since that order decides.
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

/** Tags that no clause names are last. */
function placeOf({ clause }: Verdict): number {
  return clause ?? Number.MAX_SAFE_INTEGER
}
