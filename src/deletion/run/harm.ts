import type { Digest, Reference, Tag } from '../../registry/names.ts'
import { findLinkedDigest } from '../../registry/tags/linkedDigest.ts'
import { askTags } from '../../registry/tags/tagReader.ts'
import type { HarmedTag } from '../plan/report.ts'
import type { Run } from './run.ts'
import { putBack } from './putBack.ts'
import { alongWith, listMissingParts } from './scout.ts'
import type { Sweep } from './sweep.ts'

/**
 * Finds tags that should have been kept but are gone, or without a manifest, because this deletion may have hit
 * them: a tag moved to an image during its DELETE disappears with it. Restores them from the plan's bytes.
 *
 * @param when `isAgain`: long after the deletion; `isLate`: the registry was seen to delete later than it says
 * @returns tags that are gone, but that this deletion can't have hit
 */
export async function restoreHarmed(
  run: Run,
  sweep: Sweep,
  { isAgain, isLate }: { isAgain: boolean; isLate: boolean },
): Promise<readonly Tag[]> {
  const goneMeanwhile: Tag[] = []
  const listed = new Set(sweep.listed)
  const deleted = [...run.blame.digests]
  const mayGoAlong = alongWith(run)
  const early = await findLostEarly(run, mayGoAlong)
  const lost = [...run.lastSeen, ...early].filter(
    ([tag]) => early.has(tag) || sweep.states.get(tag)?.kind === 'absent',
  )
  const others = lost.length > 0 ? await run.journal.listRemovedByOthers() : new Set()
  for (const [tag, lastSeen] of lost) {
    // Another window is deleting it, so it isn't restored.
    if (others.has(tag)) {
      goneMeanwhile.push(tag)
      continue
    }
    if (mayGoAlong(tag, lastSeen) && isOwnWork(run, tag, isLate && !isAgain)) {
      run.addHarm({ ...(await restoreTag(run, tag, [lastSeen])), along: 'tag' })
      continue
    }
    const possible = await possibleDigests(run, tag, { lastSeen, isListed: listed.has(tag) })
    if (possible.length === 0) goneMeanwhile.push(tag)
    else run.addHarm(await restoreTag(run, tag, possible))
  }
  // New tags: nobody saw where they pointed; only their link is left.
  const isKnown = (tag: Tag) =>
    run.lastSeen.has(tag) || run.outcomes.has(tag) || run.plan.dangling.includes(tag)
  const isLost = (tag: Tag) => !isKnown(tag) && sweep.states.get(tag)?.kind === 'absent'
  for (const tag of [...listed].filter(isLost)) {
    const linked = await findLinkedDigest(run, tag, deleted)
    if (linked) run.addHarm(await restoreTag(run, tag, [linked]))
  }
  for (const digest of deleted) {
    for (const [tag] of sweep.reach.holdersOf(digest).map(({ tags }) => tags)) {
      if (!tag) continue
      const before = await run.ask(digest)
      const harmed = await restore(run, { tag, possible: [digest], isChild: true }, digest)
      // If somebody pushed it again with the index, nothing was missing. It is pushed in any case, since a registry
      // may show a deleted digest for a while.
      if (before.kind !== 'at' || !harmed.restored) run.addHarm(harmed)
    }
  }
  if (!isAgain || run.stopped?.kind === 'takes-more') await restoreParts(run)
  return goneMeanwhile
}

/** Kept tags that went along with tags that this run deleted, and are still gone. */
async function findLostEarly(
  run: Run,
  mayGoAlong: ReturnType<typeof alongWith>,
): Promise<ReadonlyMap<Tag, Digest>> {
  const lost = [...run.lostEarly].filter(([tag, at]) => mayGoAlong(tag, at))
  const states = await askTags(
    run,
    lost.map(([tag]) => tag),
  )
  return new Map(lost.filter(([tag]) => states.get(tag)?.kind === 'absent'))
}

/**
 * Whether a tag that is gone may have gone with an image of this run. On a registry that deletes later than it says, it
 * counts for nothing that the tag was seen after that; elsewhere, somebody else has deleted it since.
 */
function isOwnWork({ plan, blame, lostEarly }: Run, tag: Tag, isLate: boolean): boolean {
  if (isLate || lostEarly.has(tag) || blame.of(tag).length > 0) return true
  // Deleted by its name, the last tag may take its image along (Quay).
  return plan.ability === 'by-tag' && blame.digests.size === 0
}

/** Pushes by digest what the registry deleted along with an image. */
async function restoreParts(run: Run): Promise<void> {
  for (const { digest, of } of await listMissingParts(run)) {
    const harm = { tag: of, possible: [digest], isChild: true, along: 'part' } as const
    run.addHarm({ ...harm, ...(await restore(run, harm, digest)) })
  }
}

/** Where a tag may have pointed when this deletion hit it, likeliest first; empty if it can't have been hit. */
async function possibleDigests(
  run: Run,
  tag: Tag,
  { lastSeen, isListed }: { lastSeen: Digest; isListed: boolean },
): Promise<readonly Digest[]> {
  const deleted = run.blame.of(tag)
  if (deleted.length === 0) return []
  if (isListed) {
    const linked = await findLinkedDigest(run, tag, [...deleted, lastSeen])
    if (linked) return deleted.includes(linked) ? [linked] : []
  }
  // It pointed to an image that this deletion deleted; there is no other explanation.
  if (deleted.includes(lastSeen)) return [lastSeen]
  // If its image is gone as well, and not because of this deletion, somebody else deleted both.
  if ((await run.ask(lastSeen)).kind === 'absent') return []
  // Either it was moved to an image being deleted, or somebody deleted it by name. Where the first is possible it is
  // likelier; but if several images were deleted, nobody knows which one, and it goes back to where it was.
  const hasMoved = run.plan.ability === 'by-digest' && deleted.length === 1
  return hasMoved ? [...deleted, lastSeen] : [lastSeen, ...deleted]
}

async function restoreTag(run: Run, tag: Tag, possible: readonly Digest[]): Promise<HarmedTag> {
  const harm = { tag, possible, isChild: false }
  // The verification takes a while: if somebody has pushed the tag again meanwhile, that counts.
  const isBack = (await run.ask(tag)).kind === 'at'
  return isBack
    ? { ...harm, restored: undefined, message: 'somebody pushed it again' }
    : await restore(run, harm, tag)
}

/** Pushes the likeliest manifest to a reference, from the bytes that the plan has read. */
async function restore(
  run: Run,
  harm: Pick<HarmedTag, 'tag' | 'possible' | 'isChild'>,
  reference: Reference,
): Promise<HarmedTag> {
  const [digest] = harm.possible
  const message = digest && (await putBack(run, digest, reference))
  return message === undefined
    ? { ...harm, restored: digest }
    : { ...harm, restored: undefined, message }
}
