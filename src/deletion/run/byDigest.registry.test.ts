import { describe, expect, test } from 'vitest'
import { LoginRequiredError } from '../../registry/errors.ts'
import type { Digest } from '../../registry/names.ts'
import { outcomesOf, expectClean } from '../../../test/scenarios/deletion.ts'
import { deleteTags, plan, run } from '../../../test/scenarios/product.ts'
import {
  Repository,
  type World,
  expectGone,
  expectUnharmed,
  remember,
} from '../../../test/scenarios/repository.ts'
import { useScene } from '../../../test/scenarios/scene.ts'

// distribution 2.8 deletes only digests, with all their tags: a single tag is removed with a copy of its image under
// a unique digest. Its disk can be damaged like in a crash.

describe('distribution 2.8.2', () => {
  let world: World
  let repository: Repository
  useScene('2.8.2', (scene) => ({ world, repository } = scene))

  test('100 of 100 tags take no needless request', async () => {
    const tags = Array.from({ length: 100 }, (_, index) => `t${index + 100}`)
    for (const tag of tags) await repository.push(tag)
    const made = await plan(repository, tags.join(' '))
    world.proxy.forget()
    const report = await run(repository, made, { pace: { sweepAge: 60_000 } })
    const count = (method: string) => repository.log(method).length
    // A sweep with two lists and the verification with two, each requested twice.
    expect({ HEAD: count('HEAD'), DELETE: count('DELETE'), PUT: count('PUT') }).toEqual({
      // Each before its step, and in the sweep, since it may have moved to another image being deleted.
      HEAD: 200,
      DELETE: 100,
      PUT: 0,
    })
    expect(count('GET')).toBeLessThanOrEqual(100 + 8)
    expect(report.outcomes.size).toBe(100)
    expectClean(report)
  })

  test('an intact repository with a corrupt manifest is not poisoned', async () => {
    await repository.push('a')
    await repository.push('b other', 'shared')
    const corrupt = await repository.push('corrupt')
    await repository.corrupt(corrupt)
    const before = await remember(repository, 'other')
    const made = await plan(repository, 'a b')
    expect(made.canary).toBe('sound')
    expect(made.unknown).toMatchObject([{ tag: 'corrupt', state: { hasEmptyLink: false } }])
    const report = await run(repository, made)
    await expectGone(repository, 'a b')
    await expectUnharmed(repository, before)
    expect(await repository.listed()).toContain('corrupt')
    expect(report.harmed).toEqual([])
  })

  test('a selected tag without a manifest is removed, others like it are only shown', async () => {
    await repository.dangle(await repository.push('selected'))
    await repository.dangle(await repository.push('unselected'))
    await repository.push('other')
    const before = await remember(repository, 'other')
    const made = await plan(repository, 'selected')
    expect(made.dangling).toEqual(['unselected'])
    const report = await run(repository, made)
    await expectGone(repository, 'selected')
    expect(await repository.listed()).toContain('unselected')
    await expectUnharmed(repository, before)
    expectClean(report)
  })

  test('a tag of an index that lost one child can’t be removed alone', async () => {
    const [one, two] = [await repository.pushImage('one'), await repository.pushImage('two')]
    const index = await repository.pushIndex('a', [one.descriptor, two.descriptor])
    await repository.move('b', index.digest)
    await repository.delete(one.digest)
    const report = await deleteTags(repository, 'a')
    expect(outcomesOf(report)).toEqual({ a: 'cannot: incomplete-image' })
    expect(await repository.digestOf('a')).toBe(index.digest)
    expect(await repository.digestOf('b')).toBe(index.digest)
  })

  test('a tag of an index that lost every child can: an empty index takes its place', async () => {
    const one = await repository.pushImage('one')
    const index = await repository.pushIndex('a', [one.descriptor])
    await repository.move('b', index.digest)
    await repository.delete(one.digest)
    const report = await deleteTags(repository, 'a')
    await expectGone(repository, 'a')
    expect(outcomesOf(report)).toEqual({ a: 'deleted, image stays' })
    expect(await repository.digestOf('b')).toBe(index.digest)
  })

  test('a tag of an image that lost a layer can, too', async () => {
    const image = await repository.pushImage('one')
    await repository.move('a', image.digest)
    await repository.move('b', image.digest)
    await repository.removeBlob(image.layerDigests[0] ?? '')
    const report = await deleteTags(repository, 'a')
    await expectGone(repository, 'a')
    expect(await repository.digestOf('b')).toBe(image.digest)
    expect(report.harmed).toEqual([])
  })

  test('a lost PUT of a re-push is cleared up, and the removal continues', async () => {
    await repository.push('a b', 'shared')
    const before = await remember(repository, 'b')
    const made = await plan(repository, 'a')
    world.proxy.rules([{ method: 'PUT', path: 'manifests/a$', times: 1, fault: 'lost' }])
    const report = await run(repository, made)
    await expectGone(repository, 'a')
    await expectUnharmed(repository, before)
    expect(outcomesOf(report)).toEqual({ a: 'deleted, image stays' })
  })

  test('if the DELETE of a re-push never arrives, the original is restored', async () => {
    await repository.push('a b', 'shared')
    const before = await remember(repository, 'a b')
    const made = await plan(repository, 'a')
    // The first one is only a trial.
    world.proxy.rules([{ method: 'DELETE', after: 1, times: 1, fault: 'reset' }])
    const report = await run(repository, made)
    await expectUnharmed(repository, before)
    expect(outcomesOf(report)).toEqual({ a: 'failed: no-answer' })
    expect(report.leftovers).toEqual([])
  })

  test('if the second step of a re-push fails, the original is restored', async () => {
    await repository.push('a b', 'shared')
    await repository.push('victim')
    const before = await remember(repository, 'a b')
    const made = await plan(repository, 'a')
    const held = world.proxy.hold({ method: 'DELETE', path: 'manifests/', after: 1 })
    const running = run(repository, made)
    await held.reached
    await repository.emptyLink('victim')
    held.release()
    const report = await running
    await expectUnharmed(repository, before)
    expect(outcomesOf(report)).toEqual({ a: 'failed: server-error' })
  })

  describe('a tag with an empty link', () => {
    let before: ReadonlyMap<string, Digest>
    const start = async (names = 'broken') => {
      await repository.push('a b')
      before = await remember(repository, 'a b')
      for (const name of names.split(' ')) {
        await repository.push(name)
        await repository.emptyLink(name)
      }
    }

    test('is removed, and nothing else', async () => {
      await start()
      const report = await run(repository, await plan(repository, 'broken'))
      expect(outcomesOf(report)).toEqual({ broken: 'deleted, image stays' })
      expectClean(report)
      await expectGone(repository, 'broken')
      await expectUnharmed(repository, before)
      expectClean(await run(repository, await plan(repository, 'b')))
    })

    test('prevents deleting an image selected with it', async () => {
      await start()
      const report = await run(repository, await plan(repository, 'b broken'))
      await expectUnharmed(repository, before)
      expect(outcomesOf(report)).toEqual({ b: 'cannot: canary', broken: 'deleted, image stays' })
    })

    test('that was pushed again meanwhile is left alone', async () => {
      await start()
      const made = await plan(repository, 'broken')
      await repository.move('broken', before.get('a') as Digest)
      world.proxy.forget()
      const report = await run(repository, made)
      expect(outcomesOf(report)).toEqual({ broken: 'moved' })
      expect([...repository.log('PUT'), ...repository.log('DELETE')]).toEqual([])
    })

    test('that now fails to be read in another way is left alone', async () => {
      await start()
      const made = await plan(repository, 'broken')
      world.proxy.rules([{ path: 'manifests/broken', fault: 'status', status: 503 }])
      world.proxy.forget()
      const report = await run(repository, made)
      world.proxy.rules([])
      expect(outcomesOf(report)).toEqual({ broken: 'failed: tag-unread' })
      expect([...repository.log('PUT'), ...repository.log('DELETE')]).toEqual([])
    })

    test('next to another one stays on an empty index until deleted again', async () => {
      await start('broken second')
      const report = await run(repository, await plan(repository, 'broken second'))
      expect(outcomesOf(report)).toEqual({
        broken: 'failed: left-empty',
        second: 'deleted, image stays',
      })
      await expectUnharmed(repository, before)
      expectClean(await run(repository, await plan(repository, 'broken')))
      await expectGone(repository, 'broken second')
      await expectUnharmed(repository, before)
    })

    test('whose deletion is refused stays on an empty index', async () => {
      await start()
      const made = await plan(repository, 'broken')
      const refusal = { fault: 'status', status: 403, code: 'DENIED', message: 'no' } as const
      // The trial before it is allowed.
      world.proxy.rules([{ method: 'DELETE', path: 'manifests', after: 1, ...refusal }])
      const report = await run(repository, made)
      world.proxy.rules([])
      expect(outcomesOf(report)).toEqual({ broken: 'failed: left-empty' })
      await expectUnharmed(repository, before)
    })
  })

  test('a login required between the two steps is requested, then the rest stops', async () => {
    await repository.push('a b c', 'shared')
    const before = await remember(repository, 'c')
    const made = await plan(repository, 'a b')
    // After the trial: the step itself, and the two questions whether anything can be deleted.
    world.proxy.rules([{ method: 'DELETE', after: 1, times: 3, fault: 'status', status: 401 }])
    const asked: unknown[] = []
    const report = await run(repository, made, {
      askLogin: (error) => {
        asked.push(error)
        return Promise.resolve(true)
      },
    })
    expect(asked).toEqual([expect.any(LoginRequiredError)])
    await expectUnharmed(repository, before)
    expect(outcomesOf(report)).toEqual({ a: 'deleted, image stays', b: 'not-started' })
    expect(report.stopped).toMatchObject({ kind: 'login' })
    await expectGone(repository, 'a')
    expect(await repository.digestOf('b')).toBe(before.get('c'))
  })
})
