import type { Tag } from '../registry/names.ts'
import type { Transport } from '../registry/transport.ts'
import { type DeletionReport, type TagOutcome, isRemoved } from './report.ts'
import { confirmTag } from './tagState.ts'
import { listTagsLeft } from './wholeList.ts'

/**
 * Looks whether tags that a report says are gone are back. Somebody may have pushed them again; and a deletion
 * on another machine gives back what went while it was at work and may have been its own doing: a registry
 * does not tell it that this one took the tag away. One list where nothing is back.
 *
 * @returns the same report where it is still true
 * @throws what listing throws; LoginRequiredError
 */
export async function lookAgain(
  transport: Transport,
  report: DeletionReport,
): Promise<DeletionReport> {
  const { repository } = report
  const listed = new Set((await listTagsLeft(transport, repository)).tags)
  const back = new Map<Tag, TagOutcome>()
  for (const [tag, outcome] of report.outcomes) {
    if (!isRemoved(outcome) || !listed.has(tag)) continue
    const state = await confirmTag(transport, repository, tag)
    if (state.kind === 'at') back.set(tag, { kind: 'pushed-again', digest: state.digest })
  }
  return back.size === 0 ? report : { ...report, outcomes: new Map([...report.outcomes, ...back]) }
}
