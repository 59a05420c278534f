import type { FetchedManifest } from '../../registry/manifests.ts'
import type { Place } from '../../registry/place.ts'
import { askBlob } from '../../registry/blobs.ts'
import { blobsOf, listChildren } from './held.ts'
import { confirmTag } from '../../registry/tags/tagReader.ts'

/**
 * Whether nobody can pull this image any more: of an index every child is gone from the registry, of an image
 * manifest a blob is. What cannot be told counts as there.
 *
 * @throws LoginRequiredError
 */
export async function isBeyondPulling(
  { transport, repository }: Place,
  image: Pick<FetchedManifest, 'manifest'>,
): Promise<boolean> {
  if (image.manifest.kind === 'image-manifest') {
    for (const blob of blobsOf(image)) {
      if ((await askBlob({ transport, repository }, blob)) === 'gone') return true
    }
    return false
  }
  const children = listChildren(image)
  for (const { digest } of children) {
    if ((await confirmTag({ transport, repository }, digest)).kind !== 'absent') return false
  }
  return children.length > 0
}
