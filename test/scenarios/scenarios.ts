import { expect } from 'vitest'
import { MEDIA_TYPES, pushManifest } from '../../stack/content.mjs'
import { parseTag } from '../names.ts'
import type { Transport } from '../../src/registry/transport/transport.ts'
import { type Cut, cutLists } from './cutLists.ts'
import {
  type Deletion,
  QUICK,
  carryOut,
  deleteTags,
  expectClean,
  outcomesOf,
  plan,
} from './deletion.ts'
import { type Repository, expectGone, expectUnharmed, remember } from './repository.ts'

/** A story that ends badly if a rule of the protocol is disabled. Each runs on its own kind of registry. */
export type Scenario = (repository: Repository, deletion: Deletion) => Promise<void>

export const onlyTheSelectedTagGoes: Scenario = async (repository, deletion) => {
  await repository.push('a b', 'shared')
  await repository.push('other')
  const before = await remember(repository, 'b other')
  const report = await deleteTags(deletion, repository, 'a')
  await expectGone(repository, 'a')
  await expectUnharmed(repository, before)
  expect(outcomesOf(report)).toEqual({ a: 'deleted, image stays' })
  expectClean(report)
}

export const siblingPushedAfterThePlan: Scenario = async (repository, deletion) => {
  const digest = await repository.push('a')
  await repository.push('other')
  const made = await plan(deletion, repository, 'a')
  expect(made.groups[0]?.method.kind).toBe('digest')
  await repository.move('late', digest)
  const before = await remember(repository, 'late other')
  const report = await carryOut(deletion, repository, made)
  await expectUnharmed(repository, before)
  await expectGone(repository, 'a')
  expect(outcomesOf(report)).toEqual({ a: 'deleted, image stays' })
  expectClean(report)
}

/** Under a new name, after the sweep has listed the tags and while it checks them. */
export const tagPushedWhileTheSweepAsks: Scenario = async (repository, deletion) => {
  const digest = await repository.push('a')
  await repository.push('other')
  const made = await plan(deletion, repository, 'a')
  const held = repository.world.proxy.hold({ method: 'HEAD', path: 'manifests/other' })
  const running = carryOut(deletion, repository, made)
  await held.reached
  await repository.move('late', digest)
  held.release()
  const report = await running
  await expectUnharmed(repository, await remember(repository, 'late other'))
  await expectGone(repository, 'a')
  expect(outcomesOf(report)).toEqual({ a: 'deleted, image stays' })
  expectClean(report)
}

/** Here every image's turn starts with its own sweep. */
export const siblingPushedWhileAnotherImageGoes: Scenario = async (repository, deletion) => {
  const child = await repository.pushImage('child')
  await repository.move('child', child.digest)
  const index = await repository.pushIndex('index', [child.descriptor])
  await repository.push('other')
  const made = await plan(deletion, repository, 'index child')
  const held = repository.world.proxy.hold({ method: 'DELETE', path: `manifests/${index.digest}` })
  const running = carryOut(deletion, repository, made, { pace: { ...QUICK, sweepAge: 0 } })
  await held.reached
  await repository.move('late', child.digest)
  held.release()
  const report = await running
  await expectUnharmed(repository, await remember(repository, 'other'))
  expect(await repository.digestOf('late')).toBe(child.digest)
  await expectGone(repository, 'index child')
  expect(outcomesOf(report)).toEqual({
    index: 'deleted, image deleted',
    child: 'deleted, image stays',
  })
  expectClean(report)
}

export const selectedTagMovedAfterThePlan: Scenario = async (repository, deletion) => {
  await repository.push('a b', 'shared')
  const newer = await repository.push('newer')
  const made = await plan(deletion, repository, 'a')
  await repository.move('a', newer)
  const before = await remember(repository, 'a b newer')
  const report = await carryOut(deletion, repository, made)
  await expectUnharmed(repository, before)
  expect(report.outcomes.get(parseTag('a'))).toEqual({ kind: 'moved', digest: newer })
  expectClean(report)
}

