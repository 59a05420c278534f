import { describe, expect, test } from 'vitest'
import type { Reference, Tag } from '../../registry/names.ts'
import type { Transport } from '../../registry/transport/transport.ts'
import { type Journal, JournalError } from '../journal/journal.ts'
import { QUICK } from '../../../test/scenarios/deletion.ts'
import { deleteTags } from '../../../test/scenarios/product.ts'
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
import { restoreEntries } from '../restore/restore.ts'
import { carryOutRetag, planRetag } from './retag.ts'

for (const { kind, isMissing, note } of [await findKind('2.8.2'), await findKind('3.1.2')]) {
  describe.skipIf(isMissing)(`distribution ${kind}${note}`, () => {
    let world: World
    let repository: Repository
    let journal: Journal
    let transport: Transport
    useScene(kind, (scene) => ({ world, repository, journal, transport } = scene))
    const makePlan = (source: string, tag: string) =>
      planRetag(transport, repository.name, { source: source as Reference, tag: tag as Tag })
    const undo = async () => {
      const report = await restoreEntries(transport, await journal.read(), { journal, pace: QUICK })
      return report.entries.flatMap(({ tags }) => tags.map(({ outcome }) => outcome))
    }

    test('a new tag has the same digest, and undo removes only that tag', async () => {
      const digest = await repository.push('a')
      const before = await remember(repository, 'a')
      const plan = await makePlan('a', 'b')
      expect(plan).toMatchObject({ overwritten: undefined, refusal: undefined })
      const report = await carryOutRetag(transport, plan, { journal })
      const [entry] = await journal.read()
      expect(report).toEqual({ kind: 'done', digest, entry: entry?.id })
      expect(entry).toMatchObject({ cause: 'retag', state: 'done', manifests: [], size: 0 })
      expect(await repository.digestOf('b')).toBe(digest)
      expect(await undo()).toEqual([{ kind: 'removed' }])
      await expectGone(repository, 'b')
      await expectUnharmed(repository, before)
      expect((await journal.read()).map(({ state }) => state)).toEqual(['restored'])
    })

    test('what is overwritten is shown, and can be restored', async () => {
      const [source, old] = [await repository.push('a'), await repository.push('latest', 'old')]
      const plan = await makePlan(source, 'latest')
      expect(plan.overwritten).toMatchObject({
        digest: old,
        image: { digest: old },
        keptBy: { kind: 'none', tags: [] },
      })
      await carryOutRetag(transport, plan, { journal })
      expect(await repository.digestOf('latest')).toBe(source)
      expect((await journal.read())[0]).toMatchObject({
        tags: [{ tag: 'latest', digest: old, movedTo: source, isGone: true }],
        manifests: [{ digest: old, isGone: false }],
      })
      expect(await undo()).toEqual([{ kind: 'restored', digest: old }])
      await expectUnharmed(
        repository,
        new Map([
          ['a', source],
          ['latest', old],
        ]),
      )
    })

    test('the plan says what keeps the overwritten image', async () => {
      await repository.push('a')
      await repository.push('shared same', 'shared')
      const child = await repository.pushImage('child')
      await repository.move('child', child.digest)
      await repository.pushIndex('index', [child.descriptor])
      const keptBy = async (tag: string) => (await makePlan('a', tag)).overwritten?.keptBy
      expect(await keptBy('shared')).toEqual({ kind: 'tags', tags: ['same'] })
      expect(await keptBy('child')).toEqual({ kind: 'index', tags: ['index'] })
      await repository.push('broken')
      await repository.emptyLink('broken')
      expect(await keptBy('a-new-one')).toBeUndefined()
      expect(await keptBy('index')).toEqual({ kind: 'unknown', tags: [] })
      await expect(makePlan('a', 'broken')).resolves.toMatchObject({
        refusal: { kind: 'tag-unread' },
      })
    })

    test('a tag that moved after the plan is not overwritten', async () => {
      await repository.push('a')
      await repository.push('latest', 'old')
      const plan = await makePlan('a', 'latest')
      const newer = await repository.push('latest', 'newer')
      const report = await carryOutRetag(transport, plan, { journal })
      expect(report).toEqual({ kind: 'moved', digest: newer })
      expect(await repository.digestOf('latest')).toBe(newer)
      expect(repository.log('PUT')).toEqual([])
      expect(await journal.read()).toEqual([])
      const another = await makePlan('a', 'fresh')
      await repository.push('fresh', 'somebody else')
      expect((await carryOutRetag(transport, another, { journal })).kind).toBe('moved')
    })

    test('the same image is refused', async () => {
      await repository.push('a')
      const same = await makePlan('a', 'a')
      expect(same.refusal).toEqual({ kind: 'same' })
      await expect(carryOutRetag(transport, same, { journal })).rejects.toThrow('refused')
      expect(repository.log('PUT')).toEqual([])
    })

    test('nothing is sent if it can’t be recorded', async () => {
      await repository.push('a')
      const full: Journal = { ...journal, write: () => Promise.reject(new JournalError('full')) }
      const report = await carryOutRetag(transport, await makePlan('a', 'b'), { journal: full })
      expect(report).toEqual({ kind: 'no-journal', message: 'full' })
      expect(repository.log('PUT')).toEqual([])
    })

    test('a refusal leaves the tag unchanged, a lost response is cleared up', async () => {
      const [digest] = [await repository.push('a'), await repository.push('latest', 'old')]
      const old = await repository.digestOf('latest')
      world.proxy.rules([{ method: 'PUT', fault: 'status', status: 403, code: 'DENIED' }])
      const refused = await carryOutRetag(transport, await makePlan('a', 'latest'), { journal })
      expect(refused.kind).toBe('failed')
      expect(await repository.digestOf('latest')).toBe(old)
      expect(await journal.read()).toEqual([])
      world.proxy.rules([{ method: 'PUT', times: 1, fault: 'lost' }])
      const lost = await carryOutRetag(transport, await makePlan('a', 'latest'), { journal })
      expect(lost).toMatchObject({ kind: 'done', digest })
      world.proxy.rules([{ method: 'PUT', fault: 'reset' }])
      const open = await carryOutRetag(transport, await makePlan('a', 'b'), { journal })
      expect(open.kind).toBe('not-settled')
      expect((await journal.read()).map(({ state }) => state)).toEqual(['done', 'open'])
      world.proxy.rules([])
      await recoverEntries(transport, journal, { isLive: () => false, pace: QUICK })
      expect((await journal.read()).map(({ state }) => state)).toEqual(['done'])
    })

    test('the next start finds a retag whose end wasn’t recorded', async () => {
      const [digest, old] = [await repository.push('a'), await repository.push('latest', 'old')]
      let writes = 0
      const forgetful: Journal = {
        ...journal,
        write: (entries) =>
          (writes += 1) === 1 ? journal.write(entries) : Promise.reject(new JournalError('full')),
      }
      await carryOutRetag(transport, await makePlan('a', 'latest'), { journal: forgetful })
      expect((await journal.read()).map(({ state }) => state)).toEqual(['open'])
      const report = await recoverEntries(transport, journal, {
        isLive: () => false,
        pace: QUICK,
      })
      expect(report.entries[0]?.tags).toEqual([{ tag: 'latest', outcome: { kind: 'moved' } }])
      expect(await repository.digestOf('latest')).toBe(digest)
      expect(await undo()).toEqual([{ kind: 'restored', digest: old }])
    })

    test('undo leaves alone a tag that somebody moved since, and the last tag of an image', async () => {
      const digest = await repository.push('a')
      await carryOutRetag(transport, await makePlan('a', 'b'), { journal })
      await deleteTags(repository, 'a')
      expect(await undo()).toEqual([{ kind: 'cannot', because: { kind: 'last-tag' } }])
      expect(await repository.digestOf('b')).toBe(digest)
      const newer = await repository.push('b', 'newer')
      expect(await undo()).toEqual([{ kind: 'elsewhere', digest: newer }])
      await repository.delete(newer)
      expect(await undo()).toEqual([{ kind: 'already-there' }])
    })
  })
}
