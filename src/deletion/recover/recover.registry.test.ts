import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import * as content from '../../../stack/content.mjs'
import { fetchManifest } from '../../registry/manifests.ts'
import type { Digest } from '../../registry/names.ts'
import {
  type RegistryRequest,
  type Transport,
  fetchTransport,
} from '../../registry/transport/transport.ts'
import { carryOut } from '../run/carryOut.ts'
import type { Journal, JournalEntry } from '../journal/journal.ts'
import { QUICK } from '../../../test/scenarios/deletion.ts'
import { plan, run } from '../../../test/scenarios/product.ts'
import {
  Repository,
  type World,
  asTags,
  expectGone,
  expectUnharmed,
  findKind,
  remember,
} from '../../../test/scenarios/repository.ts'
import { useScene } from '../../../test/scenarios/scene.ts'
import { randomHex } from '../../registry/random.ts'
import { exportRecord, importRecord } from '../journal/record.ts'
import { recoverEntries } from './recover.ts'
import type { RecoveryReport } from './report.ts'
import { restoreEntries } from '../restore/restore.ts'
import { withWhiteSpace } from '../../registry/whiteSpace.ts'

// The next start finishes or reverts an interrupted deletion, wherever it stopped, and the journal says what is
// gone.

for (const { kind, isMissing, note } of [await findKind('2.8.2'), await findKind('3.1.2')]) {
  describe.skipIf(isMissing)(`distribution ${kind}${note}`, () => {
    let world: World
    let repository: Repository
    let journal: Journal
    let transport: Transport
    useScene(kind, (scene) => ({ world, repository, journal, transport } = scene))

    const recover = async (isLive = false) =>
      await recoverEntries(transport, journal, { isLive: () => isLive, pace: QUICK })

    /** An entry as in the journal once something may have been sent. */
    async function write(tags: string, copies: readonly Digest[] = []): Promise<void> {
      const entries = new Map<Digest, JournalEntry>()
      for (const tag of asTags(tags)) {
        const { digest, mediaType, bytes } = await fetchManifest(
          { transport, repository: repository.name },
          tag,
        )
        const before = entries.get(digest)
        entries.set(digest, {
          id: before?.id ?? randomHex(16),
          run: 'a run',
          at: '2026-01-01T00:00:00.000Z',
          repository: repository.name,
          cause: 'deletion',
          state: 'open',
          tags: [...(before?.tags ?? []), { tag, digest, copies, isGone: undefined }],
          // If only a copy of it is deleted, an image is kept.
          manifests: [
            {
              digest,
              mediaType,
              bytes,
              role: 'image',
              isGone: copies.length > 0 ? false : undefined,
            },
          ],
          size: bytes.length,
        })
      }
      await journal.write([...entries.values()])
    }

    /** Pushes a copy of its image to a tag, like the first step of a removal. */
    async function standOnCopy(tag: string): Promise<Digest> {
      const { mediaType, bytes } = await fetchManifest(
        { transport, repository: repository.name },
        asTags(tag)[0] as never,
      )
      const manifest = Buffer.from(withWhiteSpace(bytes))
      const copy = content.digestOf(manifest) as Digest
      await write(tag, [copy])
      await content.pushManifest({ ...repository.place, tag, manifest, mediaType })
      world.proxy.forget()
      return copy
    }

    test('a tag left on a copy of its image is removed', async () => {
      const digest = await repository.push('a b', 'shared')
      await repository.push('other')
      const before = await remember(repository, 'b other')
      const copy = await standOnCopy('a')
      const report = await recover()
      await expectGone(repository, 'a')
      await expectUnharmed(repository, before)
      expect(await repository.digestOf(copy)).toBeUndefined()
      expect(repository.log('DELETE')).toEqual([`DELETE manifests/${copy}`])
      expect(await outcomesOf(report)).toEqual({ a: 'finished', entry: 'done' })
      const [entry] = await journal.read()
      expect(entry).toMatchObject({
        state: 'done',
        tags: [{ tag: 'a', isGone: true }],
        manifests: [{ digest, isGone: false }],
      })
      await restoreEntries(transport, await journal.read(), { journal })
      expect(await repository.digestOf('a')).toBe(digest)
    })

    test('a tag whose copy now has another tag gets its image back', async () => {
      await repository.push('a b', 'shared')
      const before = await remember(repository, 'a b')
      const copy = await standOnCopy('a')
      await repository.move('mine', copy)
      const report = await recover()
      await expectUnharmed(repository, new Map([...before, ['mine', copy]]))
      expect(repository.log('DELETE')).toEqual([])
      expect(await outcomesOf(report)).toEqual({ a: 'restored', entry: 'removed' })
      expect(await journal.read()).toEqual([])
    })

    test('a tag whose copy is now in an index gets its image back', async () => {
      await repository.push('a b', 'shared')
      const copy = await standOnCopy('a')
      const { mediaType } = await fetchManifest({ transport, repository: repository.name }, copy)
      await repository.pushIndex('index', [{ mediaType, digest: copy, size: 1 }])
      const report = await recover()
      expect(await repository.digestOf(copy)).toBe(copy)
      expect(await outcomesOf(report)).toEqual({ a: 'restored', entry: 'removed' })
    })

    test('if deletion is now refused, the original is restored and the copy remains', async () => {
      await repository.push('a b', 'shared')
      const before = await remember(repository, 'a b')
      const copy = await standOnCopy('a')
      const off = { fault: 'status', status: 405, code: 'UNSUPPORTED' } as const
      world.proxy.rules([{ method: 'DELETE', ...off }])
      const report = await recover()
      await expectUnharmed(repository, before)
      expect(await outcomesOf(report)).toEqual({ a: 'restored', entry: 'removed' })
      expect(await repository.digestOf(copy)).toBe(copy)
    })

    test('a tag in an unknown state may be on the copy: the original is restored', async () => {
      await repository.push('a b', 'shared')
      await repository.push('broken')
      const before = await remember(repository, 'a b')
      const copy = await standOnCopy('a')
      await repository.emptyLink('broken')
      const report = await recover()
      await expectUnharmed(repository, before)
      expect(repository.log('DELETE')).not.toContain(`DELETE manifests/${copy}`)
      expect(await outcomesOf(report)).toEqual({ a: 'restored', entry: 'removed' })
    })

    test('a tag that somebody moved off the copy is left alone, and its entry kept', async () => {
      await repository.push('a b', 'shared')
      const newer = await repository.push('newer')
      await standOnCopy('a')
      await repository.move('a', newer)
      const before = await remember(repository, 'a b newer')
      const report = await recover()
      await expectUnharmed(repository, before)
      expect(await outcomesOf(report)).toEqual({ a: 'elsewhere', entry: 'done' })
      expect(repository.log('DELETE')).toEqual([])
      // Nobody can tell whether it had been deleted: that is recorded, with what undo needs.
      expect(await journal.read()).toMatchObject([{ state: 'done', tags: [{ isGone: undefined }] }])
      expect((await recover()).entries).toEqual([])
    })

    /** A deletion whose page is closed on its first request of this kind, which may or may not arrive. */
    async function closeAt(
      tags: string,
      isIt: (request: RegistryRequest) => boolean,
      { arrives = false } = {},
    ): Promise<void> {
      const made = await plan(repository, tags)
      const never = new Promise<never>(() => {})
      let close = () => {}
      const closed = new Promise<void>((resolve) => (close = resolve))
      let isClosed = false
      const closing: Transport = async (request) => {
        if (isClosed) return await never
        if (!isIt(request)) return await transport(request)
        isClosed = true
        if (arrives) await transport(request)
        close()
        return await never
      }
      const left: Journal = {
        ...journal,
        write: (entries) => (isClosed ? never : journal.write(entries)),
        remove: (ids) => (isClosed ? never : journal.remove(ids)),
      }
      void carryOut(closing, made, { journal: left, pace: QUICK })
      await closed
    }

    const isDelete = ({ method }: RegistryRequest) => method === 'DELETE'

    test('for which nothing was sent has touched nothing, whatever others did since', async () => {
      for (const tag of ['a', 'b', 'c', 'd']) await repository.push(tag)
      await closeAt('a b c', () => true)
      const written = await journal.read()
      expect(written.flatMap(({ tags }) => tags.map(({ isGone }) => isGone))).toEqual([
        false,
        false,
        false,
      ])
      await repository.push('b', 'newer')
      await repository.delete((await repository.digestOf('c')) ?? '')
      const before = await remember(repository, 'a b d')
      world.proxy.forget()
      const report = await recover()
      expect(await outcomesOf(report)).toEqual({
        a: 'untouched',
        b: 'untouched',
        c: 'untouched',
        entry: 'removed',
      })
      expect(await journal.read()).toEqual([])
      expect(repository.log()).toEqual([])
      await expectUnharmed(repository, before)
    })

    test.for([
      ['sent and done', true],
      ['not even sent', false],
    ] as const)(
      'the outcome of a tag moved since stays unknown, its DELETE %s',
      async ([, arrives]) => {
        const old = await repository.push('a')
        await repository.push('b')
        await closeAt('a', isDelete, { arrives })
        const newer = await repository.push('a', 'newer')
        const before = await remember(repository, 'a b')
        const report = await recover()
        expect(await outcomesOf(report)).toEqual({ a: 'elsewhere', entry: 'done' })
        await expectUnharmed(repository, before)
        const [entry] = await journal.read()
        expect(entry).toMatchObject({ state: 'done', tags: [{ tag: 'a', isGone: undefined }] })
        const untold = await restoreEntries(transport, await journal.read(), { journal })
        expect(untold.entries[0]?.tags).toEqual([
          { tag: 'a', outcome: { kind: 'elsewhere', digest: newer } },
        ])
        expect(await repository.digestOf('a')).toBe(newer)
        await restoreEntries(transport, await journal.read(), { journal, overwrite: () => true })
        expect(await repository.digestOf('a')).toBe(old)
      },
    )

    test('a last step that the registry does late is waited for', async () => {
      await repository.push('a b', 'shared')
      const before = await remember(repository, 'b')
      const copy = await standOnCopy('a')
      const broken = fetchTransport('http://127.0.0.1:9')
      let late: ReturnType<Transport> | undefined
      const slow: Transport = async (request) => {
        if (request.method !== 'DELETE' || late) return await transport(request)
        late = new Promise((resolve) => setTimeout(resolve, 250)).then(() => transport(request))
        return await broken(request)
      }
      const report = await recoverEntries(slow, journal, { isLive: () => false, pace: QUICK })
      await late
      await expectGone(repository, 'a')
      await expectUnharmed(repository, before)
      expect(await outcomesOf(report)).toEqual({ a: 'finished', entry: 'done' })
      expect(repository.log('DELETE')).toEqual([`DELETE manifests/${copy}`])
    })

    test('a registry that failed half-way through an image gets its manifest back', async () => {
      const digest = await repository.push('a b unselected', 'shared')
      const before = await remember(repository, 'a b unselected')
      await write('a b')
      await takeManifest(digest)
      expect(await repository.digestOf('unselected')).toBeUndefined()
      const report = await recover()
      await expectUnharmed(repository, before)
      expect(await outcomesOf(report)).toEqual({ a: 'restored', b: 'restored', entry: 'removed' })
      expect(await journal.read()).toEqual([])
    })

    test('a tag whose removal was cut short by a crash gets its image back', async () => {
      await repository.push('a b', 'shared')
      const before = await remember(repository, 'a b')
      await write('a')
      await repository.removeLink('a')
      expect(await repository.listed()).toContain('a')
      const report = await recover()
      await expectUnharmed(repository, before)
      expect(await outcomesOf(report)).toEqual({ a: 'restored', entry: 'removed' })
    })

    test('what is gone stays gone if the end of the deletion wasn’t recorded', async () => {
      const digest = await repository.push('a b', 'shared')
      const made = await plan(repository, 'a b')
      let writes = 0
      const forgetful: Journal = {
        ...journal,
        write: (entries) =>
          (writes += 1) <= 2 ? journal.write(entries) : Promise.reject(new Error('full')),
        remove: () => Promise.reject(new Error('full')),
      }
      await run(repository, made, { journal: forgetful })
      expect((await journal.read()).map(({ state }) => state)).toEqual(['open'])
      const report = await recover()
      expect(await outcomesOf(report)).toEqual({ a: 'gone', b: 'gone', entry: 'done' })
      expect(await journal.read()).toMatchObject([
        { state: 'done', tags: [{ isGone: true }, { isGone: true }] },
      ])
      const back = await restoreEntries(transport, await journal.read(), { journal })
      expect(back.entries[0]?.isWhole).toBe(true)
      expect(await repository.digestOf('b')).toBe(digest)
    })

    test('after the page was closed, some is gone and some is unchanged', async () => {
      await repository.push('a')
      await repository.push('b')
      await repository.push('c d', 'shared')
      const before = await remember(repository, 'a b c d')
      let deletes = 0
      await closeAt('a b c', (request) => isDelete(request) && (deletes += 1) > 1)
      const report = await recover()
      const kinds = await outcomesOf(report)
      const left = ['a', 'b', 'c', 'd'].filter(
        (tag) => !['gone', 'finished'].includes(kinds[tag] ?? ''),
      )
      await expectUnharmed(repository, new Map([...before].filter(([tag]) => left.includes(tag))))
      expect(left.length).toBe(3)
      const entries = await journal.read()
      expect(entries.every(({ state }) => state === 'done')).toBe(true)
      await restoreEntries(transport, entries, { journal })
      await expectUnharmed(repository, before)
    })

    test('of which nothing is gone leaves the journal; what is still running is left alone', async () => {
      await repository.push('a')
      await write('a')
      world.proxy.forget()
      expect((await recover(true)).entries).toEqual([])
      expect((await journal.read()).length).toBe(1)
      expect(repository.log()).toEqual([])
      const report = await recover()
      expect(await outcomesOf(report)).toEqual({ a: 'not-deleted', entry: 'removed' })
      expect(await journal.read()).toEqual([])
    })

    test('of an earlier version, which also moved a list of attachments, is restored completely', async () => {
      const image = await repository.pushImage('image')
      await repository.move('a', image.digest)
      const about = { ...repository.place, subject: image.descriptor }
      const kept = await content.attachArtifact({ ...about, artifactType: 'application/signature' })
      const sbom = await content.attachArtifact({
        ...about,
        tag: 'sbom',
        artifactType: 'text/sbom',
      })
      const before = await remember(repository, `a sbom ${sbom.tag}`)
      await write('sbom')
      const [entry] = (await journal.read()) as [JournalEntry]
      const past = await fetchManifest(
        { transport, repository: repository.name },
        before.get(sbom.tag) as Digest,
      )
      const list = await content.pushIndex({
        ...repository.place,
        tag: sbom.tag,
        manifests: [kept.descriptor],
      })
      const movedTo = list.digest as Digest
      const moved = { digest: past.digest, copies: [], isGone: undefined, movedTo }
      const { manifest: _, ...stored } = past
      await journal.write([
        {
          ...entry,
          tags: [...entry.tags, ...asTags(sbom.tag).map((tag) => ({ tag, ...moved }))],
          manifests: [...entry.manifests, { ...stored, role: 'attachment', isGone: false }],
        },
      ])
      await repository.delete(sbom.digest)
      await repository.delete(past.digest)
      const report = await recover()
      expect(await outcomesOf(report)).toEqual({ sbom: 'gone', [sbom.tag]: 'moved', entry: 'done' })
      const here = { registry: 'here' }
      const entries = importRecord(exportRecord(await journal.read(), here), here)
      expect(entries).toEqual(await journal.read())
      const restored = await restoreEntries(transport, entries, { journal })
      expect(restored.entries).toMatchObject([{ isWhole: true }])
      await expectUnharmed(repository, before)
    })

    test('what is unknown stays open', async () => {
      await repository.push('a b', 'shared')
      await write('a')
      world.proxy.rules([{ path: 'manifests/a$', fault: 'html' }])
      expect(await outcomesOf(await recover())).toEqual({ a: 'unknown', entry: 'open' })
      world.proxy.rules([{ fault: 'status', status: 503 }])
      expect(await outcomesOf(await recover())).toEqual({ a: 'unknown', entry: 'open' })
      world.proxy.rules([{ fault: 'status', status: 401, code: 'UNAUTHORIZED' }])
      const report = await recover()
      expect(report.stopped).toContain('401')
      expect((await journal.read()).map(({ state }) => state)).toEqual(['open'])
    })

    /** The outcomes of all tags, by name, and the journal's only entry. */
    async function outcomesOf({ entries }: RecoveryReport): Promise<Record<string, string>> {
      const tags = entries.flatMap((entry) => entry.tags)
      const kinds = tags.map(({ tag, outcome }) => [tag, outcome.kind])
      const [entry] = await journal.read()
      return { ...Object.fromEntries(kinds), entry: entry?.state ?? 'removed' }
    }

    /** Ends a deletion by digest after its first step: the manifest's link is gone, its tags are listed. */
    async function takeManifest(digest: Digest): Promise<void> {
      const folder = join(world.registry.folder, 'docker/registry/v2/repositories', repository.name)
      const link = join(
        folder,
        '_manifests/revisions/sha256',
        digest.slice('sha256:'.length),
        'link',
      )
      await rm(link)
    }
  })
}
