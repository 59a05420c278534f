import { expect, test } from 'vitest'
import { digestOf, groupOf } from '../../../test/deletionPlan.ts'
import { errorAnswer, fakeTransport } from '../../../test/fakeTransport.ts'
import type { ManifestStore } from '../../image/graph/manifestStore.ts'
import { parseManifest } from '../../registry/manifest.ts'
import { MEDIA_TYPE } from '../../registry/mediaTypes.ts'
import type { Tag } from '../../registry/names.ts'
import { parseRepositoryName } from '../../../test/names.ts'
import { withOutlook } from './outlook.ts'

function manifest(letter: string, mediaType: string, json: object) {
  const bytes = new TextEncoder().encode(JSON.stringify(json))
  return { digest: digestOf(letter), mediaType, bytes, manifest: parseManifest(json, mediaType) }
}

test('undo of an index is promised only if what it mentions can be restored', async () => {
  const config = { mediaType: MEDIA_TYPE.ociConfig, digest: digestOf('f'), size: 2 }
  const image = manifest('a', MEDIA_TYPE.ociManifest, { config, layers: [] })
  const mention = { mediaType: MEDIA_TYPE.ociManifest, digest: image.digest, size: 2 }
  const index = manifest('b', MEDIA_TYPE.ociIndex, { manifests: [], Manifests: [mention] })
  const known = new Map([image, index].map((one) => [one.digest, one]))
  const store: ManifestStore = {
    known,
    isFresh: () => true,
    read: (digest) => Promise.resolve(known.get(digest) ?? index),
  }
  const transport = fakeTransport((path) =>
    path.includes('/blobs/')
      ? errorAnswer(404, 'BLOB_UNKNOWN')
      : new Response('', { headers: { 'Docker-Content-Digest': image.digest } }),
  )
  const place = { transport, repository: parseRepositoryName('team/app') }
  const outlookOf = async (method: 'digest' | 'untag') => {
    const groups = [
      groupOf({ digest: index.digest, tags: ['multi' as Tag] }),
      groupOf({ digest: image.digest, tags: ['old' as Tag], method: { kind: method } }),
    ]
    const found = await withOutlook(groups, place, store, () => undefined)
    return found.map(({ undo }) => undo.kind)
  }
  expect(await outlookOf('digest')).toEqual(['unchecked', 'no'])
  // It is kept, and so is what the index mentions.
  expect(await outlookOf('untag')).toEqual(['yes', 'no'])
})