/**
 * The one window that no version closes: the tag is deleted with the image, and restored. Where tags can be deleted
 * by name, somebody may have done that, so it is restored where it was.
 */
export const tagMovedOntoTheImageWhileItGoes: Scenario = async (repository, deletion) => {
  const digest = await repository.push('a')
  const old = await repository.push('t')
  await repository.push('other')
  const before = await remember(repository, 'other')
  const made = await plan(deletion, repository, 'a')
  const held = repository.world.proxy.hold({ method: 'DELETE', path: `manifests/${digest}` })
  const running = carryOut(deletion, repository, made)
  await held.reached
  await repository.move('t', digest)
  held.release()
  const report = await running
  await expectUnharmed(repository, before)
  const possible = repository.world.hasTagDeletion ? [old, digest] : [digest, old]
  const [restored] = possible
  expect(await repository.digestOf('t')).toBe(restored)
  await expectGone(repository, 'a')
  expect(report.harmed).toEqual([{ tag: 't', possible, restored, isChild: false }])
}

export const indexPushedOntoTheImageWhileItGoes: Scenario = async (repository, deletion) => {
  const child = await repository.pushImage('child')
  await repository.move('a', child.digest)
  const made = await plan(deletion, repository, 'a')
  const held = repository.world.proxy.hold({ method: 'DELETE', path: `manifests/${child.digest}` })
  const running = carryOut(deletion, repository, made)
  await held.reached
  const index = await repository.pushIndex('index', [child.descriptor])
  held.release()
  const report = await running
  await expectUnharmed(repository, new Map([['index', index.digest as never]]))
  await expectGone(repository, 'a')
  expect(report.harmed).toMatchObject([{ tag: 'index', restored: child.digest, isChild: true }])
}

export const childOfAnIndexThatStays: Scenario = async (repository, deletion) => {
  const child = await repository.pushImage('child')
  await repository.move('child', child.digest)
  const inner = await repository.pushIndex(undefined, [child.descriptor])
  await repository.pushIndex('outer', [inner.descriptor])
  const before = await remember(repository, 'outer')
  const report = await deleteTags(deletion, repository, 'child')
  await expectGone(repository, 'child')
  await expectUnharmed(repository, before)
  expect(outcomesOf(report)).toEqual({ child: 'deleted, image stays' })
  expectClean(report)
}

/** Go ignores the case of keys, and JSON may escape any letter: the registry and most clients see the child. */
export const childrenOutOfSight: Scenario = async (repository, deletion) => {
  const child = await repository.pushImage('child')
  const list = JSON.stringify([child.descriptor])
  const texts = {
    'other-case': `{"schemaVersion":2,"manifests":[],"Manifests":${list}}`,
    escaped: `{"schemaVersion":2,"MANIFESTS":${list.replace('sha256', String.raw`sha\u003256`)}}`,
  }
  for (const [tag, text] of Object.entries(texts)) {
    await repository.pushIndex('old', [child.descriptor])
    const mediaType = MEDIA_TYPES.oci.index
    await pushManifest({ ...repository.place, tag, manifest: Buffer.from(text), mediaType })
    const before = await remember(repository, tag)
    const report = await deleteTags(deletion, repository, 'old')
    await expectGone(repository, 'old')
    await expectUnharmed(repository, before)
    expect(await repository.digestOf(child.digest)).toBe(child.digest)
    expect(outcomesOf(report)).toEqual({ old: 'deleted, image deleted' })
    expectClean(report)
    await repository.delete(before.get(tag) ?? '')
  }
}

