import { describe, expect, test } from 'vitest'
import { MEDIA_TYPES, attachArtifact, pushArtifact, pushManifest } from '../../../stack/content.mjs'
import { expectClean } from '../../../test/scenarios/deletion.ts'
import { deleteTags, plan, run } from '../../../test/scenarios/product.ts'
import {
  Repository,
  expectUnharmed,
  findKind,
  remember,
} from '../../../test/scenarios/repository.ts'
import { useScene } from '../../../test/scenarios/scene.ts'

// What only looks as if it belonged to a deleted image.
for (const { kind, isMissing, note } of [await findKind('2.8.2'), await findKind('3.1.2')]) {
  describe.skipIf(isMissing)(`strangers next to a deleted image (${kind})${note}`, () => {
    let repository: Repository
    useScene(kind, (scene) => ({ repository } = scene))
    const nameOf = (digest: string) => digest.replace(':', '-')

    test('an index of images tagged like a list of referrers', async () => {
      const image = await repository.pushImage('image')
      await repository.move('a', image.digest)
      const { platform: _, ...descriptor } = (await repository.pushImage('mine')).descriptor
      await repository.pushIndex(nameOf(image.digest), [descriptor])
      const before = await remember(repository, nameOf(image.digest))
      const report = await deleteTags(repository, 'a')
      expectClean(report)
      expect(report.attachmentTags).toEqual(new Set())
      await expectUnharmed(repository, before)
    })

    test('a list with a referrer of another image', async () => {
      const image = await repository.pushImage('image')
      await repository.move('a', image.digest)
      const other = await repository.pushImage('other')
      await repository.move('other', other.digest)
      const place = { ...repository.place, artifactType: 'text/sbom' }
      const mine = await attachArtifact({ ...place, subject: other.descriptor })
      const { platform: _, ...descriptor } = mine.descriptor
      await repository.pushIndex(nameOf(image.digest), [descriptor])
      const before = await remember(repository, `other ${nameOf(image.digest)}`)
      const report = await deleteTags(repository, 'a')
      expectClean(report)
      expect(report.attachmentTags).toEqual(new Set())
      await expectUnharmed(repository, before)
    })

    test('an artifact of another kind tagged like a signature', async () => {
      const image = await repository.pushImage('image')
      await repository.move('a', image.digest)
      const tag = `${nameOf(image.digest)}.att`
      const files = [{ mediaType: 'application/wasm', content: 'the only copy' }]
      await pushArtifact({ ...repository.place, tag, files })
      const before = await remember(repository, tag)
      const report = await deleteTags(repository, 'a')
      expectClean(report)
      expect(report.attachmentTags).toEqual(new Set())
      await expectUnharmed(repository, before)
    })

    test('a child of an index that is declared an image', async () => {
      const child = await repository.pushImage('child')
      await repository.move('child', child.digest)
      const inner = await repository.pushIndex(undefined, [child.descriptor])
      const disguised = { ...inner.descriptor, mediaType: MEDIA_TYPES.oci.manifest }
      await repository.pushIndex('outer', [disguised])
      const made = await plan(repository, 'child')
      expect(made.groups[0]?.keptBecause).toMatchObject([{ kind: 'in-index', tags: ['outer'] }])
      expectClean(await run(repository, made))
      expect(await repository.digestOf(child.digest)).toBe(child.digest)
    })

    test('an attestation whose image is in another index', async () => {
      const image = await repository.pushImage('image')
      const attestation = await pushManifest({
        ...repository.place,
        mediaType: MEDIA_TYPES.oci.manifest,
        manifest: { ...(await manifestOf(image.digest)), subject: image.descriptor },
      })
      await repository.pushIndex('v1', [image.descriptor, attestation])
      await repository.pushIndex('v2', [image.descriptor])
      const made = await plan(repository, 'v1')
      const [group] = made.groups
      expect(
        group?.keptParts.find(({ digest }) => digest === attestation.digest)?.keptBecause,
      ).toEqual([{ kind: 'subject-stays', digest: image.digest }])
      expectClean(await run(repository, made))
      expect(await repository.digestOf(attestation.digest)).toBe(attestation.digest)
    })

    async function manifestOf(digest: string): Promise<object> {
      const { origin, repository: name } = repository.place
      const accept = MEDIA_TYPES.oci.manifest
      const answer = await fetch(`${origin}/v2/${name}/manifests/${digest}`, {
        headers: { accept },
      })
      return (await answer.json()) as object
    }
  })
}
