import { describe, expect, test } from 'vitest'
import { ask } from '../../../stack/content.mjs'
import { errorAnswer } from '../../../test/fakeTransport.ts'
import { type Transport, fetchTransport } from '../../registry/transport/transport.ts'
import { carryOut } from './carryOut.ts'
import { DeletionControl } from './control.ts'
import { leaveImages } from '../plan/leaveOut.ts'
import { createMemoryJournal } from '../../../test/memoryJournal.ts'
import { QUICK, expectClean, outcomesOf } from '../../../test/scenarios/deletion.ts'
import { deleteTags, plan, run } from '../../../test/scenarios/product.ts'
import {
  Repository,
  type World,
  expectGone,
  expectUnharmed,
  findKind,
  remember,
} from '../../../test/scenarios/repository.ts'
import { useScene } from '../../../test/scenarios/scene.ts'
import { recoverEntries } from '../recover/recover.ts'
import { isAllWell } from '../plan/report.ts'
import { restoreEntries } from '../restore/restore.ts'

// distribution 3.x deletes tags by name.

const { isMissing, note } = await findKind('3.1.2')
describe.skipIf(isMissing)(`distribution 3.1.2${note}`, () => {
  let world: World
  let repository: Repository
  useScene('3.1.2', (scene) => ({ world, repository } = scene))

  test('deleting only tags can be chosen: the image is kept untagged', async () => {
    const digest = await repository.push('a b', 'shared')
    const report = await run(repository, leaveImages(await plan(repository, 'a b')))
    await expectGone(repository, 'a b')
    expect(await repository.digestOf(digest)).toBe(digest)
    expect(repository.log('DELETE')).not.toContain(`DELETE manifests/${digest}`)
    expectClean(report)
  })

  test('a visible image may be gone if its DELETE wasn’t answered, and so may a child', async () => {
    const [one, two] = [await repository.pushImage('one'), await repository.pushImage('two')]
    const index = await repository.pushIndex('multi', [one.descriptor])
    await repository.move('two', two.digest)
    const before = await remember(repository, 'multi two')
    const made = await plan(repository, 'multi two')
    // Two registries on one storage: the other one still shows what was deleted for a while.
    const lost = [one, two]
    const stale = await Promise.all(
      lost.map(async ({ digest, descriptor }) => {
        const answer = await ask(repository.place, 'GET', `manifests/${digest}`, {
          headers: { accept: descriptor.mediaType },
        })
        const headers = { 'docker-content-digest': digest, 'content-type': descriptor.mediaType }
        const shown = { fault: 'status', status: 200, headers, path: `${digest}$` } as const
        return [
          { method: 'DELETE', path: `${digest}$`, fault: 'lost' } as const,
          { ...shown, method: 'HEAD', body: '' },
          { ...shown, method: 'GET', body: await answer.text() },
        ]
      }),
    )
    world.proxy.rules(stale.flat())
    const journal = createMemoryJournal()
    const report = await run(repository, made, { journal })
    expect(outcomesOf(report)).toMatchObject({ two: 'deleted, image unknown' })
    expect(isAllWell(report)).toBe(false)
    const child = report.manifests.find(({ digest }) => digest === one.digest)
    expect(child?.outcome.kind).toBe('not-settled')
    for (const { digest } of lost) expect(await repository.digestOf(digest)).toBeUndefined()
    // The next start can't see more, so both are pushed again in any case.
    const transport = fetchTransport(world.proxy.origin)
    await recoverEntries(transport, journal, { isLive: () => false, pace: QUICK })
    const entries = await journal.read()
    expect(entries.map(({ state }) => state)).toEqual(['done', 'done'])
    const isGone = new Map(
      entries.flatMap(({ manifests }) => manifests.map((found) => [found.digest, found.isGone])),
    )
    expect(isGone).toEqual(
      new Map([
        [one.digest, undefined],
        [index.digest, true],
        [two.digest, undefined],
      ]),
    )
    await restoreEntries(transport, entries, { journal })
    world.proxy.rules([])
    await expectUnharmed(repository, before)
  })

  test('a poisoned repository loses tags by name, but no image', async () => {
    const digest = await repository.push('a')
    await repository.push('broken')
    await repository.emptyLink('broken')
    const made = await plan(repository, 'a')
    const report = await run(repository, made)
    expect(outcomesOf(report)).toEqual({ a: 'deleted, image stays' })
    expect(await repository.digestOf('a')).toBeUndefined()
    expect(await repository.digestOf(digest)).toBe(digest)
  })

  test('the tag with the empty link can itself be removed', async () => {
    await repository.push('a')
    await repository.push('broken')
    await repository.emptyLink('broken')
    const before = await remember(repository, 'a')
    const report = await deleteTags(repository, 'broken')
    expect(await repository.listed()).toEqual(['a'])
    await expectUnharmed(repository, before)
    expect(outcomesOf(report)).toEqual({ broken: 'deleted, image stays' })
  })

  test('a tag that somebody deletes by name during a deletion is restored where it was', async () => {
    const digest = await repository.push('old')
    const other = await repository.push('tmp')
    const made = await plan(repository, 'old')
    const held = world.proxy.hold({ method: 'DELETE', path: `manifests/${digest}` })
    const running = run(repository, made)
    await held.reached
    await repository.delete('tmp')
    held.release()
    const report = await running
    expect(await repository.digestOf('tmp')).toBe(other)
    expect(report.harmed).toMatchObject([{ tag: 'tmp', possible: [other, digest] }])
  })

  test('an image whose deletion is refused harms no tag that somebody else deletes', async () => {
    const digest = await repository.push('old')
    await repository.push('tmp')
    const made = await plan(repository, 'old')
    const direct = fetchTransport(world.proxy.origin)
    const transport: Transport = async (request) => {
      if (request.method !== 'DELETE' || !request.path.endsWith(digest)) return direct(request)
      await repository.delete('tmp')
      return errorAnswer(400, 'DENIED')
    }
    const report = await carryOut(transport, made, { pace: QUICK })
    expect(await repository.digestOf('tmp')).toBeUndefined()
    expect(outcomesOf(report)).toEqual({ old: 'deleted, image stays' })
    expect(report.harmed).toEqual([])
    expect(report.verification).toMatchObject({ goneMeanwhile: ['tmp'] })
  })

  test('a registry that deletes the whole image for one tag is detected, and the damage repaired', async () => {
    const digest = await repository.push('a b c d', 'shared')
    const made = await plan(repository, 'a b')
    const direct = fetchTransport(world.proxy.origin)
    const transport: Transport = (request) => {
      const isTag = request.method === 'DELETE' && !request.path.includes('sha256:')
      const path = `/v2/${repository.name}/manifests/${digest}`
      return direct(isTag ? { ...request, path } : request)
    }
    const report = await carryOut(transport, made, { pace: QUICK })
    await expectUnharmed(
      repository,
      new Map([
        ['c', digest],
        ['d', digest],
      ]),
    )
    expect(report.stopped).toMatchObject({ kind: 'takes-whole-image' })
    expect(report.harmed).toMatchObject([
      { tag: 'c', possible: [digest], restored: digest },
      { tag: 'd', possible: [digest], restored: digest },
    ])
    expect(outcomesOf(report)).toEqual({ a: 'deleted, image stays', b: 'deleted, image stays' })
    expect(repository.log('DELETE').length).toBe(3)
  })

  test('pausing and stopping work between the tags of one image', async () => {
    await repository.push('a b c d e f keep', 'shared')
    const made = await plan(repository, 'a b c d e f')
    const control = new DeletionControl()
    const first = world.proxy.hold({ method: 'DELETE', path: 'manifests/a$' })
    const next = world.proxy.hold({ method: 'DELETE', path: 'manifests/[b-f]$' })
    const running = run(repository, made, { control })
    await first.reached
    control.pause()
    first.release()
    const calm = new Promise((resolve) => setTimeout(resolve, 300, 'calm'))
    expect(await Promise.race([next.reached, calm])).toBe('calm')
    next.release()
    control.stop()
    const report = await running
    expect(report.stopped).toEqual({ kind: 'asked' })
    expect(Object.values(outcomesOf(report)).filter((kind) => kind === 'not-started').length).toBe(
      5,
    )
  })
})