export const tagThatAnswersServerErrors: Scenario = async (repository, deletion) => {
  await repository.push('a hidden-sibling', 'shared')
  await repository.push('other')
  const before = await remember(repository, 'hidden-sibling other')
  repository.world.proxy.rules([
    { path: 'manifests/hidden-sibling$', fault: 'status', status: 500 },
  ])
  const report = await deleteTags(deletion, repository, 'a')
  repository.world.proxy.rules([])
  await expectGone(repository, 'a')
  await expectUnharmed(repository, before)
  expect(outcomesOf(report)).toEqual({ a: 'deleted, image stays' })
  expect(report.harmed).toEqual([])
  expect(report.verification).toMatchObject({ unknown: ['hidden-sibling'] })
}

export const tagThatAProxyCallsMissing: Scenario = async (repository, deletion) => {
  await repository.push('a hidden-sibling', 'shared')
  const before = await remember(repository, 'hidden-sibling')
  repository.world.proxy.rules([{ path: 'manifests/hidden-sibling$', fault: 'html', status: 404 }])
  const made = await plan(deletion, repository, 'a')
  expect(made.unknown.map(({ tag }) => tag)).toEqual(['hidden-sibling'])
  await carryOut(deletion, repository, made)
  repository.world.proxy.rules([])
  await expectGone(repository, 'a')
  await expectUnharmed(repository, before)
}

/** Only if a registry hides tags: distribution 3.1.1 on S3. */
export const tagsThatTheListHides: Scenario = async (repository, deletion) => {
  await repository.push('1.2 1.20 1.21', 'shared')
  await repository.push('other')
  expect(await repository.listed()).toEqual(['1.2', 'other'])
  const before = await remember(repository, '1.20 1.21 other')
  const made = await plan(deletion, repository, '1.2')
  const report = await carryOut(deletion, repository, made)
  expect(await repository.digestOf('1.2')).toBeUndefined()
  await expectUnharmed(repository, before)
  expect(made.hidden).toEqual(['1.20', '1.21'])
  expect(outcomesOf(report)).toEqual({ '1.2': 'deleted, image stays' })
  expectClean(report)
}

/** The same, if the last tag of the list is the one that hides another. */
export const tagThatTheLastOneHides: Scenario = async (repository, deletion) => {
  await repository.push('latest v10', 'shared')
  await repository.push('v1')
  expect(await repository.listed()).toEqual(['latest', 'v1'])
  const before = await remember(repository, 'v1 v10')
  const made = await plan(deletion, repository, 'latest')
  const report = await carryOut(deletion, repository, made)
  await expectUnharmed(repository, before)
  await expectGone(repository, 'latest')
  expect(made.hidden).toEqual(['v10'])
  expect(outcomesOf(report)).toEqual({ latest: 'deleted, image stays' })
  expectClean(report)
}

/** And if the last by name isn't the last that the registry visits: `1.2` comes before `1`. */
export const tagThatAShorterNameHides: Scenario = async (repository, deletion) => {
  await repository.push('1 10', 'shared')
  await repository.push('1.2')
  expect(await repository.listed()).toEqual(['1.2', '1'])
  const before = await remember(repository, '1.2 10')
  const report = await deleteTags(deletion, repository, '1')
  await expectUnharmed(repository, before)
  expect(await repository.digestOf('1')).toBeUndefined()
  expectClean(report)
}

/** A proxy or group repository lists three of four tags, or something else each time. */
export const tagBehindACutList =
  (cut: Cut): Scenario =>
  async (repository, { fetchTransport, ...deletion }) => {
    await repository.push('0.0.1')
    await repository.push('0.0.10')
    await repository.push('0.0.2 prod', 'shared')
    const before = await remember(repository, '0.0.1 0.0.10 prod')
    const way = (origin: string) => cutLists(fetchTransport(origin), cut)
    const report = await deleteTags({ ...deletion, fetchTransport: way }, repository, '0.0.2')
    await expectGone(repository, '0.0.2')
    await expectUnharmed(repository, before)
    expect(outcomesOf(report)).toEqual({ '0.0.2': 'deleted, image stays' })
    expect(report.harmed).toEqual([])
  }

