import type { Evaluation, Verdict } from '../../../cleanup/rules/evaluation.ts'
import { describeKind } from '../../../cleanup/rules/words.ts'
import type { Tag } from '../../../registry/names.ts'

/** One line of the preview: a tag with its reason, or the head of those that go or stay. */
export type PreviewRow = Verdict | { readonly goes: boolean; readonly count: number }

/** Whose tags alone are shown: those of a group of a clause, or those kept for a reason, in the words of `describeKind`. */
export type ShownOnly = { readonly clause: number; readonly name: string } | string

/**
 * The lines of the preview. Those that go stand first, clause by clause; a group is shown in its own order,
 * from the newest to the oldest, since that order decides.
 */
export function listPreviewRows(
  { verdicts, clauses }: Evaluation,
  only: ShownOnly | undefined,
  isShown: (tag: Tag) => boolean,
): readonly PreviewRow[] {
  if (typeof only === 'object') {
    const of = new Map(verdicts.map((verdict) => [verdict.tag, verdict]))
    const found = clauses[only.clause]?.groups.find(({ name }) => name === only.name)
    return (found?.tags ?? []).flatMap((tag) => (isShown(tag) && of.get(tag)) || [])
  }
  return [true, false].flatMap((goes) => {
    const some = verdicts
      .filter(
        ({ tag, reason, ...verdict }) =>
          verdict.goes === goes &&
          isShown(tag) &&
          (only === undefined || (!goes && describeKind(reason) === only)),
      )
      .toSorted((a, b) => placeOf(a) - placeOf(b))
    return some.length > 0 ? [{ goes, count: some.length }, ...some] : []
  })
}

/** Tags that no clause names are last. */
function placeOf({ clause }: Verdict): number {
  return clause ?? Number.MAX_SAFE_INTEGER
}
