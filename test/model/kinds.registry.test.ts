import { expect, test } from 'vitest'
import { pushImage } from '../../stack/content.mjs'
import { tagDigests } from '../../stack/inspect.mjs'
import { startRegistry } from '../../stack/registry.mjs'
import type { RepositoryName } from '../../src/registry/names.ts'
import { findKind } from '../scenarios/repository.ts'
import { loadProduct } from './product.ts'
import { describeProofs } from './proofTests.ts'

// Like `model.registry.test.ts`, on the registries built with Go, each with its own behaviour.

await describeProofs('3.0.0', { deletions: 8 })
await describeProofs('3.1.2', { deletions: 8, 'cut-lists': 6, oddities: 8, interruptions: 4 })
// With this seed an index lacks a child outside its list, and the registry doesn't accept it again.
await describeProofs('3.1.2', { deletions: 3 }, 11)
await describeProofs('3.1.2-pair', { deletions: 8 })
// With this seed an image's DELETE isn't answered, and the other registry still shows the image.
await describeProofs('3.1.2-pair', { interruptions: 8 }, 8)
await describeProofs('3.1.1-s3', { deletions: 8 })
// With this seed a hidden tag is kept, and becomes listed again.
await describeProofs('3.1.1-s3', { interruptions: 6 }, 15)
await describeProofs('ggcr', { deletions: 8 })

const { isMissing, note } = await findKind('3.0.0')
test.skipIf(isMissing)(
  `3.0.0 deletes tags although deletion is off: none is tried${note}`,
  async () => {
    const registry = await startRegistry({ kind: '3.0.0', deletion: false })
    try {
      const place = { origin: registry.origin, repository: 'off/app' }
      const { digest } = await pushImage({ ...place, tag: '1.0' })
      const { fetchTransport, probeDeletion } = await loadProduct()
      const transport = fetchTransport(registry.origin)
      const ability = await probeDeletion({
        transport,
        repository: place.repository as RepositoryName,
      })
      expect(ability).toMatchObject({ kind: 'refused', by: 'deletion-off' })
      expect(await tagDigests(place)).toEqual(new Map([['1.0', digest]]))
    } finally {
      await registry.stop()
    }
  },
)
