import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as content from '../../stack/content.mjs'
import { fetchManifest, putManifest } from '../registry/manifests.ts'
import type { Digest, Tag } from '../registry/names.ts'
import { type Transport, fetchTransport } from '../registry/transport.ts'
import { carryOut } from './carryOut.ts'
import type { DeletionPlan } from './deletionPlan.ts'
import { type Journal, createMemoryJournal } from './journal.ts'
import type { ListChange } from './listChange.ts'
import { QUICK, expectClean, outcomesOf } from './proof/deletion.ts'
import { plan, run } from './proof/product.ts'
import {
  Repository,
  type World,
  expectGone,
  expectUnharmed,
  findKind,
  remember,
  startWorld,
} from './proof/repository.ts'
import { recoverEntries } from './recover.ts'
import type { DeletionReport } from './report.ts'
import { restoreEntries } from './restore.ts'
import { countFreed } from './space.ts'

// A selected attachment whose subject stays goes only where it was chosen, after the list that names it was
// written anew without it.

for (const { kind, isMissing, note } of [await findKind('2.8.2'), await findKind('3.1.2')]) {
  describe.skipIf(isMissing)(
    `attachments taken off their list, distribution ${kind}${note}`,
    () => {
      let world: World
      let repository: Repository
      let journal: Journal
      let transport: Transport
      beforeAll(async () => {
        world = await startWorld(kind)
        transport = fetchTransport(world.proxy.origin)
      })
      afterAll(() => world.stop())

      type Attached = Awaited<ReturnType<typeof content.attachArtifact>>
      let image: Awaited<ReturnType<typeof content.pushImage>>
      let sbom: Attached
      let signature: Attached
      let list: string
      /** Where the list is before the deletion. */
      let listed: Digest

      const attach = async (options: { tag?: string; artifactType: string }) => {
        // What differs from the others has a digest of its own.
        const files = [{ mediaType: 'text/plain', content: JSON.stringify(options) }]
        return await content.attachArtifact({
          ...repository.place,
          ...options,
          files,
          subject: image.descriptor,
          annotations: { kind: options.artifactType },
        })
      }

      /** An image under `v1` with a signature without a tag, and an SBOM that has one. */
      async function fill() {
        repository = new Repository(world)
        journal = createMemoryJournal()
        image = await repository.pushImage('image')
        await repository.move('v1', image.digest)
        await repository.push('other')
        signature = await attach({ artifactType: 'application/signature' })
        sbom = await attach({ tag: 'sbom', artifactType: 'application/spdx+json' })
        list = sbom.tag
        listed = (await repository.digestOf(list)) as Digest
      }

      const read = async (reference: string) => {
        const { bytes } = await fetchManifest(transport, repository.name, reference as Digest)
        return new TextDecoder().decode(bytes)
      }
      const members = async () =>
        (JSON.parse(await read(list)) as { manifests: { digest: string }[] }).manifests.map(
          ({ digest }) => digest,
        )

      async function planUnlisted(selected: string): Promise<DeletionPlan> {
        const { unlisted } = await plan(repository, selected)
        if (!unlisted) throw new Error('No list can be written anew')
        return unlisted
      }

      const listOutcome = ({ lists }: DeletionReport) => lists?.map(({ outcome }) => outcome)
      const entries = async () => await journal.read()
      const undo = async () => await restoreEntries(transport, await entries(), { journal })
      const recover = async () =>
        await recoverEntries(transport, journal, { isLive: () => false, pace: QUICK })

      /** Begins a deletion and ends the program when `isEnd` says so of a request that was answered. */
      async function breakOff(made: DeletionPlan, isEnd: (request: string) => boolean) {
        let isOver = false
        let end = () => {}
        const ended = new Promise<void>((resolve) => (end = resolve))
        const never = new Promise<Response>(() => {})
        void carryOut(
          async (request) => {
            if (isOver) return await never
            const answer = await transport(request)
            if (!isEnd(`${request.method ?? 'GET'} ${request.path.split('/').at(-1)}`))
              return answer
            isOver = true
            end()
            return await never
          },
          made,
          { pace: QUICK, journal },
        )
        await ended
      }

      test('unasked the tag goes alone, and the list stays as it is', async () => {
        await fill()
        const before = await remember(repository, `v1 other ${list}`)
        const made = await plan(repository, 'sbom')
        expect(made.lists ?? []).toEqual([])
        expectClean(await run(repository, made, { journal }))
        await expectUnharmed(repository, before)
        await expectGone(repository, 'sbom')
        expect(await repository.digestOf(sbom.digest)).toBe(sbom.digest)
        expect(repository.log('PUT')).not.toContain(`PUT manifests/${list}`)
      })

      test('chosen, it is taken off the list first, and then goes', async () => {
        await fill()
        const before = await remember(repository, 'v1 other')
        const text = await read(list)
        const planned = await plan(repository, 'sbom')
        expect(countFreed(planned)).toMatchObject({ bytes: 0 })
        const made = await planUnlisted('sbom')
        expect(countFreed(made)?.bytes).toBeGreaterThan(sbom.size)
        const report = await run(repository, made, { journal })
        expectClean(report)
        await expectUnharmed(repository, before)
        await expectGone(repository, 'sbom')
        expect(outcomesOf(report)).toEqual({ sbom: 'deleted, image deleted' })
        const digest = await repository.digestOf(list)
        expect(listOutcome(report)).toEqual([{ kind: 'changed', digest }])
        const json = JSON.parse(text) as { manifests: object[] }
        expect(await read(list)).toBe(
          JSON.stringify({ ...json, manifests: json.manifests.slice(0, 1) }),
        )
        expect(await members()).toEqual([signature.digest])
        expect(await repository.digestOf(signature.digest)).toBe(signature.digest)
        for (const gone of [sbom.digest, listed]) {
          expect(await repository.digestOf(gone)).toBeUndefined()
        }
        const writes = repository.log().filter((entry) => /^(?:PUT|DELETE) manifests/.test(entry))
        const isOf = (part: string) => writes.findIndex((entry) => entry.endsWith(part))
        expect(isOf(list)).toBeLessThan(isOf(sbom.digest))
        expect(isOf(sbom.digest)).toBeLessThan(isOf(listed))
      })

      test('all of it is written down before the list is', async () => {
        await fill()
        const made = await planUnlisted('sbom')
        const held = world.proxy.hold({ method: 'PUT', path: `manifests/${list}` })
        const running = run(repository, made, { journal })
        await held.reached
        const [entry] = await entries()
        const after = made.lists?.[0]?.after
        expect(entry).toMatchObject({
          state: 'open',
          tags: [{ tag: 'sbom' }, { tag: list, digest: listed, movedTo: after?.digest }],
        })
        const bytes = new Map<string, Uint8Array>(
          entry?.manifests.map((one) => [one.digest, one.bytes]),
        )
        expect(Buffer.from(bytes.get(sbom.digest) ?? [])).toEqual(sbom.bytes)
        expect(Buffer.from(bytes.get(listed) ?? [])).toEqual(sbom.index.bytes)
        expect(bytes.get(after?.digest ?? '')).toEqual(after?.bytes)
        expect(repository.log('DELETE').filter((one) => one.includes(sbom.digest))).toEqual([])
        held.release()
        expectClean(await running)
      })

      test('a list that somebody changed since the plan is left, and what it names with it', async () => {
        await fill()
        const made = await planUnlisted('sbom')
        await attach({ artifactType: 'text/later' })
        const before = await remember(repository, `v1 other ${list}`)
        const report = await run(repository, made, { journal })
        await expectUnharmed(repository, before)
        await expectGone(repository, 'sbom')
        expect(listOutcome(report)).toEqual([{ kind: 'moved', digest: before.get(list) }])
        expect(outcomesOf(report)).toEqual({ sbom: 'deleted, image stays' })
        expect(await repository.digestOf(sbom.digest)).toBe(sbom.digest)
        expect(repository.log('PUT')).not.toContain(`PUT manifests/${list}`)
        await undo()
        await expectUnharmed(repository, new Map([...before, ['sbom', sbom.digest as Digest]]))
      })

      test('where the registry does not take the list, what it names stays', async () => {
        await fill()
        const made = await planUnlisted('sbom')
        const before = await remember(repository, `v1 other ${list}`)
        const no = { fault: 'status', status: 400, code: 'MANIFEST_INVALID' } as const
        world.proxy.rules([{ method: 'PUT', path: `manifests/${list}$`, ...no }])
        const report = await run(repository, made, { journal })
        world.proxy.rules([])
        await expectUnharmed(repository, before)
        expect(listOutcome(report)).toMatchObject([{ kind: 'left' }])
        expect(await repository.digestOf(sbom.digest)).toBe(sbom.digest)
      })

      test('a list whose answer was lost on its way is looked at, and the rest goes on', async () => {
        await fill()
        const made = await planUnlisted('sbom')
        const before = await remember(repository, 'v1 other')
        world.proxy.rules([{ method: 'PUT', path: `manifests/${list}$`, times: 1, fault: 'lost' }])
        const report = await run(repository, made, { journal })
        await expectUnharmed(repository, before)
        expectClean(report)
        expect(listOutcome(report)).toMatchObject([{ kind: 'changed' }])
        expect(outcomesOf(report)).toEqual({ sbom: 'deleted, image deleted' })
      })

      test('a list that may still be written ends the deletion, and the next start sees to it', async () => {
        await fill()
        const made = await planUnlisted('sbom')
        const lists = made.lists as readonly [ListChange]
        const before = await remember(repository, `v1 other sbom ${list}`)
        world.proxy.rules([{ method: 'PUT', path: `manifests/${list}$`, times: 1, fault: 'reset' }])
        const report = await run(repository, made, { journal })
        expect(report.stopped).toMatchObject({ kind: 'no-answer' })
        expect(listOutcome(report)).toMatchObject([{ kind: 'not-settled' }])
        expect(await entries()).toMatchObject([{ state: 'open' }])
        // It arrives after all.
        const { digest, mediaType, bytes } = lists[0].after
        await putManifest(transport, repository.name, list as Tag, mediaType, bytes)
        expect((await recover()).entries).toMatchObject([{ leftovers: [digest] }])
        await expectUnharmed(repository, before)
        expect(await entries()).toEqual([])
      })

      test('a list that names it again just before its turn keeps it', async () => {
        await fill()
        const made = await planUnlisted('sbom')
        const before = await remember(repository, `v1 other ${list}`)
        let isBack = false
        const report = await carryOut(
          async (request) => {
            const answer = await transport(request)
            if (request.method === 'PUT' && request.path.endsWith(list) && !isBack) {
              isBack = true
              await repository.move(list, listed)
            }
            return answer
          },
          made,
          { pace: QUICK, journal },
        )
        await expectUnharmed(repository, before)
        expect(await repository.digestOf(sbom.digest)).toBe(sbom.digest)
        expect(outcomesOf(report)).toEqual({ sbom: 'deleted, image stays' })
        expect(listOutcome(report)).toMatchObject([{ kind: 'put-back', digest: listed }])
      })

      test('what another tag is on by then stays, and is listed again', async () => {
        await fill()
        const made = await planUnlisted('sbom')
        await repository.move('late', sbom.digest)
        const before = await remember(repository, `v1 other late ${list}`)
        const report = await run(repository, made, { journal })
        await expectUnharmed(repository, before)
        await expectGone(repository, 'sbom')
        expect(outcomesOf(report)).toEqual({ sbom: 'deleted, image stays' })
        expect(listOutcome(report)).toMatchObject([{ kind: 'put-back', digest: listed }])
      })

      test('a tag that somebody moves onto it while it goes is given back, and it is listed again', async () => {
        await fill()
        const made = await planUnlisted('sbom')
        const other = await repository.digestOf('other')
        const path = `manifests/${sbom.digest}`
        const held = world.proxy.hold({ method: 'DELETE', path })
        const running = run(repository, made, { journal })
        await held.reached
        await repository.move('other', sbom.digest)
        held.release()
        const report = await running
        // Where tags can be deleted by name it goes back to where it was.
        const isBack = !world.hasTagDeletion
        const possible = isBack ? [sbom.digest, other] : [other, sbom.digest]
        expect(report.harmed).toMatchObject([{ tag: 'other', possible, putBack: possible[0] }])
        expect(await members()).toEqual([signature.digest, ...(isBack ? [sbom.digest] : [])])
        expect(await repository.digestOf(sbom.digest)).toBe(isBack ? sbom.digest : undefined)
      })

      test('a deletion that is stopped lists again what stays', async () => {
        await fill()
        const made = await planUnlisted('sbom')
        const before = await remember(repository, `v1 other sbom ${list}`)
        const no = { fault: 'status', status: 403, code: 'DENIED' } as const
        world.proxy.rules([{ method: 'DELETE', ...no }])
        const report = await run(repository, made, { journal })
        world.proxy.rules([])
        await expectUnharmed(repository, before)
        expect(report.stopped).toMatchObject({ kind: 'no-right' })
        expect(await entries()).toEqual([])
      })

      test('the last of a list leaves an empty list', async () => {
        await fill()
        await content.pushIndex({
          ...repository.place,
          tag: list,
          manifests: [sbom.descriptor],
          annotations: { mine: 'kept' },
        })
        const old = await repository.digestOf(list)
        const report = await run(repository, await planUnlisted('sbom'), { journal })
        expectClean(report)
        expect(JSON.parse(await read(list))).toMatchObject({
          manifests: [],
          annotations: { mine: 'kept' },
        })
        expect(await repository.digestOf(sbom.digest)).toBeUndefined()
        expect((await undo()).entries).toMatchObject([{ isWhole: true }])
        expect(await repository.digestOf(list)).toBe(old)
      })

      test('undo brings everything back as it was', async () => {
        await fill()
        const before = await remember(repository, `v1 other sbom ${list}`)
        expectClean(await run(repository, await planUnlisted('sbom'), { journal }))
        const report = await undo()
        expect(report.entries).toMatchObject([{ isWhole: true, tags: [{ tag: 'sbom' }] }])
        await expectUnharmed(repository, before)
      })

      test('undo adds it to what the list is by then, and nothing else', async () => {
        await fill()
        expectClean(await run(repository, await planUnlisted('sbom'), { journal }))
        const later = await attach({ artifactType: 'text/later' })
        // Another client deletes the signature, and takes it off the list.
        await content.pushIndex({ ...repository.place, tag: list, manifests: [later.descriptor] })
        await repository.delete(signature.digest)
        expect((await undo()).entries).toMatchObject([{ isWhole: true }])
        expect(await members()).toEqual([later.digest, sbom.digest])
        expect(await repository.digestOf('sbom')).toBe(sbom.digest)
      })

      test('undo makes a list that is gone, of what comes back', async () => {
        await fill()
        expectClean(await run(repository, await planUnlisted('sbom'), { journal }))
        await repository.delete((await repository.digestOf(list)) as string)
        expect((await undo()).entries).toMatchObject([{ isWhole: true }])
        expect(await members()).toEqual([sbom.digest])
      })

      test('two of one list go with one write, and come back one by one', async () => {
        await fill()
        const notes = await attach({ tag: 'notes', artifactType: 'text/notes' })
        const before = await remember(repository, `v1 other sbom notes ${list}`)
        expectClean(await run(repository, await planUnlisted('sbom notes'), { journal }))
        expect(await members()).toEqual([signature.digest])
        expect(repository.log('PUT')).toEqual([`PUT manifests/${list}`])
        const [first, second] = await entries()
        await restoreEntries(transport, second ? [second] : [], { journal })
        expect(await members()).toEqual([signature.digest, notes.digest])
        await restoreEntries(transport, first ? [first] : [], { journal })
        await expectUnharmed(repository, before)
      })

      describe('a program that ended', () => {
        test('when the list was written puts it back at the next start', async () => {
          await fill()
          const before = await remember(repository, `v1 other sbom ${list}`)
          await breakOff(await planUnlisted('sbom'), (request) => request === `PUT ${list}`)
          expect(await members()).toEqual([signature.digest])
          const report = await recover()
          await expectUnharmed(repository, before)
          expect(report.entries).toMatchObject([
            { outcome: 'removed', tags: [{ tag: 'sbom', outcome: { kind: 'not-deleted' } }] },
          ])
          expect(await entries()).toEqual([])
        })

        test('when only the tag was gone, too', async () => {
          // Here its tag goes with it.
          if (!world.hasTagDeletion) return
          await fill()
          const before = await remember(repository, `v1 other ${list}`)
          await breakOff(await planUnlisted('sbom'), (request) => request === 'DELETE sbom')
          await recover()
          await expectUnharmed(repository, before)
          await expectGone(repository, 'sbom')
          expect(await entries()).toMatchObject([{ state: 'done' }])
          await undo()
          expect(await repository.digestOf('sbom')).toBe(sbom.digest)
          expect(await repository.digestOf(list)).toBe(listed)
        })

        test('when all was gone keeps what it takes to undo it', async () => {
          await fill()
          const before = await remember(repository, `v1 other sbom ${list}`)
          const end = `DELETE ${sbom.digest}`
          await breakOff(await planUnlisted('sbom'), (request) => request === end)
          const report = await recover()
          expect(report.entries).toMatchObject([{ outcome: 'done', leftovers: [listed] }])
          expect(await members()).toEqual([signature.digest])
          await expectGone(repository, 'sbom')
          expect((await undo()).entries).toMatchObject([{ isWhole: true }])
          await expectUnharmed(repository, before)
        })

        test('as its registry did, over the list, puts it back, too', async () => {
          await fill()
          const before = await remember(repository, `v1 other sbom ${list}`)
          await breakOff(await planUnlisted('sbom'), (request) => request === `PUT ${list}`)
          await repository.emptyLink(list)
          await recover()
          await expectUnharmed(repository, before)
          expect(await entries()).toEqual([])
        })

        test('before anything was sent leaves no trace', async () => {
          await fill()
          const before = await remember(repository, `v1 other sbom ${list}`)
          const made = await planUnlisted('sbom')
          await breakOff(made, (request) => request === `HEAD ${list}`)
          await recover()
          await expectUnharmed(repository, before)
          expect(await entries()).toEqual([])
        })
      })

      describe('nothing is offered', () => {
        const offer = async (selected = 'sbom') => (await plan(repository, selected)).unlisted

        test('where something else holds it, too', async () => {
          await fill()
          await repository.pushIndex('bundle', [sbom.descriptor])
          expect(await offer()).toBeUndefined()
        })

        test('where a member of the list holds it, too', async () => {
          await fill()
          const inner = await content.pushIndex({
            ...repository.place,
            manifests: [sbom.descriptor],
            subject: image.descriptor,
          })
          const manifests = [sbom.descriptor, inner.descriptor]
          await content.pushIndex({ ...repository.place, tag: list, manifests })
          expect(await offer()).toBeUndefined()
        })

        test('where the list has another tag, or names something else', async () => {
          await fill()
          await repository.move('mine', listed)
          expect(await offer()).toBeUndefined()
          await fill()
          const { platform: _, ...stranger } = (await repository.pushImage('x')).descriptor
          const manifests = [sbom.descriptor, stranger]
          await content.pushIndex({ ...repository.place, tag: list, manifests })
          expect(await offer()).toBeUndefined()
        })

        test('where its subject is gone, or goes', async () => {
          await fill()
          expect(await offer('sbom v1')).toBeUndefined()
          await repository.delete(image.digest)
          expect(await offer()).toBeUndefined()
        })

        test('where a tag cannot be read', async () => {
          await fill()
          world.proxy.rules([{ path: 'manifests/other$', fault: 'status', status: 500 }])
          expect(await offer()).toBeUndefined()
          world.proxy.rules([])
        })
      })

      test('what is attached to it and selected, too, needs no list of its own', async () => {
        await fill()
        const own = await content.attachArtifact({
          ...repository.place,
          artifactType: 'application/signature',
          subject: sbom.descriptor,
        })
        await repository.move('own', own.digest)
        const before = await remember(repository, 'v1 other')
        const made = await planUnlisted('sbom own')
        expect(made.lists?.map(({ tag }) => tag)).toEqual([list])
        expectClean(await run(repository, made, { journal }))
        await expectUnharmed(repository, before)
        await expectGone(repository, `sbom own ${own.tag}`)
        expect((await undo()).entries.every(({ isWhole }) => isWhole)).toBe(true)
        expect(await repository.digestOf(list)).toBe(listed)
        expect(await repository.digestOf(own.tag)).toBe(own.index.digest)
      })

      test('what is attached to it goes along, and its own list with that', async () => {
        await fill()
        const own = await content.attachArtifact({
          ...repository.place,
          artifactType: 'application/signature',
          subject: sbom.descriptor,
        })
        const before = await remember(repository, 'v1 other')
        const report = await run(repository, await planUnlisted('sbom'), { journal })
        expectClean(report)
        await expectUnharmed(repository, before)
        await expectGone(repository, `sbom ${own.tag}`)
        expect(await repository.digestOf(own.digest)).toBeUndefined()
        await undo()
        expect(await repository.digestOf(list)).toBe(listed)
        expect(await repository.digestOf(own.tag)).toBe(own.index.digest)
      })
    },
  )
}
