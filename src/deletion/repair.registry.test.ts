import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fetchTransport } from '../registry/transport.ts'
import { QUICK, expectClean } from './proof/deletion.ts'
import { plan, run } from './proof/product.ts'
import {
  Repository,
  type World,
  asTags,
  expectGone,
  expectUnharmed,
  findKind,
  remember,
  startWorld,
} from './proof/repository.ts'
import { linkBrokenTag, removeBrokenTag } from './repair.ts'
import type { Digest, Tag } from '../registry/names.ts'

const kinds = await Promise.all([findKind('2.8.2'), findKind('3.1.2')])

for (const { kind, isMissing, note } of kinds) {
  describe.skipIf(isMissing)(`a tag with an empty link, on distribution ${kind}${note}`, () => {
    let world: World
    let repository: Repository
    let before: ReadonlyMap<string, Digest>
    const broken = 'broken' as Tag
    const ability = kind === '2.8.2' ? 'by-digest' : 'by-tag'
    beforeAll(async () => {
      world = await startWorld(kind)
    })
    afterAll(() => world.stop())

    const fresh = async () => {
      repository = new Repository(world)
      await repository.push('a b broken')
      before = await remember(repository, 'a b')
      await repository.emptyLink('broken')
    }
    const transport = () => fetchTransport(world.proxy.origin)
    const link = (digest: string) =>
      linkBrokenTag(transport(), repository.name, broken, digest as Digest, { pace: QUICK })
    const remove = (tag = broken) =>
      removeBrokenTag(transport(), repository.name, tag, { ability, pace: QUICK })

    test('is named by the plan', async () => {
      await fresh()
      const made = await plan(repository, 'a')
      expect(made.unknown).toMatchObject([{ tag: 'broken', state: { hasEmptyLink: true } }])
    })

    test('gets one of the digests that the repository has', async () => {
      await fresh()
      const digest = before.get('a') as Digest
      expect(await link(digest)).toEqual({ kind: 'linked', digest })
      expect(await repository.digestOf('broken')).toBe(digest)
      await expectUnharmed(repository, before)
      // Healed: an image can be deleted again.
      const made = await plan(repository, 'b')
      expect(made.canary).toBeUndefined()
      expectClean(await run(repository, made))
      await expectGone(repository, 'b')
    })

    test('keeps its place when the digest is not there', async () => {
      await fresh()
      world.proxy.forget()
      const outcome = await link(`sha256:${'a'.repeat(64)}`)
      expect(outcome).toMatchObject({ kind: 'kept', because: 'no-such-digest' })
      expect(repository.log('PUT')).toEqual([])
    })

    test('is removed, and nothing else', async () => {
      await fresh()
      expect(await remove()).toEqual({ kind: 'removed' })
      await expectGone(repository, 'broken')
      await expectUnharmed(repository, before)
      expectClean(await run(repository, await plan(repository, 'b')))
    })

    test('that was pushed again meanwhile is left alone', async () => {
      await fresh()
      await repository.move('broken', before.get('a') as Digest)
      world.proxy.forget()
      expect(await remove()).toMatchObject({ kind: 'kept', because: 'not-broken' })
      expect(await link(before.get('b') as Digest)).toMatchObject({ because: 'not-broken' })
      expect(repository.log().filter((line) => !/^(GET|HEAD)/.test(line))).toEqual([])
    })

    test('beside another one', async () => {
      await fresh()
      await repository.push('second')
      await repository.emptyLink('second')
      const outcome = await remove()
      expect(outcome).toMatchObject(
        ability === 'by-tag'
          ? { kind: 'removed' }
          : { kind: 'left-empty', because: 'poisoned', tags: asTags('second') },
      )
      expect((await repository.digestOf('broken')) === undefined).toBe(ability === 'by-tag')
      await expectUnharmed(repository, before)
      // With the other one gone, what was left can be deleted like any tag.
      expect(await remove('second' as Tag)).toEqual({ kind: 'removed' })
      if (ability === 'by-digest') {
        expectClean(await run(repository, await plan(repository, 'broken')))
      }
      await expectGone(repository, 'broken second')
      await expectUnharmed(repository, before)
    })

    test('where its deletion is refused, it is kept, or left on the empty index', async () => {
      await fresh()
      const refusal = { fault: 'status', status: 403, code: 'DENIED', message: 'no' } as const
      // On 2.8 the trial before it is let through.
      const after = ability === 'by-digest' ? 1 : 0
      world.proxy.rules([{ method: 'DELETE', path: 'manifests', after, ...refusal }])
      const outcome = await remove()
      const kind = ability === 'by-digest' ? 'left-empty' : 'kept'
      expect(outcome).toMatchObject({ kind, because: 'refused' })
      world.proxy.rules([])
      await expectUnharmed(repository, before)
    })
  })
}
