import { describe, expect, test } from 'vitest'
import { pushCosignSignature } from '../../../stack/content.mjs'
import { type Transport, fetchTransport } from '../../registry/transport/transport.ts'
import { carryOut } from './carryOut.ts'
import type { DeletionPlan } from '../plan/deletionPlan.ts'
import { type Journal, type JournalEntry, JournalError, isTouched } from '../journal/journal.ts'
import { createMemoryJournal } from '../../../test/memoryJournal.ts'
import { QUICK, outcomesOf } from '../../../test/scenarios/deletion.ts'
import { plan } from '../../../test/scenarios/product.ts'
import {
  Repository,
  type World,
  expectUnharmed,
  findKind,
  remember,
} from '../../../test/scenarios/repository.ts'
import { useScene } from '../../../test/scenarios/scene.ts'

for (const { kind, isMissing, note } of [await findKind('2.8.2'), await findKind('3.1.2')]) {
  describe.skipIf(isMissing)(`what ${kind} is about to lose is recorded first${note}`, () => {
    let world: World
    let repository: Repository
    useScene(kind, (scene) => ({ world, repository } = scene))

    /** Carries out a plan, noting what was in the journal when each write was sent. */
    async function observe(made: DeletionPlan, journal: Journal = createMemoryJournal()) {
      const direct = fetchTransport(world.proxy.origin)
      const written: { request: string; digests: string[]; copies: string[] }[] = []
      const transport: Transport = async (request) => {
        if (request.method === 'PUT' || request.method === 'DELETE') {
          const entries = await journal.read()
          written.push({
            request: `${request.method} ${request.path.split('/manifests/')[1] ?? ''}`,
            digests: entries.flatMap(({ manifests }) => manifests.map(({ digest }) => digest)),
            copies: entries.flatMap(({ tags }) => tags.flatMap(({ copies }) => copies)),
          })
        }
        return await direct(request)
      }
      const report = await carryOut(transport, made, { pace: QUICK, journal, id: 'a-run' })
      return { report, written, entries: await journal.read() }
    }

    test('an index with its child and signature, in one entry', async () => {
      const child = await repository.pushImage('child')
      const index = await repository.pushIndex('multi', [child.descriptor])
      const signature = await pushCosignSignature({ ...repository.place, image: index.descriptor })
      await repository.push('other')
      const { report, written, entries } = await observe(await plan(repository, 'multi'))
      expect(written.length).toBeGreaterThan(2)
      for (const { digests } of written) {
        expect(digests).toEqual([child.digest, index.digest, signature.digest])
      }
      expect(entries).toMatchObject([
        {
          run: 'a-run',
          repository: repository.name,
          cause: 'deletion',
          state: 'done',
          tags: [
            { tag: 'multi', digest: index.digest, isGone: true },
            { tag: signature.tag, digest: signature.digest, isGone: true },
          ],
          manifests: [
            { role: 'child', isGone: true },
            { role: 'image', isGone: true },
            { role: 'attachment', isGone: true },
          ],
        },
      ])
      expect(report.entries).toEqual(entries.map(({ id }) => id))
    })

    test('the bytes of a kept image and each copy', async () => {
      const digest = await repository.push('a b', 'shared')
      const before = await remember(repository, 'b')
      const { written, entries } = await observe(await plan(repository, 'a'))
      const requests = written.map(({ request }) => request)
      // The first copy is a trial: an empty index shows that deletions work here.
      const [trial, copy] = written.at(-1)?.copies ?? []
      expect(requests).toEqual(
        world.hasTagDeletion
          ? ['DELETE a']
          : [`PUT ${trial}`, `DELETE ${trial}`, 'PUT a', `DELETE ${copy}`],
      )
      expect(entries).toMatchObject([
        { tags: [{ tag: 'a', digest, isGone: true }], manifests: [{ digest, isGone: false }] },
      ])
      await expectUnharmed(repository, before)
    })

    test('what wasn’t touched is removed again', async () => {
      await repository.push('a')
      const made = await plan(repository, 'a')
      await repository.push('a', 'newer')
      const { report, entries } = await observe(made)
      expect(outcomesOf(report)).toEqual({ a: 'moved' })
      expect(entries).toEqual([])
      expect(report.entries).toEqual([])
    })

    test('if it can’t be written, nothing is deleted', async () => {
      await repository.push('a b', 'shared')
      await repository.push('c')
      const before = await remember(repository, 'a b c')
      const full = {
        ...createMemoryJournal(),
        write: () => Promise.reject(new JournalError('full')),
      }
      const { report, written } = await observe(await plan(repository, 'a c'), full)
      expect(report.stopped?.kind).toBe('no-journal')
      expect(outcomesOf(report)).toEqual({ a: 'not-started', c: 'not-started' })
      expect(written).toEqual([])
      await expectUnharmed(repository, before)
    })

    /** Accepts the first writes, and no more. */
    function createFull(most: number): Journal {
      const memory = createMemoryJournal()
      let writes = 0
      const write: Journal['write'] = (entries) => {
        writes += 1
        return writes > most ? Promise.reject(new JournalError('full')) : memory.write(entries)
      }
      return { ...memory, write }
    }

    test('if the storage fails before the first request, nothing is deleted', async () => {
      await repository.push('a')
      const before = await remember(repository, 'a')
      const made = await plan(repository, 'a')
      const { report, written, entries } = await observe(made, createFull(1))
      expect(report.stopped?.kind).toBe('no-journal')
      expect(outcomesOf(report)).toEqual({ a: 'not-started' })
      expect(written).toEqual([])
      expect(entries).toEqual([])
      await expectUnharmed(repository, before)
    })

    test('if the storage fails later, what has started counts as open', async () => {
      await repository.push('a')
      const { report, entries } = await observe(await plan(repository, 'a'), createFull(2))
      expect(outcomesOf(report)).toEqual({ a: 'deleted, image deleted' })
      expect(entries).toMatchObject([{ state: 'open', tags: [{ tag: 'a', isGone: undefined }] }])
    })

    test('what hasn’t started is known to be untouched', async () => {
      const tags = Array.from({ length: 30 }, (_, index) => `t${index}`)
      for (const tag of tags) await repository.push(tag)
      const journal = createMemoryJournal()
      const direct = fetchTransport(world.proxy.origin)
      const seen: { isSent: boolean; open: number }[] = []
      const deleted = new Set<string>()
      const transport: Transport = async (request) => {
        if (request.method === 'DELETE') {
          deleted.add(request.path.split('/manifests/')[1] ?? '')
          const entries = await journal.read()
          const mayBeGone = entries.filter(isTouched)
          const of = (entry: JournalEntry) => [
            ...entry.tags.map(({ tag }) => tag),
            ...entry.manifests.map(({ digest }) => digest),
          ]
          const named = new Set<string>(mayBeGone.flatMap(of))
          seen.push({
            isSent: [...deleted].every((one) => named.has(one)),
            open: mayBeGone.length,
          })
        }
        return await direct(request)
      }
      const made = await plan(repository, tags.join(' '))
      await carryOut(transport, made, { pace: QUICK, journal })
      expect(seen.every(({ isSent }) => isSent)).toBe(true)
      expect(seen[0]?.open).toBeLessThan(tags.length)
      expect(seen.at(-1)?.open).toBe(tags.length)
    })
  })
}
