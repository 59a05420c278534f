import { RegistryError } from '../../registry/errors.ts'
import { deleteManifest, fetchManifest, putManifest } from '../../registry/manifests.ts'
import type { Digest, Reference, RepositoryName, Tag } from '../../registry/names.ts'
import type { Transport } from '../../registry/transport/transport.ts'
import { tryRead } from '../../registry/transport/tryRead.ts'
import { type Attempt, attemptWrite } from '../../registry/transport/attempt.ts'
import type { JournalManifest } from '../journal/journal.ts'
import { isEmptyIndex } from '../../registry/emptyIndex.ts'
import { keptBecause } from '../plan/keptBecause.ts'
import { createManifestStore } from '../../image/graph/manifestStore.ts'
import type { TagRecovery } from './recoverReport.ts'
import { type GroupState, isGone } from '../run/run.ts'
import { type Pace, waitUntilStill } from '../run/settle.ts'
import { sweepTags } from '../run/sweep.ts'
import { askTag, askTags } from '../../registry/tags/tagReader.ts'
import { isCopyOf } from '../../registry/whiteSpace.ts'
import { listTagsLeft } from '../../registry/tags/wholeList.ts'

/** A repository in which a deletion broke off. */
export type Site = {
  /** Waits for a 429, and asks for a login by itself. */
  readonly transport: Transport
  readonly repository: RepositoryName
  readonly pace: Pace
}

/** A tag that stands on a copy of its image, or on what is left of one. */
export type HalfWay = {
  readonly tag: Tag
  readonly copy: Digest
  readonly original: JournalManifest | undefined
}

/**
 * Whether a digest is one that this program makes: the original's bytes with white space behind them, or an
 * empty index. What a journal says is not enough to delete by.
 *
 * @throws LoginRequiredError
 */
export async function isOwnCopy(
  { transport, repository }: Site,
  copy: Digest,
  original: JournalManifest | undefined,
): Promise<boolean> {
  const found = await tryRead(() => fetchManifest(transport, repository, copy))
  if (found instanceof RegistryError) return false
  const { bytes } = found
  return isEmptyIndex(bytes) || (original !== undefined && isCopyOf(bytes, original.bytes))
}

/**
 * Ends a removal that broke off between its two steps. The copy is deleted, if no other tag and no index has
 * come onto it since. Where that cannot be, the original bytes go back onto the tag, and then the copy goes.
 *
 * @param leftovers gets copies that no tag is on and that could not be deleted
 * @throws what `sweepTags` throws
 */
export async function finishRemoval(
  site: Site,
  half: HalfWay,
  leftovers: Digest[],
): Promise<TagRecovery> {
  const { tag, copy } = half
  const holder = await findCopyHolder(site, half)
  if (!holder) {
    const state = await askTag(site.transport, site.repository, tag)
    if (state.kind !== 'at' || state.digest !== copy) {
      return { kind: 'unknown', message: 'The tag was moved while it was looked at' }
    }
    const attempt = await attemptWrite(() => deleteManifest(site.transport, site.repository, copy))
    const found = await lookAfter(site, tag, attempt)
    if (!found) return { kind: 'unknown', message: messageOf(attempt) }
    if (isGone(tag, found)) return { kind: 'finished' }
  }
  return await putOriginalBack(site, half, { isHeld: holder !== undefined, leftovers })
}

/** Gives a tag its own image back, where it still is on the copy, or listed without a manifest. */
export async function putOriginalBack(
  site: Site,
  { tag, copy, original }: HalfWay,
  { isHeld, leftovers }: { isHeld: boolean; leftovers: Digest[] },
): Promise<TagRecovery> {
  const { transport, repository } = site
  if (!original) {
    return { kind: 'unknown', message: 'The bytes of its image are not in the journal' }
  }
  const state = await askTag(transport, repository, tag)
  if (state.kind === 'unknown') return { kind: 'unknown', message: state.message }
  if (state.kind === 'at' && state.digest !== copy) {
    return { kind: 'elsewhere', digest: state.digest }
  }
  const attempt = await putBytes(site, tag, original)
  const after = await lookAfter(site, tag, attempt)
  const now = after?.states.get(tag)
  if (now?.kind !== 'at' || now.digest !== original.digest) {
    return { kind: 'unknown', message: messageOf(attempt) }
  }
  if (isHeld) return { kind: 'put-back' }
  const last = await attemptWrite(() => deleteManifest(transport, repository, copy))
  if (last.kind !== 'done' && last.kind !== 'absent') leftovers.push(copy)
  return { kind: 'put-back' }
}

export function putBytes(
  { transport, repository }: Site,
  reference: Reference,
  { mediaType, bytes }: JournalManifest,
): Promise<Attempt> {
  return attemptWrite(() => putManifest(transport, repository, reference, mediaType, bytes))
}

/** Where tags are, and which are listed. @throws what listing throws; LoginRequiredError */
export async function lookAtTags(
  { transport, repository }: Site,
  tags: readonly Tag[],
): Promise<GroupState> {
  const list = await listTagsLeft(transport, repository)
  const states = await askTags(transport, repository, tags)
  return { states, listed: new Set(list.tags) }
}

/** Looking at more tags than these takes so long that it is done less often. */
const FEW = 50

/** Tags when they have stood still: the registry may be at work on what was asked before the end. */
export function lookWhenStill(site: Site, tags: readonly Tag[]): Promise<GroupState | undefined> {
  const { standStill, look } = site.pace
  return waitUntilStill(
    () => lookAtTags(site, tags).catch(noneWithoutAnswer),
    ({ states, listed }) =>
      JSON.stringify(
        tags.map((tag) => {
          const state = states.get(tag)
          return [listed.has(tag), state?.kind, state?.kind === 'at' ? state.digest : '']
        }),
      ),
    { ...site.pace, look: tags.length > FEW ? standStill : look },
  )
}

/** Why a copy must stay; its tag itself is no reason. */
async function findCopyHolder({ transport, repository }: Site, { tag, copy }: HalfWay) {
  const store = createManifestStore(transport, repository)
  const sweep = await sweepTags(transport, repository, store, { going: new Set([tag]), known: [] })
  return keptBecause(copy, sweep)[0]
}

async function lookAfter(site: Site, tag: Tag, { kind }: Attempt): Promise<GroupState | undefined> {
  if (kind === 'lost') return await lookWhenStill(site, [tag])
  return await lookAtTags(site, [tag]).catch(noneWithoutAnswer)
}

function messageOf(attempt: Attempt): string {
  return 'error' in attempt ? attempt.error.message : 'The registry said that it was done'
}

function noneWithoutAnswer(error: RegistryError | Error): undefined {
  if ('request' in error) return undefined
  throw error
}
