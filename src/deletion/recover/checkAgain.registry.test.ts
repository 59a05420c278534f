import { describe, expect, test } from 'vitest'
import { type Transport, fetchTransport } from '../../registry/transport/transport.ts'
import { carryOutRun } from '../run/carryOut.ts'
import { Run } from '../run/run.ts'
import { checkAgain } from './checkAgain.ts'
import type { Journal } from '../journal/journal.ts'
import { QUICK, outcomesOf } from '../../../test/scenarios/deletion.ts'
import { plan } from '../../../test/scenarios/product.ts'
import {
  Repository,
  type World,
  expectGone,
  expectUnharmed,
  findKind,
  remember,
} from '../../../test/scenarios/repository.ts'
import { useScene } from '../../../test/scenarios/scene.ts'
import { restoreEntries } from '../restore/restore.ts'

// Checking again settles what a report doesn't know, and the history with it.

const SILENCE = { fault: 'status', status: 503, body: '' } as const

for (const { kind, isMissing, note } of [await findKind('2.8.2'), await findKind('3.1.2')]) {
  describe.skipIf(isMissing)(`checking again on ${kind}${note}`, () => {
    let world: World
    let repository: Repository
    let journal: Journal
    useScene(kind, (scene) => ({ world, repository, journal } = scene))
    const transport = () => fetchTransport(world.proxy.origin)
    const prepare = async (tags: string, record: Journal | undefined = journal) =>
      new Run(transport(), await plan(repository, tags), { pace: QUICK, journal: record })

    /** The registry is killed once it has answered the first DELETE of `path`. */
    async function killAfter(path: string, work: () => Promise<unknown>): Promise<void> {
      const held = world.proxy.hold({ method: 'DELETE', path, phase: 'answer' })
      const running = work()
      await held.reached
      await world.registry.kill()
      held.release()
      await running
    }

    test.for([
      ['with a record', true],
      ['without one', false],
    ] as const)('a registry that was killed after its first answer, %s', async ([, isRecorded]) => {
      const digest = await repository.push('a')
      const second = await repository.push('b')
      await repository.push('other')
      const before = await remember(repository, 'a other')
      const record = isRecorded ? journal : undefined
      const run = new Run(transport(), await plan(repository, 'a b'), {
        pace: QUICK,
        journal: record,
      })
      const first = world.hasTagDeletion ? 'manifests/a$' : `${digest}$`
      await killAfter(first, () => carryOutRun(run))
      const down = await checkAgain(run)
      expect(outcomesOf(down)).toMatchObject({ a: 'unconfirmed' })
      expect(down.verification.kind).toBe('failed')
      await world.registry.restart()
      const report = await checkAgain(run)
      await expectGone(repository, 'a')
      const outcomes = outcomesOf(report)
      expect(outcomes['a']).toMatch(/^deleted/)
      const isGone = (await repository.digestOf('b')) === undefined
      expect(outcomes['b']).toMatch(isGone ? /^deleted/ : /^(?:failed|not-started)/)
      expect(report.verification).toMatchObject({ kind: 'done', unknown: [], goneMeanwhile: [] })
      expect(report.harmed).toEqual([])
      expect(report.at.getTime()).toBeGreaterThan(down.at.getTime())
      const entries = await journal.read()
      expect(report.entries).toEqual(entries.map(({ id }) => id))
      expect(entries.every(({ state }) => state === 'done')).toBe(true)
      // An image whose DELETE was in flight may stay in the history although its tag exists.
      const gone = entries.flatMap(({ tags }) => tags.flatMap((one) => (one.isGone ? one.tag : [])))
      expect(gone).toEqual(isRecorded ? ['a', ...(isGone ? ['b'] : [])] : [])
      const asked = repository.log('DELETE')
      const isSent = ['b', second].some((one) => asked.includes(`DELETE manifests/${one}`))
      const named = entries.flatMap(({ tags }) => tags.map(({ tag }) => tag))
      expect(named.filter((tag) => tag !== 'b' || !isSent)).toEqual(
        (isRecorded ? gone : []).filter((tag) => tag !== 'b' || !isSent),
      )
      if (!isRecorded) return
      await restoreEntries(transport(), entries, { journal })
      await expectUnharmed(repository, before)
    })

    test('a tag hit while nothing could be checked is restored, once', async () => {
      const digest = await repository.push('a')
      const before = await repository.push('keep')
      const run = await prepare('a')
      const held = world.proxy.hold({ method: 'DELETE', path: `${digest}$` })
      const running = carryOutRun(run)
      await held.reached
      await repository.move('keep', digest)
      // From here on nothing is answered, so nothing can be checked.
      world.proxy.rules([{ method: 'GET', ...SILENCE }])
      held.release()
      expect((await running).verification.kind).toBe('failed')
      world.proxy.rules([])
      expect(await repository.digestOf('keep')).toBeUndefined()
      const { harmed } = await checkAgain(run)
      // Where tags can be deleted, somebody may just as well have deleted it.
      const back = world.hasTagDeletion ? before : digest
      expect(harmed).toMatchObject([{ tag: 'keep', restored: back }])
      expect(await repository.digestOf('keep')).toBe(back)
      await repository.delete(back)
      const later = await checkAgain(run)
      expect(later.harmed).toEqual(harmed)
      // Somebody else has deleted it meanwhile.
      expect(later.verification).toMatchObject({ kind: 'done', goneMeanwhile: ['keep'] })
      expect(await repository.digestOf('keep')).toBeUndefined()
    })

    test('what was pushed again meanwhile is reported, and what is gone again', async () => {
      await repository.push('a')
      await repository.push('b')
      const run = await prepare('a')
      expect(outcomesOf(await carryOutRun(run))['a']).toMatch(/^deleted/)
      expect(outcomesOf(await checkAgain(run))['a']).toMatch(/^deleted/)
      const newer = await repository.push('a', 'newer')
      expect(outcomesOf(await checkAgain(run))).toEqual({ a: 'pushed-again' })
      await repository.delete(newer)
      expect(outcomesOf(await checkAgain(run))).toEqual({ a: 'already-gone' })
    })

    test('a DELETE that arrives after everything seemed settled is recorded, and can be undone', async () => {
      const digest = await repository.push('a')
      await repository.push('b')
      const before = await remember(repository, 'a b')
      const direct = transport()
      const nowhere = fetchTransport('http://127.0.0.1:9')
      let late = () => Promise.resolve()
      const slow: Transport = async (request) => {
        if (request.method !== 'DELETE') return await direct(request)
        late = async () => void (await direct(request))
        return await nowhere(request)
      }
      const options = { pace: QUICK, journal }
      const run = new Run(slow, await plan(repository, 'a'), options)
      expect(outcomesOf(await carryOutRun(run))).toEqual({ a: 'failed: no-answer' })
      expect(await repository.digestOf('a')).toBe(digest)
      await late()
      await expectGone(repository, 'a')
      expect(outcomesOf(await checkAgain(run))['a']).toMatch(/^deleted/)
      const entries = await journal.read()
      expect(entries).toMatchObject([{ state: 'done', tags: [{ tag: 'a', isGone: true }] }])
      await restoreEntries(transport(), entries, { journal })
      await expectUnharmed(repository, before)
    })

    test('a tag moved before its outcome was known', async () => {
      const digest = await repository.push('a')
      await repository.push('b')
      const run = await prepare('a')
      const last = world.hasTagDeletion ? 'manifests/a$' : `${digest}$`
      const held = world.proxy.hold({ method: 'DELETE', path: last, phase: 'answer' })
      const running = carryOutRun(run)
      await held.reached
      world.proxy.rules([SILENCE])
      held.drop()
      expect(outcomesOf(await running)).toEqual({ a: 'not-settled' })
      world.proxy.rules([])
      const newer = await repository.push('a', 'newer')
      const report = await checkAgain(run)
      expect(report.outcomes.get('a' as never)).toEqual({ kind: 'elsewhere', digest: newer })
      expect(await repository.digestOf('a')).toBe(newer)
      const [entry] = await journal.read()
      expect(entry).toMatchObject({ state: 'done', tags: [{ tag: 'a', isGone: undefined }] })
    })

    // Only there a tag is removed with a copy.
    if (kind !== '2.8.2') return
    test('a tag on a copy is removed', async () => {
      await repository.push('a b', 'shared')
      await repository.push('other')
      const before = await remember(repository, 'a b other')
      const run = await prepare('a')
      // The copy is pushed, and from then on nothing is answered.
      const held = world.proxy.hold({ method: 'DELETE', after: 1 })
      const running = carryOutRun(run)
      await held.reached
      world.proxy.rules([SILENCE])
      held.drop()
      const report = await running
      expect(outcomesOf(report)).toEqual({ a: 'not-settled' })
      expect(report.stopped?.kind).toBe('not-settled')
      world.proxy.rules([])
      const again = await checkAgain(run)
      expect(outcomesOf(again)).toEqual({ a: 'deleted, image stays' })
      expect(again.stopped?.kind).toBe('no-answer')
      await expectGone(repository, 'a')
      const entries = await journal.read()
      expect(entries).toMatchObject([{ state: 'done', tags: [{ isGone: true }] }])
      await restoreEntries(transport(), entries, { journal })
      await expectUnharmed(repository, before)
    })
  })
}
