import type { PlannedGroup } from '../../plan/deletionPlan.ts'
import type { Run } from '../run.ts'
import { askTags } from '../../../registry/tags/tagReader.ts'

/**
 * Gets ready for a registry that deletes the whole image when one of its tags is deleted by name, which no
 * probe with an absent tag shows: reads the bytes of an image that stays.
 *
 * @returns what is to be called after the first tag: where the image went with it, the deletion stops, and
 *   the look at everything afterwards restores it for the tags that stay. `undefined` where no image is known
 * @throws LoginRequiredError
 */
export async function watchImage(
  run: Run,
  { digest, tags }: Pick<PlannedGroup, 'digest' | 'tags'>,
): Promise<(() => Promise<void>) | undefined> {
  if (!digest) return undefined
  await run.plan.store.read(digest)
  return async () => {
    if (!tags.some((tag) => run.outcomes.get(tag)?.kind === 'deleted')) return
    const [sibling] = [...run.lastSeen].find(([, seen]) => seen === digest) ?? []
    // A tag's answer decides: two registries on one storage may show a deleted digest for a while.
    if (sibling && (await run.ask(sibling)).kind !== 'absent') return
    if ((await run.ask(digest)).kind !== 'absent') return
    run.blame.begin(digest)
    run.stop({ kind: 'takes-whole-image' })
    const states = await askTags(run, tags)
    const gone = tags.filter((tag) => states.get(tag)?.kind === 'absent')
    run.settleAll(gone, { kind: 'deleted', image: 'stays' })
  }
}
