import { describe, expect, test } from 'vitest'
import { attachArtifact, pushCosignSignature } from '../../../stack/content.mjs'
import { parseTag } from '../../../test/names.ts'
import { errorAnswer, jsonAnswer } from '../../../test/fakeTransport.ts'
import { type Transport, fetchTransport } from '../../registry/transport/transport.ts'
import { carryOut } from './carryOut.ts'
import { DeletionControl } from './control.ts'
import { type DeletionPlan, isReady } from '../plan/deletionPlan.ts'
import { leaveAttachments } from '../plan/leaveOut.ts'
import { planDeletion } from '../plan/plan.ts'
import { QUICK, expectClean, outcomesOf } from '../../../test/scenarios/deletion.ts'
import { deleteTags, plan, run } from '../../../test/scenarios/product.ts'
import {
  Repository,
  type World,
  asTags,
  expectGone,
  expectUnharmed,
  listKinds,
  remember,
} from '../../../test/scenarios/repository.ts'
import { useScene } from '../../../test/scenarios/scene.ts'

// For every registry: complete deletions, lost responses, refusals, other clients at work.

for (const { kind, isMissing, note } of await listKinds()) {
  describe.skipIf(isMissing)(`distribution ${kind}${note}`, () => {
    let world: World
    let repository: Repository
    useScene(kind, (scene) => ({ world, repository } = scene))

    test('an image is deleted with all its tags if all are selected', async () => {
      const digest = await repository.push('a b', 'shared')
      await repository.push('other')
      const before = await remember(repository, 'other')
      const report = await deleteTags(repository, 'a b')
      await expectGone(repository, 'a b')
      expect(await repository.digestOf(digest)).toBeUndefined()
      await expectUnharmed(repository, before)
      expect(outcomesOf(report)).toEqual({
        a: 'deleted, image deleted',
        b: 'deleted, image deleted',
      })
      expectClean(report)
    })

    test('many images and shared ones in one deletion, all at once', async () => {
      const single = Array.from({ length: 30 }, (_, index) => `single-${index}`)
      for (const tag of single) await repository.push(tag)
      await repository.push('x1 x2 x3 keep-x', 'x')
      await repository.push('y1 y2', 'y')
      await repository.push('keep-1 keep-2', 'keep')
      const before = await remember(repository, 'keep-x keep-1 keep-2')
      const selected = [...single, 'x1', 'x2', 'x3', 'y1', 'y2'].join(' ')
      const report = await deleteTags(repository, selected)
      await expectGone(repository, selected)
      await expectUnharmed(repository, before)
      expectClean(report)
      expect(
        [...report.outcomes.values()].every(({ kind: outcome }) => outcome === 'deleted'),
      ).toBe(true)
    })

    test('an index is deleted before its children, selected and untagged ones', async () => {
      const [one, two] = [await repository.pushImage('one'), await repository.pushImage('two')]
      await repository.move('one', one.digest)
      const index = await repository.pushIndex('multi', [one.descriptor, two.descriptor])
      const made = await plan(repository, 'one multi')
      expect(made.groups.find(({ digest }) => digest === two.digest)?.role).toEqual({
        kind: 'child',
        of: [index.digest],
      })
      const report = await run(repository, made)
      await expectGone(repository, 'one multi')
      const deletes = repository.log('DELETE')
      const at = (digest: string) => deletes.indexOf(`DELETE manifests/${digest}`)
      expect(at(index.digest)).toBeGreaterThan(-1)
      expect(at(one.digest)).toBeGreaterThan(at(index.digest))
      expect(at(two.digest)).toBeGreaterThan(at(index.digest))
      expect(await repository.digestOf(two.digest)).toBeUndefined()
      expect(report.manifests).toEqual([
        { digest: two.digest, role: 'child', outcome: { kind: 'deleted' } },
      ])
      expectClean(report)
    })

    test('a child is kept if the index to be deleted before it isn’t', async () => {
      const child = await repository.pushImage('child')
      await repository.move('child', child.digest)
      const index = await repository.pushIndex('multi', [child.descriptor])
      const made = await plan(repository, 'child multi')
      const refused = { fault: 'status', status: 400, code: 'DENIED' } as const
      world.proxy.rules([{ method: 'DELETE', path: `manifests/${index.digest}`, ...refused }])
      const report = await run(repository, made)
      expect(await repository.digestOf(child.digest)).toBe(child.digest)
      await expectGone(repository, 'child')
      expect(report.harmed).toEqual([])
      expect(outcomesOf(report)['child']).toBe('deleted, image stays')
    })

    test('a selected list of attachments is deleted with its members, although their image is kept', async () => {
      const image = await repository.pushImage('image')
      await repository.move('a', image.digest)
      const place = { ...repository.place, subject: image.descriptor }
      const sbom = await attachArtifact({ ...place, artifactType: 'text/sbom' })
      const notice = await attachArtifact({ ...place, artifactType: 'text/notice' })
      await repository.move('notice', notice.digest)
      const signature = await pushCosignSignature({ ...repository.place, image: sbom.descriptor })
      const before = await remember(repository, 'a')
      const made = await plan(repository, `notice ${sbom.tag}`)
      const along = made.groups.find(({ digest }) => digest === sbom.digest)
      expect(along?.role).toMatchObject({ kind: 'attachment' })
      const left = leaveAttachments(made).groups.map(({ digest }) => digest)
      expect(left).not.toContain(sbom.digest)
      const report = await run(repository, made)
      expectClean(report)
      await expectUnharmed(repository, before)
      await expectGone(repository, `notice ${sbom.tag} ${signature.tag}`)
      for (const { digest } of [sbom, notice, signature]) {
        expect(await repository.digestOf(digest)).toBeUndefined()
      }
    })

    test('the members of a fallback index of referrers are kept with their subject', async () => {
      const image = await repository.pushImage('image')
      await repository.move('a', image.digest)
      const place = { ...repository.place, subject: image.descriptor, artifactType: 'text/sbom' }
      const referrer = await attachArtifact(place)
      await repository.move('sbom', referrer.digest)
      const before = await remember(repository, `a ${referrer.tag}`)
      const made = await plan(repository, 'sbom')
      const stays = made.groups.find(({ digest }) => digest === referrer.digest)?.keptBecause
      expect(stays).toEqual([
        { kind: 'in-index', index: before.get(referrer.tag), tags: [referrer.tag] },
      ])
      expectClean(await run(repository, made))
      await expectGone(repository, 'sbom')
      await expectUnharmed(repository, before)
    })

    test('signatures and referrers are deleted after their image, and theirs with them', async () => {
      const image = await repository.pushImage('image')
      await repository.move('a', image.digest)
      await repository.push('other')
      const place = { ...repository.place, subject: image.descriptor, artifactType: 'text/sbom' }
      const referrer = await attachArtifact(place)
      const signature = await pushCosignSignature({ ...repository.place, image: image.descriptor })
      const ofReferrer = await pushCosignSignature({
        ...repository.place,
        image: referrer.descriptor,
      })
      const before = await remember(repository, 'other')
      const made = await plan(repository, 'a')
      const tags = [referrer.tag, signature.tag, ofReferrer.tag]
      expect(made.attachmentTags).toEqual(new Set(tags))
      const report = await run(repository, made)
      expectClean(report)
      expect(await repository.listed()).toEqual(['other'])
      await expectUnharmed(repository, before)
      const deletes = repository.log('DELETE')
      const at = (digest: string) => deletes.indexOf(`DELETE manifests/${digest}`)
      for (const one of [referrer.digest, signature.digest, ofReferrer.digest]) {
        expect(at(one)).toBeGreaterThan(at(image.digest))
      }
    })

    test('attachments can be kept, and are found as orphans afterwards', async () => {
      const image = await repository.pushImage('image')
      await repository.move('a', image.digest)
      await repository.push('other')
      const signature = await pushCosignSignature({ ...repository.place, image: image.descriptor })
      const before = await remember(repository, `other ${signature.tag}`)
      expectClean(await run(repository, leaveAttachments(await plan(repository, 'a'))))
      await expectGone(repository, 'a')
      await expectUnharmed(repository, before)
      const next = await plan(repository, 'other')
      expect(next.orphans).toMatchObject([{ tag: signature.tag, subject: image.digest }])
    })

    test('a tag moved after it was selected is kept', async () => {
      const [old, image] = [await repository.push('a b', 'old'), await repository.push('c')]
      const newer = await repository.push('a', 'newer')
      const before = await remember(repository, 'a')
      const made = await planDeletion(
        fetchTransport(world.proxy.origin),
        repository.name,
        ['a', 'b', 'c'].map(parseTag),
        {
          ability: world.hasTagDeletion ? 'by-tag' : 'by-digest',
          expected: new Map([
            [parseTag('a'), old],
            [parseTag('b'), old],
            [parseTag('c'), image],
          ]),
        },
      )
      expect(newer).not.toBe(old)
      expect(made.moved).toEqual(['a'])
      expectClean(await run(repository, made))
      await expectGone(repository, 'b c')
      await expectUnharmed(repository, before)
    })

    test('an attachment only by name is nobody’s companion', async () => {
      const image = await repository.pushImage('image')
      await repository.move('a', image.digest)
      const name = image.digest.replace(':', '-')
      await repository.push(`${name}.sig ${name}`)
      const before = await remember(repository, `${name}.sig ${name}`)
      const report = await deleteTags(repository, 'a')
      expectClean(report)
      expect(report.attachmentTags).toEqual(new Set())
      await expectUnharmed(repository, before)
    })

    test('a deletion whose response was lost counts once it has settled', async () => {
      const digest = await repository.push('a')
      await repository.push('other')
      const before = await remember(repository, 'other')
      const made = await plan(repository, 'a')
      world.proxy.rules([
        { method: 'DELETE', path: `manifests/${digest}`, times: 1, fault: 'lost' },
      ])
      const report = await run(repository, made)
      await expectGone(repository, 'a')
      await expectUnharmed(repository, before)
      expect(report.stopped).toBeUndefined()
      expect(outcomesOf(report)).toEqual({ a: 'deleted, image deleted' })
    })

    test('a request that never arrived is reported as not done, and stops the rest', async () => {
      const tags = 'a b c d e f g h i j'
      await repository.push(tags)
      const before = await remember(repository, tags)
      const made = await plan(repository, tags)
      world.proxy.rules([{ method: 'DELETE', fault: 'reset' }])
      const report = await run(repository, made)
      world.proxy.rules([])
      await expectUnharmed(repository, before)
      expect(report.stopped).toMatchObject({ kind: 'no-answer' })
      const outcomes = new Set(Object.values(outcomesOf(report)))
      expect(outcomes).toEqual(new Set(['failed: no-answer', 'not-started']))
    })

    test('a silent registry leaves the tag "not settled", and nothing further is started', async () => {
      const digest = await repository.push('a')
      await repository.push('other')
      const made = await plan(repository, 'a')
      const held = world.proxy.hold({ method: 'DELETE', path: `manifests/` })
      const running = run(repository, made, { pace: { ...QUICK, giveUp: 600 } })
      await held.reached
      world.proxy.rules([{ path: 'tags/list', fault: 'reset' }])
      held.drop()
      const report = await running
      world.proxy.rules([])
      expect(outcomesOf(report)).toEqual({ a: 'not-settled' })
      expect(report.stopped).toMatchObject({ kind: 'not-settled' })
      expect(report.verification.kind).toBe('failed')
      expect(await repository.digestOf('a')).toBe(digest)
    })

    test.for([401, 403, 405])('%i on the first step stops the rest', async (status) => {
      const tags = 'a b c d e f g h i j k l'
      await repository.push(tags)
      const before = await remember(repository, tags)
      const made = await plan(repository, tags)
      world.proxy.forget()
      const code = status === 405 ? 'UNSUPPORTED' : 'DENIED'
      world.proxy.rules([{ method: 'DELETE', fault: 'status', status, code }])
      const report = await run(repository, made)
      world.proxy.rules([])
      await expectUnharmed(repository, before)
      expect(report.stopped?.kind).toBe(
        { 401: 'login', 403: 'no-right', 405: 'deletion-off' }[status],
      )
      const isQuestion = (line: string) => /homeport-probe|:0{64}/.test(line)
      expect(repository.log('DELETE').filter((line) => !isQuestion(line))).toHaveLength(1)
      const kinds = new Set(Object.values(outcomesOf(report)))
      expect(kinds).toEqual(new Set(['failed: refused', 'not-started']))
    })

    test('429 waits and continues', async () => {
      await repository.push('a')
      const made = await plan(repository, 'a')
      const wait = { fault: 'status', status: 429, headers: { 'Retry-After': '1' } } as const
      world.proxy.rules([{ method: 'DELETE', times: 1, ...wait }])
      const report = await run(repository, made)
      expect(outcomesOf(report)).toEqual({ a: 'deleted, image deleted' })
      await expectGone(repository, 'a')
    })

    test.for([
      ['with its image', 'a'],
      ['alone', 'a b'],
    ])(
      'a tag deleted %s and pushed while the response was lost has an unknown outcome',
      async ([, tags = '']) => {
        await repository.push(tags, 'shared')
        await repository.push('other')
        const made = await plan(repository, 'a')
        // Before a tag is moved to a copy, a deletion is tried.
        const after = made.groups.some(({ method }) => method.kind === 're-push') ? 1 : 0
        const delayed = { method: 'DELETE', path: 'manifests/', phase: 'answer', after } as const
        const held = world.proxy.hold(delayed)
        const running = run(repository, made)
        await held.reached
        const newer = await repository.push('a', 'newer')
        held.drop()
        const report = await running
        expect(report.outcomes.get(asTags('a')[0] as never)).toEqual({
          kind: 'elsewhere',
          digest: newer,
        })
        expect(await repository.digestOf('a')).toBe(newer)
      },
    )

    test('a login page instead of a response proves nothing', async () => {
      await repository.push('a b', 'shared')
      const before = await remember(repository, 'a b')
      const made = await plan(repository, 'a')
      world.proxy.rules([
        { method: 'DELETE', fault: 'html', status: 200 },
        { method: 'PUT', fault: 'html', status: 200 },
      ])
      const report = await run(repository, made)
      world.proxy.rules([])
      await expectUnharmed(repository, before)
      expect(outcomesOf(report)).toEqual({ a: 'failed: no-answer' })
    })

    test('stopping lets started work finish, and says what wasn’t started', async () => {
      const tags = 'a b c d e f g h i j k l'
      await repository.push(tags)
      const made = await plan(repository, tags)
      const control = new DeletionControl()
      const held = world.proxy.hold({ method: 'DELETE', path: 'manifests/' })
      const running = run(repository, made, { control })
      await held.reached
      control.stop()
      held.release()
      const report = await running
      expect(report.stopped).toEqual({ kind: 'asked' })
      const outcomes = outcomesOf(report)
      for (const tag of tags.split(' ')) {
        const isThere = (await repository.digestOf(tag)) !== undefined
        expect(outcomes[tag]).toBe(isThere ? 'not-started' : 'deleted, image deleted')
      }
      expect(Object.values(outcomes)).toContain('not-started')
    })

    test('stopping waits for a lost response', async () => {
      const digest = await repository.push('a')
      await repository.push('b c d e f')
      const made = await plan(repository, 'a b c d e f')
      const path = `manifests/${digest}`
      world.proxy.rules([{ method: 'DELETE', path, times: 1, fault: 'lost' }])
      const control = new DeletionControl()
      const report = await run(repository, made, {
        control,
        onProgress: ({ phase }) => phase === 'settling' && control.stop(),
      })
      expect(report.stopped).toEqual({ kind: 'asked' })
      expect(outcomesOf(report)).toMatchObject({ a: 'deleted, image deleted' })
    })

    test('after a stop harm is repaired, even if a selected tag is listed without a manifest', async () => {
      const digest = await repository.push('a')
      const old = await repository.push('t')
      const made = await plan(repository, 'a')
      const direct = fetchTransport(world.proxy.origin)
      let hasDeleted = false
      const transport: Transport = async (request) => {
        const isImage = request.method === 'DELETE' && request.path.endsWith(digest)
        if (isImage) await repository.move('t', digest)
        const response = await direct(request)
        hasDeleted ||= isImage
        if (!hasDeleted || !request.path.includes('/tags/list')) return response
        return jsonAnswer({ name: repository.name, tags: [...(await repository.listed()), 'a'] })
      }
      const control = new DeletionControl()
      const report = await carryOut(transport, made, {
        pace: QUICK,
        control,
        onProgress: ({ phase }) => phase === 'checking' && control.stop(),
      })
      expect(outcomesOf(report)).toEqual({ a: 'failed: dangling' })
      const restored = world.hasTagDeletion ? old : digest
      expect(report.harmed).toMatchObject([{ tag: 't', restored }])
      expect(await repository.digestOf('t')).toBe(restored)
    })

    test('after a failure that can’t be checked nothing further is started', async () => {
      const tags = 'a b c d e f g h i j k l'
      await repository.push(tags)
      const made = await plan(repository, tags)
      const direct = fetchTransport(world.proxy.origin)
      let deletions = 0
      const transport: Transport = (request) => {
        const isDeletion = request.method === 'DELETE'
        if (isDeletion) deletions += 1
        const fails = isDeletion || (deletions > 0 && request.path.includes('/tags/list'))
        return fails ? Promise.resolve(errorAnswer(500, 'UNKNOWN')) : direct(request)
      }
      const report = await carryOut(transport, made, { pace: QUICK })
      expect(deletions).toBeLessThanOrEqual(2)
      expect(report.stopped).toMatchObject({ kind: 'server-error' })
      const kinds = new Set(Object.values(outcomesOf(report)))
      expect(kinds).toEqual(new Set(['not-settled', 'not-started']))
    })

    test('pausing holds the next group until it is resumed', async () => {
      await repository.push('a')
      const made = await plan(repository, 'a')
      const control = new DeletionControl()
      control.pause()
      world.proxy.forget()
      const running = run(repository, made, { control })
      await new Promise((resolve) => setImmediate(resolve))
      expect(repository.log('DELETE')).toEqual([])
      control.resume()
      expectClean(await running)
      await expectGone(repository, 'a')
    })

    test('a tag pushed again meanwhile is reported', async () => {
      await repository.push('a')
      await repository.push('b')
      const made = await plan(repository, 'a')
      world.proxy.forget()
      const held = world.proxy.hold({ method: 'GET', path: 'manifests/a$' })
      const running = run(repository, made)
      await held.reached
      const digest = await repository.push('a', 'newer')
      held.release()
      const report = await running
      expect(report.outcomes.get(parseTag('a'))).toEqual({
        kind: 'pushed-again',
        digest,
        image: 'deleted',
      })
      expect(await repository.digestOf('a')).toBe(digest)
    })

    test('if several deletions may have hit a tag, it is restored where it was, and all images are listed', async () => {
      const [one, two] = [await repository.push('one'), await repository.push('two')]
      const old = await repository.push('t')
      const made = await plan(repository, 'one two')
      const held = world.proxy.hold({ method: 'DELETE', path: `manifests/${one}` })
      const running = run(repository, made)
      await held.reached
      await repository.move('t', one)
      held.release()
      const report = await running
      expect(await repository.digestOf('t')).toBe(old)
      expect(report.harmed).toMatchObject([{ tag: 't', restored: old }])
      expect(new Set(report.harmed[0]?.possible)).toEqual(new Set([old, one, two]))
    })

    test('two concurrent deletions of the same tags both end in a true report', async () => {
      await repository.push('a b c', 'shared')
      await repository.push('d e f')
      await repository.push('keep')
      const before = await remember(repository, 'keep')
      const selected = 'a b c d e f'
      const [one, two] = [await plan(repository, selected), await plan(repository, selected)]
      const reports = await Promise.all([run(repository, one), run(repository, two)])
      await expectGone(repository, selected)
      await expectUnharmed(repository, before)
      for (const report of reports) {
        expect(report.harmed).toEqual([])
        const kinds = new Set([...report.outcomes.values()].map((outcome) => outcome.kind))
        expect(['deleted', 'already-gone']).toEqual(expect.arrayContaining([...kinds]))
      }
    })

    test('tags that were already gone are reported so', async () => {
      await repository.push('a')
      await repository.push('b')
      const made = await plan(repository, 'a nothing')
      expect(made.alreadyGone).toEqual(['nothing'])
      const digest = await repository.digestOf('a')
      await repository.delete(digest!)
      const report = await run(repository, made)
      expect(outcomesOf(report)).toEqual({ a: 'already-gone', nothing: 'already-gone' })
      expectClean(report)
    })

    test('a plan can be aborted', async () => {
      await repository.push('a b c d')
      const aborting = new AbortController()
      const transport = fetchTransport(world.proxy.origin)
      const held = world.proxy.hold({ method: 'HEAD', path: 'manifests/' })
      const made = planDeletion(transport, repository.name, asTags('a'), {
        ability: 'by-digest',
        signal: aborting.signal,
      })
      await held.reached
      aborting.abort()
      await expect(made).rejects.toMatchObject({ name: 'AbortError' })
      held.release()
    })

    test('the first stage is reported before any manifest is read', async () => {
      await repository.push('a b', 'shared')
      await repository.push('c')
      const transport = fetchTransport(world.proxy.origin)
      let first: DeletionPlan | undefined
      let readThen: string[] = []
      const steps = new Set<string>()
      const ability = kind === '2.8.2' ? 'by-digest' : 'by-tag'
      const made = await planDeletion(transport, repository.name, asTags('a c'), {
        ability,
        onProgress: ({ step }) => steps.add(step),
        onReached: (early) => {
          if (first) return
          first = early
          readThen = repository.log('GET').filter((line) => line.includes('manifests'))
        },
      })
      expect(readThen).toEqual([])
      expect(first && isReady(first)).toBe(false)
      const byTag = kind === '2.8.2' ? 'undecided' : 'untag'
      expect(first?.groups.map(({ method }) => method.kind)).toEqual([byTag, 'undecided'])
      expect(isReady(made)).toBe(true)
      expect([...steps]).toEqual(['listing', 'tags', 'manifests', 'blobs', 'space'])
    })
  })
}
