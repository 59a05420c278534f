import { sha256Digest } from '../../registry/digest.ts'
import { createEmptyIndex } from '../../registry/emptyIndex.ts'
import type { RegistryError } from '../../registry/errors.ts'
import { deleteManifest, putManifest } from '../../registry/manifests.ts'
import { MEDIA_TYPE } from '../../registry/mediaTypes.ts'
import type { Tag } from '../../registry/names.ts'
import type { Place } from '../../registry/place.ts'
import { randomHex } from '../../registry/random.ts'
import { confirmTag } from '../../registry/tags/tagReader.ts'
import { tryRead } from '../../registry/transport/tryRead.ts'

/** What became of an index that was pushed only to be deleted. */
export type DeletionTrial =
  | { readonly kind: 'deleted'; readonly tag: Tag; readonly seconds: number }
  /** Accepted, but still there when nobody waited any longer. */
  | { readonly kind: 'still-there'; readonly tag: Tag; readonly seconds: number }
  /** Nothing was pushed, or (`delete`) the tag stays behind. */
  | {
      readonly kind: 'refused'
      readonly at: 'push' | 'delete'
      readonly tag: Tag
      readonly error: RegistryError
    }

/** How long a deletion may take, in seconds, and the time between two looks. */
const [PATIENCE, PAUSE] = [30, 1]

/**
 * Pushes an empty index under a new tag, deletes its digest, and watches until both are gone. Nothing else can have
 * that digest, so nothing else is lost.
 *
 * @param wait for so many seconds
 * @throws LoginRequiredError; anything but a RegistryError
 */
export async function tryDeletion(
  { transport, repository }: Place,
  wait: (seconds: number) => Promise<void> = sleep,
): Promise<DeletionTrial> {
  const place: Place = { transport, repository }
  const tag = `homeport-test-${randomHex(16)}` as Tag
  const bytes = createEmptyIndex()
  const digest = sha256Digest(bytes)
  const pushed = await tryRead(() => putManifest(place, tag, MEDIA_TYPE.ociIndex, bytes))
  if (typeof pushed !== 'string') return { kind: 'refused', at: 'push', tag, error: pushed }
  const error = await tryRead(() => deleteManifest(place, digest))
  if (error) return { kind: 'refused', at: 'delete', tag, error }
  for (let seconds = 0; seconds <= PATIENCE; seconds += PAUSE) {
    const states = await Promise.all([confirmTag(place, tag), confirmTag(place, digest)])
    if (states.every(({ kind }) => kind === 'absent')) return { kind: 'deleted', tag, seconds }
    await wait(PAUSE)
  }
  return { kind: 'still-there', tag, seconds: PATIENCE }
}

function sleep(seconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, seconds * 1000)
  })
}
