import type { Digest, Tag } from '../../registry/names.ts'
import type { Place } from '../../registry/place.ts'
import { tryRead } from '../../registry/transport/tryRead.ts'
import { probeDeletion } from '../ability/ability.ts'
import { carryOut } from '../run/carryOut.ts'
import type { Journal } from '../journal/journal.ts'
import { planDeletion } from '../plan/plan.ts'
import { isRemoved } from '../plan/report.ts'
import { failedBy } from './parts.ts'
import type { TagRestoration } from './report.ts'
import type { Pace } from '../run/look.ts'

/**
 * Removes a tag that was newly added to an image, with a deletion plan like any other tag. Its image is kept; if it
 * is the image's last tag by now, it is kept as well.
 *
 * @throws LoginRequiredError
 */
export async function removeAddedTag(
  place: Place,
  tag: Tag,
  movedTo: Digest,
  { journal, pace }: { readonly journal: Journal | undefined; readonly pace?: Partial<Pace> },
): Promise<TagRestoration> {
  const { transport, repository, signal } = place
  const plan = await tryRead(async () => {
    const ability = await probeDeletion(place)
    if (ability.kind === 'refused') return ability.error
    return await planDeletion(transport, repository, [tag], { ability: ability.kind, signal })
  }, signal)
  if (plan instanceof Error) return failedBy(plan)
  const [group, ...others] = plan.groups
  if (!group) return { kind: 'removed' }
  if (group.digest && group.digest !== movedTo) return { kind: 'elsewhere', digest: group.digest }
  if (group.method.kind === 'digest' || others.length > 0) {
    return { kind: 'cannot', because: { kind: 'last-tag' } }
  }
  if (group.method.kind === 'none') {
    return { kind: 'failed', message: 'This registry can’t delete a single tag' }
  }
  const report = await carryOut(transport, plan, { journal, ...(pace ? { pace } : {}) })
  const outcome = report.outcomes.get(tag)
  if (outcome && isRemoved(outcome)) {
    // Everything is as before, so there is nothing to restore.
    await journal?.remove(report.entries)
    return { kind: 'removed' }
  }
  if (outcome && 'digest' in outcome) return { kind: 'elsewhere', digest: outcome.digest }
  const message = outcome && 'message' in outcome ? outcome.message : 'The tag was not deleted'
  return { kind: 'failed', message }
}
