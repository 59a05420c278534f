import { describe, expect, test, vi } from 'vitest'
import { parseTag } from '../../../test/names.ts'
import { QUICK, expectClean, outcomesOf } from '../../../test/scenarios/deletion.ts'
import { plan, run } from '../../../test/scenarios/product.ts'
import {
  Repository,
  type World,
  expectUnharmed,
  findKind,
  remember,
} from '../../../test/scenarios/repository.ts'
import { useScene } from '../../../test/scenarios/scene.ts'

// Once its turn is over, a selected tag that is pushed again belongs to whoever pushed it.
for (const { kind, isMissing, note } of [await findKind('2.8.2'), await findKind('3.1.2')]) {
  describe.skipIf(isMissing)(
    `what is pushed to selected tags while others are being deleted (${kind})${note}`,
    () => {
      let world: World
      let repository: Repository
      useScene(kind, (scene) => ({ world, repository } = scene))
      /** No sweep is reused. */
      const pace = { ...QUICK, sweepAge: 0 }

      test('an index with a child whose turn is still to come', async () => {
        const [one, two, three] = [
          await repository.pushImage('one'),
          await repository.pushImage('two'),
          await repository.pushImage('three'),
        ]
        const index = await repository.pushIndex('multi', [one.descriptor, two.descriptor])
        const made = await plan(repository, 'multi')
        // The index is gone at the children's turn.
        const path = `manifests/${index.digest}`
        const held = world.proxy.hold({ method: 'DELETE', path, phase: 'answer' })
        const running = run(repository, made, { pace })
        await held.reached
        expect(await repository.digestOf('multi')).toBeUndefined()
        const again = await repository.pushIndex('multi', [one.descriptor, three.descriptor])
        held.release()
        const report = await running
        expect(await repository.digestOf('multi')).toBe(again.digest)
        expect(again.digest).not.toBe(index.digest)
        await expectUnharmed(repository, new Map([['multi', again.digest as never]]))
        expect(outcomesOf(report)).toEqual({ multi: 'pushed-again' })
        expect(report.manifests.find(({ digest }) => digest === one.digest)?.outcome.kind).toBe(
          'kept',
        )
      })

      test('the same image, before its digest is deleted', async () => {
        const digest = await repository.push('a b', 'shared')
        await repository.push('other')
        const before = await remember(repository, 'other')
        const made = await plan(repository, 'a b')
        if (!world.hasTagDeletion) return
        // Both tags are deleted by name; the digest's turn comes after the next sweep.
        const held = world.proxy.hold({ method: 'GET', path: 'tags/list' })
        const running = run(repository, made, { pace })
        await held.reached
        await repository.move('a', digest)
        held.release()
        const report = await running
        await expectUnharmed(repository, before)
        expect(await repository.digestOf('a')).toBe(digest)
        expect(outcomesOf(report)).toEqual({ a: 'unconfirmed', b: 'deleted, image stays' })
      })

      test('a tag that was refused, then moved to an image being deleted', async () => {
        const first = await repository.push('z')
        const image = await repository.push('a')
        await repository.push('other')
        const made = await plan(repository, 'z a')
        const refused = { fault: 'status', status: 400, code: 'DENIED' } as const
        const path = world.hasTagDeletion ? 'manifests/z$' : `manifests/${first}$`
        world.proxy.rules([{ method: 'DELETE', path, ...refused }])
        const held = world.proxy.hold({ method: 'DELETE', path: `manifests/${image}` })
        const running = run(repository, made, { pace })
        await held.reached
        await vi.waitFor(() => {
          expect(repository.log('DELETE').join(' ')).toContain(path.replace('$', ''))
        })
        await repository.move('z', image)
        held.release()
        const report = await running
        world.proxy.rules([])
        expect(await repository.digestOf('z')).toBeDefined()
        expect(report.harmed).toMatchObject([{ tag: 'z' }])
      })

      test('a tag without a manifest that cannot be read at its turn', async () => {
        await repository.push('other')
        const lost = await repository.push('t')
        await repository.dangle(lost)
        const made = await plan(repository, 't')
        expect(made.groups).toMatchObject([{ tags: ['t'], digest: undefined }])
        const pushed = await repository.push('t', 'newer')
        world.proxy.rules([{ path: 'manifests/t$', fault: 'status', status: 500 }])
        const report = await run(repository, made, { pace })
        world.proxy.rules([])
        expect(await repository.digestOf('t')).toBe(pushed)
        expect(report.outcomes.get(parseTag('t'))).toMatchObject({
          kind: 'failed',
          why: 'tag-unread',
        })
      })

      test('nothing: everything is deleted', async () => {
        await repository.push('a b')
        const report = await run(repository, await plan(repository, 'a b'), { pace })
        expectClean(report)
        expect(await repository.listed()).toEqual([])
      })
    },
  )
}