/** Only if tags can't be deleted: an empty link breaks every deletion by digest in its repository. */
export const repositoryPoisonedByAnEmptyLink: Scenario = async (repository, deletion) => {
  const digest = await repository.push('a')
  await repository.push('broken')
  await repository.push('other')
  await repository.emptyLink('broken')
  const before = await remember(repository, 'a other')
  const made = await plan(deletion, repository, 'a')
  if (made.groups.some(({ method }) => method.kind !== 'none')) {
    await carryOut(deletion, repository, made)
  }
  expect(repository.log('PUT')).not.toContain('PUT manifests/a')
  expect(repository.log('DELETE')).not.toContain(`DELETE manifests/${digest}`)
  await expectUnharmed(repository, before)
  expect(made.canary).toBe('poisoned')
  expect(made.unknown).toMatchObject([{ tag: 'broken', state: { hasEmptyLink: true } }])
}

/** The link becomes empty during the DELETE: the registry removes the manifest and then fails. */
export const registryFailsHalfWay: Scenario = async (repository, deletion) => {
  const digest = await repository.push('a b', 'shared')
  await repository.push('victim')
  await repository.push('other')
  const before = await remember(repository, 'a b other')
  const made = await plan(deletion, repository, 'a b')
  const held = repository.world.proxy.hold({ method: 'DELETE', path: `manifests/${digest}` })
  const running = carryOut(deletion, repository, made)
  await held.reached
  await repository.emptyLink('victim')
  held.release()
  const report = await running
  await expectUnharmed(repository, before)
  expect(outcomesOf(report)).toEqual({ a: 'failed: server-error', b: 'failed: server-error' })
  expect(report.stopped).toMatchObject({ kind: 'server-error' })
}

/** Only if tags can't be deleted: the permission to delete is lost between the two steps of a removal. */
export const deletionRefusedAfterTheRePush: Scenario = async (repository, deletion) => {
  await repository.push('a b', 'shared')
  await repository.push('other')
  const before = await remember(repository, 'a b other')
  const made = await plan(deletion, repository, 'a')
  const refusal = { fault: 'status', status: 403, code: 'DENIED' } as const
  // After the trial: the step itself, and the two questions whether anything can be deleted.
  repository.world.proxy.rules([{ method: 'DELETE', after: 1, times: 3, ...refusal }])
  const report = await carryOut(deletion, repository, made)
  await expectUnharmed(repository, before)
  expect(outcomesOf(report)).toEqual({ a: 'failed: refused' })
  expect(report.stopped).toMatchObject({ kind: 'no-right' })
  expect(report.leftovers).toEqual([])
}

/** The DELETE reaches the registry long after its connection broke. */
export const lateDeletion: Scenario = async (repository, deletion) => {
  const digest = await repository.push('a')
  await repository.push('other')
  const before = await remember(repository, 'other')
  const made = await plan(deletion, repository, 'a')
  const direct = deletion.fetchTransport(repository.world.proxy.origin)
  const broken = deletion.fetchTransport('http://127.0.0.1:9')
  let late: ReturnType<Transport> | undefined
  const transport: Transport = async (request) => {
    if (request.method !== 'DELETE' || !request.path.endsWith(digest) || late)
      return direct(request)
    late = new Promise((resolve) => setTimeout(resolve, 250)).then(() => direct(request))
    return await broken(request)
  }
  const report = await deletion.carryOut(transport, made, { pace: QUICK })
  await late
  await expectUnharmed(repository, before)
  await expectGone(repository, 'a')
  expect(outcomesOf(report)).toEqual({ a: 'deleted, image deleted' })
}

/** On a registry with deletion off. */
export const deletionIsOff: Scenario = async (repository, deletion) => {
  await repository.push('a b', 'shared')
  const before = await remember(repository, 'a b')
  const made = plan(deletion, repository, 'a').then((one) => carryOut(deletion, repository, one))
  await made.catch(() => undefined)
  expect(repository.log('PUT')).toEqual([])
  await expect(made).rejects.toThrow('refused by deletion-off')
  await expectUnharmed(repository, before)
}
