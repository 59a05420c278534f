import { describe, expect, test } from 'vitest'
import { attachArtifact, pushCosignSignature, pushIndex } from '../../../stack/content.mjs'
import { fetchManifest } from '../../registry/manifests.ts'
import type { Digest, Tag } from '../../registry/names.ts'
import { fetchTransport } from '../../registry/transport/transport.ts'
import type { Journal, JournalEntry } from '../journal/journal.ts'
import { createMemoryJournal } from '../../../test/memoryJournal.ts'
import { QUICK } from '../../../test/scenarios/deletion.ts'
import { plan, run } from '../../../test/scenarios/product.ts'
import {
  Repository,
  type World,
  expectGone,
  expectUnharmed,
  findKind,
  remember,
} from '../../../test/scenarios/repository.ts'
import { useScene } from '../../../test/scenarios/scene.ts'
import { exportRecord, importRecord, listNew } from '../journal/record.ts'
import type { RestoreOptions } from './repository.ts'
import { restoreEntries } from './restore.ts'
import type { RestoreReport } from './report.ts'

// What was deleted is restored byte for byte, or the report says what is missing.

for (const { kind, isMissing, note } of [await findKind('2.8.2'), await findKind('3.1.2')]) {
  describe.skipIf(isMissing)(`distribution ${kind}${note}`, () => {
    let world: World
    let repository: Repository
    let journal: Journal
    useScene(kind, (scene) => ({ world, repository, journal } = scene), { cache: true })

    /** Deletes tags and returns the journal's entries. */
    async function remove(tags: string): Promise<readonly JournalEntry[]> {
      const report = await run(repository, await plan(repository, tags), { journal })
      const entries = await journal.read()
      return entries.filter(({ id }) => report.entries.includes(id))
    }

    async function restore(
      entries: readonly JournalEntry[],
      options: Partial<RestoreOptions> = {},
    ): Promise<RestoreReport> {
      const transport = fetchTransport(world.proxy.origin)
      return await restoreEntries(transport, entries, { journal, pace: QUICK, ...options })
    }

    const states = async () => (await journal.read()).map(({ state }) => state)

    test('an image with two tags is restored, and the journal knows', async () => {
      const digest = await repository.push('a b', 'shared')
      await repository.push('other')
      const before = await remember(repository, 'a b other')
      const entries = await remove('a b')
      await expectGone(repository, 'a b')
      expect(await states()).toEqual(['done'])
      const report = await restore(entries)
      await expectUnharmed(repository, before)
      expect(tagsOf(report)).toEqual({ a: 'restored', b: 'restored' })
      expect(report.entries[0]?.manifests).toEqual([{ digest, outcome: { kind: 'restored' } }])
      expect(report).toMatchObject({ stopped: undefined, unrecorded: undefined })
      expect(report.entries[0]?.isWhole).toBe(true)
      expect(await states()).toEqual(['restored'])
    })

    test('a tag removed from a kept image points to it again', async () => {
      await repository.push('a b', 'shared')
      const before = await remember(repository, 'a b')
      const entries = await remove('a')
      await expectGone(repository, 'a')
      const report = await restore(entries)
      await expectUnharmed(repository, before)
      expect(tagsOf(report)).toEqual({ a: 'restored' })
      expect(report.entries[0]?.manifests).toMatchObject([{ outcome: { kind: 'already-there' } }])
      expect(await states()).toEqual(['restored'])
    })

    test('a nested index is restored with its children, its signature and its attachments', async () => {
      const [one, two] = [await repository.pushImage('one'), await repository.pushImage('two')]
      const inner = await repository.pushIndex(undefined, [one.descriptor])
      const outer = await repository.pushIndex('multi', [inner.descriptor, two.descriptor])
      const sbom = { subject: two.descriptor, artifactType: 'text/sbom' }
      const referrer = await attachArtifact({ ...repository.place, ...sbom })
      const signature = await pushCosignSignature({ ...repository.place, image: outer.descriptor })
      await repository.push('other')
      const tags = `multi ${referrer.tag} ${signature.tag} other`
      const before = await remember(repository, tags)
      const entries = await remove('multi')
      await expectGone(repository, `multi ${referrer.tag} ${signature.tag}`)
      for (const { digest } of [one, two, inner, outer, referrer, signature]) {
        expect(await repository.digestOf(digest)).toBeUndefined()
      }
      world.proxy.forget()
      const report = await restore(entries)
      await expectUnharmed(repository, before)
      expect(report.entries[0]?.isWhole).toBe(true)
      expect(await states()).toEqual(['restored'])
      const puts = repository.log('PUT')
      const at = (name: string) => puts.indexOf(`PUT manifests/${name}`)
      expect(at(one.digest)).toBeLessThan(at(inner.digest))
      expect(at(inner.digest)).toBeLessThan(at(outer.digest))
      expect(at(outer.digest)).toBeLessThan(at(signature.digest))
      expect(at(referrer.digest)).toBeLessThan(at('multi'))
      expect(at('multi')).toBeLessThan(at(signature.tag))
      const blobs = repository.log('GET').filter((line) => line.includes(' blobs/'))
      expect(new Set(blobs).size).toBe(blobs.length)
    })

    test('children deleted by another deletion come from its entry', async () => {
      const child = await repository.pushImage('child')
      await repository.move('child', child.digest)
      await repository.pushIndex('multi', [child.descriptor])
      const before = await remember(repository, 'multi')
      const entries = [...(await remove('multi')), ...(await remove('child'))]
      expect(await repository.digestOf(child.digest)).toBeUndefined()
      const [index] = entries
      const bare = index?.manifests.filter(({ role }) => role === 'image') ?? []
      const report = await restore([{ ...(index as JournalEntry), manifests: bare }])
      await expectUnharmed(repository, before)
      expect(await repository.listed()).toEqual(['multi'])
      expect(tagsOf(report)).toEqual({ multi: 'restored' })
      expect(await states()).toEqual(['restored', 'done'])
      await restore((await journal.read()).filter(({ state }) => state === 'done'))
      expect(await repository.digestOf('child')).toBe(child.digest)
    })

    test('a tag moved meanwhile is overwritten only if allowed', async () => {
      const old = await repository.push('a')
      const entries = await remove('a')
      const newer = await repository.push('a', 'newer')
      const report = await restore(entries)
      expect(report.entries[0]?.tags).toEqual([
        { tag: 'a', outcome: { kind: 'elsewhere', digest: newer } },
      ])
      expect(report.entries[0]?.manifests).toMatchObject([{ outcome: { kind: 'not-needed' } }])
      expect(report.entries[0]?.isWhole).toBe(false)
      expect(await repository.digestOf('a')).toBe(newer)
      expect(await repository.digestOf(old)).toBeUndefined()
      expect(repository.log('PUT')).toEqual([])
      expect(await states()).toEqual(['done'])
      const again = await restore(entries, { overwrite: (_, tag) => tag === 'a' })
      expect(tagsOf(again)).toEqual({ a: 'restored' })
      await expectUnharmed(repository, new Map([['a', old]]))
    })

    test('a tag that exists again is left alone', async () => {
      await repository.push('a')
      const entries = await remove('a')
      await repository.push('a')
      const report = await restore(entries)
      expect(tagsOf(report)).toEqual({ a: 'already-there' })
      expect(report.entries[0]?.isWhole).toBe(true)
      expect(repository.log('PUT')).not.toContain('PUT manifests/a')
    })

    test('of two deletions of one tag the later one is restored', async () => {
      await repository.push('a', 'first')
      const first = await remove('a')
      const second = await repository.push('a', 'second')
      const later = (await remove('a')).map((entry) => ({ ...entry, at: '9999' }))
      const report = await restore([...first, ...later])
      expect(report.entries.map(({ tags }) => tags[0]?.outcome)).toEqual([
        { kind: 'elsewhere', digest: second },
        { kind: 'restored', digest: second },
      ])
    })

    test('a list of attachments started anew contains both, the newer ones first', async () => {
      const image = await repository.pushImage('image')
      await repository.move('a', image.digest)
      const attach = async (text: string) => {
        const files = [{ mediaType: 'text/plain', content: text }]
        const place = { ...repository.place, subject: image.descriptor, files }
        return await attachArtifact({ ...place, artifactType: 'text/note' })
      }
      const [old, tag] = [await attach('old'), (await attach('older')).tag]
      const entries = await remove('a')
      await expectGone(repository, `a ${tag}`)
      await repository.pushImage('image')
      const newer = await attach('newer')
      const report = await restore(entries)
      expect(tagsOf(report)).toEqual({ a: 'restored', [tag]: 'merged' })
      const answer = await fetch(
        `${world.registry.origin}/v2/${repository.name}/manifests/${tag}`,
        { headers: { accept: newer.index.mediaType } },
      )
      const { manifests } = (await answer.json()) as { manifests: { digest: string }[] }
      expect(manifests.map(({ digest }) => digest).slice(0, 2)).toEqual([newer.digest, old.digest])
      expect(manifests.length).toBe(3)
      await expectUnharmed(repository, await remember(repository, `a ${tag}`))
      expect(report.entries[0]?.isWhole).toBe(true)
    })

    test('an imported record changes no existing list of attachments without asking', async () => {
      const image = await repository.pushImage('image')
      await repository.move('a', image.digest)
      const attach = async (text: string) => {
        const files = [{ mediaType: 'text/plain', content: text }]
        const place = { ...repository.place, subject: image.descriptor, files }
        return await attachArtifact({ ...place, artifactType: 'text/note' })
      }
      const { digest: old, tag } = await attach('old')
      const here = { registry: 'here' }
      const file = importRecord(exportRecord(await remove('a'), here), here)
      const entries = listNew([], file)
      journal = createMemoryJournal()
      await journal.write(entries)
      await repository.pushImage('image')
      const newer = await attach('newer')
      world.proxy.forget()
      const report = await restore(entries)
      expect(tagsOf(report)).toEqual({ a: 'restored', [tag]: 'list-changed' })
      expect(report.entries[0]?.isWhole).toBe(false)
      expect(await states()).toEqual(['done'])
      expect(repository.log('PUT')).not.toContain(`PUT manifests/${tag}`)
      expect(await repository.digestOf(tag)).toBe(newer.index.digest)
      const again = await restore(await journal.read(), { overwrite: (_, one) => one === tag })
      expect(tagsOf(again)).toEqual({ a: 'already-there', [tag]: 'merged' })
      const list = await fetchManifest(
        { transport: fetchTransport(world.registry.origin), repository: repository.name },
        tag as Tag,
      )
      expect(list.manifest).toMatchObject({
        manifests: [{ digest: newer.digest }, { digest: old }],
      })
      expect(await states()).toEqual(['restored'])
    })

    test('an index with a lost child isn’t pushed', async () => {
      const [one, two] = [await repository.pushImage('one'), await repository.pushImage('two')]
      const index = await repository.pushIndex('multi', [one.descriptor, two.descriptor])
      const [entry] = await remove('multi')
      const manifests = entry?.manifests.filter(({ digest }) => digest !== one.digest) ?? []
      const broken = { ...(entry as JournalEntry), manifests }
      await journal.remove([broken.id])
      const report = await restore([broken])
      const because = { kind: 'missing-child', digests: [one.digest] }
      expect(report.entries[0]?.tags).toEqual([
        { tag: 'multi', outcome: { kind: 'cannot', because } },
      ])
      expect(await repository.digestOf(index.digest)).toBeUndefined()
      expect(await repository.listed()).toEqual([])
    })

    test('bytes that don’t match their digest aren’t sent', async () => {
      await repository.push('a')
      const [entry] = await remove('a')
      const garbled = entry?.manifests.map((one) => ({ ...one, bytes: new Uint8Array([123, 125]) }))
      const broken = { ...(entry as JournalEntry), manifests: garbled ?? [] }
      const report = await restore([broken])
      expect(report.entries[0]?.tags[0]?.outcome).toEqual({
        kind: 'cannot',
        because: { kind: 'no-bytes' },
      })
      expect(repository.log('PUT')).toEqual([])
    })

    test('a lost response to the PUT of a tag is cleared up; 429 is waited for', async () => {
      await repository.push('a')
      const before = await remember(repository, 'a')
      const entries = await remove('a')
      const busy = { fault: 'status', status: 429, headers: { 'retry-after': '1' } } as const
      world.proxy.rules([
        { method: 'PUT', path: 'manifests/sha256', times: 1, ...busy },
        { method: 'PUT', path: 'manifests/a$', times: 1, fault: 'lost' },
      ])
      const report = await restore(entries)
      expect(tagsOf(report)).toEqual({ a: 'restored' })
      await expectUnharmed(repository, before)
    })

    test('a refusal stops everything, and says so', async () => {
      await repository.push('a')
      await repository.push('b')
      const entries = await remove('a b')
      const denied = { fault: 'status', status: 403, code: 'DENIED' } as const
      world.proxy.rules([{ method: 'PUT', ...denied }])
      const report = await restore(entries)
      expect(report.stopped).toBe('no-right')
      expect(tagsOf(report)).toEqual({ a: 'not-started', b: 'not-started' })
      await expectGone(repository, 'a b')
      expect(await states()).toEqual(['done', 'done'])
    })

    test('a login is requested once, and then everything is restored', async () => {
      await repository.push('a')
      await repository.push('b')
      const before = await remember(repository, 'a b')
      const entries = await remove('a b')
      const login = { fault: 'status', status: 401, code: 'UNAUTHORIZED' } as const
      world.proxy.rules([login])
      let asked = 0
      const report = await restore(entries, {
        askLogin() {
          asked += 1
          world.proxy.rules([])
          return Promise.resolve(true)
        },
      })
      expect(asked).toBe(1)
      expect(tagsOf(report)).toEqual({ a: 'restored', b: 'restored' })
      await expectUnharmed(repository, before)
      world.proxy.rules([login])
      const refused = await restore(entries)
      expect(refused.stopped).toBe('login')
    })

    test('stopping leaves no tag on an incomplete image', async () => {
      await repository.push('a')
      const entries = await remove('a')
      const stop = new AbortController()
      const report = await restore(entries, {
        signal: stop.signal,
        onProgress: ({ step }) => step === 'manifests' && stop.abort(),
      })
      expect(report.stopped).toBe('asked')
      expect(tagsOf(report)).toEqual({ a: 'not-started' })
      expect(await repository.listed()).not.toContain('a')
    })

    test('after garbage collection without a restart no tag is pushed', async () => {
      const image = await repository.pushImage('collected')
      await repository.move('a', image.digest)
      await repository.push('keep')
      const before = await remember(repository, 'keep')
      const entries = await remove('a')
      await world.registry.collect()
      const report = await restore(entries)
      const missing = [image.configDigest, ...image.layerDigests]
      expect(report.entries[0]?.tags).toEqual([
        { tag: 'a', outcome: { kind: 'collected', missing, restartFirst: true } },
      ])
      expect(report.entries[0]?.isWhole).toBe(false)
      expect(repository.log('PUT')).toEqual([])
      await world.registry.restart()
      const again = await restore(entries)
      expect(again.entries[0]?.tags).toEqual([
        { tag: 'a', outcome: { kind: 'collected', missing, restartFirst: false } },
      ])
      expect(await repository.listed()).toEqual(['keep'])
      await expectUnharmed(repository, before)
      expect(await states()).toEqual(['done'])
      await repository.pushImage('collected')
      await restore(entries)
      await expectUnharmed(repository, new Map([['a', image.digest as Digest], ...before]))
    })

    // 2.8.2 answers 201 but stores nothing; 3.1.2 checks its disk.
    test('an index with surviving children is restored after garbage collection and a restart', async () => {
      const child = await repository.pushImage('a child that stays')
      await repository.move('child', child.digest)
      const index = await repository.pushIndex('multi', [child.descriptor])
      const entries = await remove('multi')
      await world.registry.collect()
      const report = await restore(entries)
      const isLost = kind === '2.8.2'
      const lost = { kind: 'collected', missing: [index.digest], restartFirst: true }
      const outcome = isLost ? lost : { kind: 'restored', digest: index.digest }
      expect(report.entries[0]?.tags).toEqual([{ tag: 'multi', outcome }])
      expect(await repository.listed()).toEqual(isLost ? ['child'] : ['child', 'multi'])
      await world.registry.restart()
      expect(tagsOf(await restore(entries))['multi']).toBe(isLost ? 'restored' : 'already-there')
      await expectUnharmed(repository, new Map([['multi', index.digest as Digest]]))
    })

    test('an index of layers, like BuildKit’s cache, is restored', async () => {
      const image = await repository.pushImage('layers')
      await repository.move('image', image.digest)
      const manifest = JSON.parse(image.bytes.toString()) as {
        config: { mediaType: string; digest: string; size: number }
        layers: { mediaType: string; digest: string; size: number }[]
      }
      const manifests = [...manifest.layers, manifest.config]
      const cache = await pushIndex({ ...repository.place, tag: 'cache', manifests })
      const entries = await remove('cache')
      await expectGone(repository, 'cache')
      const report = await restore(entries)
      expect(tagsOf(report)).toEqual({ cache: 'restored' })
      expect(await repository.digestOf('cache')).toBe(cache.digest)
    })
  })
}

/** The outcomes of all tags, by name. */
function tagsOf({ entries }: RestoreReport): Record<string, string> {
  return Object.fromEntries(
    entries.flatMap(({ tags }) => tags.map(({ tag, outcome }) => [tag, outcome.kind])),
  )
}
