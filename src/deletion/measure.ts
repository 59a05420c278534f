import { LoginRequiredError, RegistryError } from '../registry/errors.ts'
import type { Digest, RepositoryName, Tag } from '../registry/names.ts'
import { mapPool } from '../registry/pool.ts'
import type { Transport } from '../registry/transport.ts'
import { provesAbsence } from './absence.ts'
import { attachmentTagsBySubject, isAttachment } from './companions.ts'
import type { Orphan } from './deletionPlan.ts'
import type { ManifestStore } from './manifestStore.ts'
import { isManifest, listChildren } from './held.ts'
import { blobsOf } from './space.ts'
import { tagsByDigest } from './states.ts'
import { type CountListener, type TagState, askTag } from './tagState.ts'

/**
 * Reads every manifest that the tags of a repository reach, so that the space can be counted that nothing
 * else needs.
 *
 * @returns whether all that is there could be read
 * @throws LoginRequiredError; an abort passes through
 */
export async function readEverything(
  store: ManifestStore,
  states: ReadonlyMap<Tag, TagState>,
  { signal, onCount }: { signal: AbortSignal | undefined; onCount: CountListener },
): Promise<boolean> {
  const seen = new Set<Digest>()
  let level: readonly Digest[] = tagsByDigest(states, () => true).map(({ digest }) => digest)
  let isWhole = [...states.values()].every(({ kind }) => kind !== 'unknown')
  let done = 0
  while (level.length > 0) {
    const toRead = [...new Set(level)].filter((digest) => !seen.has(digest))
    const total = done + toRead.length
    const children = await mapPool(toRead, 6, async (digest): Promise<Digest[]> => {
      seen.add(digest)
      try {
        const held = listChildren(await store.fetch(digest, signal))
        return held.filter(isManifest).map((child) => child.digest)
      } catch (error) {
        if (!(error instanceof RegistryError) || signal?.aborted) throw error
        if (error instanceof LoginRequiredError) throw error
        if (!provesAbsence(error)) isWhole = false
        return []
      } finally {
        done += 1
        onCount(done, total)
      }
    })
    level = children.flat()
  }
  return isWhole
}

/**
 * Tags of attachments whose image is gone: no tag reaches it, and the registry says that it is not there.
 *
 * @throws LoginRequiredError; an abort passes through
 */
export async function findOrphans(
  transport: Transport,
  repository: RepositoryName,
  store: ManifestStore,
  states: ReadonlyMap<Tag, TagState>,
  signal: AbortSignal | undefined,
): Promise<readonly Orphan[]> {
  const named = [...attachmentTagsBySubject(states.keys())]
  const found = await mapPool(named, 6, async ([subject, tags]): Promise<Orphan[]> => {
    if (store.known.has(subject)) return []
    const contents = tags.flatMap(({ tag, ending }) => {
      const state = states.get(tag)
      const content = state?.kind === 'at' ? store.known.get(state.digest) : undefined
      return content && isAttachment(content, ending) ? [{ tag, content }] : []
    })
    if (contents.length === 0) return []
    const state = await askTag(transport, repository, subject, signal)
    if (state.kind !== 'absent') return []
    return contents.map(({ tag, content }) => ({
      tag,
      subject,
      size: content.bytes.length + blobsOf(content).reduce((sum, { size }) => sum + size, 0),
    }))
  })
  return found.flat()
}
