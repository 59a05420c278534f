import { RegistryError } from '../../registry/errors.ts'
import type { FetchedManifest } from '../../registry/manifests.ts'
import type { Tag } from '../../registry/names.ts'
import type { Place } from '../../registry/place.ts'
import { mapPool } from '../../registry/pool.ts'
import { provesAbsence } from '../../registry/absence.ts'
import { attachmentTagsBySubject, isAttachment } from './companions.ts'
import type { Orphan } from './deletionPlan.ts'
import type { ManifestStore } from '../../image/graph/manifestStore.ts'
import { blobsOf, listLinked } from '../../image/graph/held.ts'
import { tagsByDigest } from '../../image/graph/reach.ts'
import { type CountListener, type TagState, askTag } from '../../registry/tags/tagReader.ts'
import { walkManifests } from '../../image/graph/walk.ts'

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
  const found = await walkManifests(
    tagsByDigest(states, () => true).map(({ digest }) => digest),
    (digest) => store.read(digest, signal),
    (one) => (one instanceof RegistryError ? [] : listLinked(one)),
    onCount,
  )
  const isRead = (one: FetchedManifest | RegistryError) =>
    !(one instanceof RegistryError) || provesAbsence(one)
  return (
    [...states.values()].every(({ kind }) => kind !== 'unknown') &&
    [...found.values()].every(isRead)
  )
}

/**
 * Tags of attachments whose image is gone: no tag reaches it, and the registry says that it is not there.
 *
 * @throws LoginRequiredError; an abort passes through
 */
export async function findOrphans(
  { transport, repository, signal }: Place,
  store: ManifestStore,
  states: ReadonlyMap<Tag, TagState>,
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
    const state = await askTag({ transport, repository, signal }, subject)
    if (state.kind !== 'absent') return []
    return contents.map(({ tag, content }) => ({
      tag,
      subject,
      size: content.bytes.length + blobsOf(content).reduce((sum, { size }) => sum + size, 0),
    }))
  })
  return found.flat()
}
