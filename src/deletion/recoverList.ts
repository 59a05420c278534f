import { LoginRequiredError, RegistryError } from '../registry/errors.ts'
import { fetchManifest } from '../registry/manifests.ts'
import type { Digest } from '../registry/names.ts'
import type { JournalEntry, JournalTag } from './journal.ts'
import { readPastList } from './listChange.ts'
import { relist } from './relist.ts'
import { type Site, putBytes } from './recoverCopy.ts'
import type { TagRecovery } from './recoverReport.ts'
import { withReferrers } from './referrersMerge.ts'
import type { TagState } from './tagState.ts'

/**
 * Settles a list of attachments that a deletion was to write anew before it broke off: what is still there is
 * listed again, what is gone is not.
 *
 * @param manifests where those of the entry are
 * @param leftovers gets the list as it was, or as it was written, where no tag is on it any more
 * @throws LoginRequiredError; what listing throws
 */
export async function recoverList(
  site: Site,
  entry: JournalEntry,
  tag: JournalTag,
  state: TagState,
  {
    manifests,
    isListed,
    leftovers,
  }: {
    manifests: ReadonlyMap<Digest, TagState>
    isListed: boolean
    leftovers: Digest[]
  },
): Promise<TagRecovery> {
  // A registry that was ended while it wrote the tag has a link that is empty, or leads nowhere.
  const isBroken = state.kind === 'unknown' ? state.hasEmptyLink : state.kind !== 'at' && isListed
  if (isBroken) return await writeAgain(site, entry, tag, manifests)
  if (state.kind === 'unknown') return { kind: 'unknown', message: state.message }
  if (state.kind === 'absent') return { kind: 'gone' }
  if (state.digest === tag.digest) return { kind: 'not-deleted' }
  const asFound: TagRecovery =
    state.digest === tag.movedTo ? { kind: 'moved' } : { kind: 'elsewhere', digest: state.digest }
  const past = readPastList(entry, tag)
  if (!past) return asFound
  const stateOf = (digest: Digest) => manifests.get(digest)?.kind
  if (past.own.some((digest) => stateOf(digest) === 'unknown')) {
    return { kind: 'unknown', message: 'Whether what it named is gone could not be asked' }
  }
  const there = past.own.filter((digest) => stateOf(digest) === 'at')
  if (there.length === 0) {
    const { digest } = past.list
    if (stateOf(digest) === 'at' && !leftovers.includes(digest)) leftovers.push(digest)
    return asFound
  }
  const outcome = await listAgain(site, tag, { past: past.list.bytes, there, asFound })
  const { movedTo } = tag
  if (outcome.kind === 'put-back' && state.digest === movedTo) leftovers.push(movedTo)
  return outcome
}

/** The list as it was to be written, with what of it is still there. */
async function writeAgain(
  site: Site,
  entry: JournalEntry,
  { tag, digest, movedTo }: JournalTag,
  manifests: ReadonlyMap<Digest, TagState>,
): Promise<TagRecovery> {
  const past = readPastList(entry, { digest })
  const after = entry.manifests.find((one) => one.digest === movedTo)
  const states = past?.own.map((one) => manifests.get(one)?.kind) ?? ['unknown']
  if (!past || !after || states.includes('unknown')) {
    return { kind: 'unknown', message: 'What its list of attachments names could not be told' }
  }
  const there = past.own.filter((one) => manifests.get(one)?.kind === 'at')
  const bytes = withReferrers(after.bytes, past.list.bytes, new Set<string>(there)) ?? after.bytes
  const attempt = await putBytes(site, tag, { mediaType: after.mediaType, bytes })
  if (attempt.kind === 'done') return { kind: there.length > 0 ? 'put-back' : 'moved' }
  return { kind: 'unknown', message: 'error' in attempt ? attempt.error.message : '' }
}

async function listAgain(
  site: Site,
  { tag }: JournalTag,
  {
    past,
    there,
    asFound,
  }: { past: Uint8Array<ArrayBuffer>; there: readonly Digest[]; asFound: TagRecovery },
): Promise<TagRecovery> {
  const { transport, repository } = site
  try {
    const present = await fetchManifest(transport, repository, tag)
    const bytes = relist(present, past, there)
    if (!bytes) return asFound
    if (bytes === present.bytes) return { kind: 'not-deleted' }
    const attempt = await putBytes(site, tag, { mediaType: present.mediaType, bytes })
    if (attempt.kind === 'done') return { kind: 'put-back' }
    // Something that it names is gone by now: the next start would fare no better.
    if (attempt.kind === 'rejected') return asFound
    return { kind: 'unknown', message: 'error' in attempt ? attempt.error.message : '' }
  } catch (error) {
    if (!(error instanceof RegistryError) || error instanceof LoginRequiredError) throw error
    return { kind: 'unknown', message: error.message }
  }
}
