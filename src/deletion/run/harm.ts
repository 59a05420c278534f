import { RegistryError } from '../../registry/errors.ts'
import type { Digest, Reference, Tag } from '../../registry/names.ts'
import { findLinkedDigest } from '../../registry/tags/linkedDigest.ts'
import type { HarmedTag } from '../plan/report.ts'
import type { Run } from './run.ts'
import type { Sweep } from './sweep.ts'

/**
 * Finds tags that stay by the plan and are gone, or without a manifest, where this deletion may have hit
 * them: a tag that somebody moved onto an image while its DELETE ran goes with it. Restores their manifests
 * from the bytes that the plan has read.
 *
 * @returns the tags that are gone though nothing of this deletion can have hit them
 */
export async function restoreHarmed(run: Run, sweep: Sweep): Promise<readonly Tag[]> {
  const goneMeanwhile: Tag[] = []
  const listed = new Set(sweep.listed)
  const deleted = [...run.blame.digests]
  const lost = [...run.lastSeen].filter(([tag]) => sweep.states.get(tag)?.kind === 'absent')
  const others = lost.length > 0 ? await run.journal.listRemovedByOthers() : new Set()
  for (const [tag, lastSeen] of lost) {
    // Another window deletes it: it is not to come back.
    if (others.has(tag)) {
      goneMeanwhile.push(tag)
      continue
    }
    const possible = await possibleDigests(run, tag, { lastSeen, isListed: listed.has(tag) })
    if (possible.length === 0) goneMeanwhile.push(tag)
    else run.addHarm(await restoreTag(run, tag, possible))
  }
  // Tags with new names, of which nobody has seen where they were, but for the link that is left of them.
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
      // Somebody pushed it again, with the index: nothing was missing. It is put all the same, since a
      // registry may show a digest for a while that is gone.
      if (before.kind !== 'at' || !harmed.restored) run.addHarm(harmed)
    }
  }
  return goneMeanwhile
}

/** Where a tag may have been when this deletion hit it, the likeliest first; none where it cannot have. */
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
  // It was on an image that this deletion took: nothing else can have happened to it.
  if (deleted.includes(lastSeen)) return [lastSeen]
  // Where its image is gone, too, and not by this deletion, somebody else deleted both.
  if ((await run.ask(lastSeen)).kind === 'absent') return []
  // It had moved onto an image that went, or somebody deleted it by its name. Where that is possible it is
  // the likelier, and where several images went nobody knows which it was: it goes back to where it was.
  const hasMoved = run.plan.ability === 'by-digest' && deleted.length === 1
  return hasMoved ? [...deleted, lastSeen] : [lastSeen, ...deleted]
}

async function restoreTag(run: Run, tag: Tag, possible: readonly Digest[]): Promise<HarmedTag> {
  const harm = { tag, possible, isChild: false }
  // The look at everything takes its time: somebody may have pushed it again meanwhile, and that counts.
  const isBack = (await run.ask(tag)).kind === 'at'
  return isBack
    ? { ...harm, restored: undefined, message: 'somebody pushed it again' }
    : await restore(run, harm, tag)
}

/** Puts the likeliest manifest under a reference, from the bytes that the plan has read. */
async function restore(
  run: Run,
  harm: Pick<HarmedTag, 'tag' | 'possible' | 'isChild'>,
  reference: Reference,
): Promise<HarmedTag> {
  const [digest] = harm.possible
  const message = digest && (await whyNotPut(run, digest, reference))
  return {
    ...harm,
    ...(message === undefined ? { restored: digest } : { restored: undefined, message }),
  }
}

async function whyNotPut(
  run: Run,
  digest: Digest,
  reference: Reference,
): Promise<string | undefined> {
  try {
    const found = await run.plan.store.read(digest)
    if (found instanceof RegistryError) return found.message
    const attempt = await run.put(reference, found)
    if ('error' in attempt) return attempt.error.message
    if (attempt.kind === 'absent') return 'The registry no longer has this repository'
    if (attempt.kind === 'withheld') return 'The registry may still be working on it'
    const state = await run.ask(reference)
    const isThere = state.kind === 'at' && state.digest === digest
    return isThere ? undefined : 'The registry refused it'
  } catch (error) {
    if (error instanceof RegistryError) return error.message
    throw error
  }
}
