import { expect, test } from 'vitest'
import { createMemoryJournal } from '../../../test/memoryJournal.ts'
import type { Switches } from '../../../stack/products/products.mjs'
import { createMemoryRegistry } from '../../../test/memoryRegistry.ts'
import { RegistryUnreachableError } from '../../registry/errors.ts'
import type { RepositoryName, Tag } from '../../registry/names.ts'
import { MEDIA_TYPE } from '../../registry/mediaTypes.ts'
import type { Transport } from '../../registry/transport/transport.ts'
import { probeDeletion } from '../ability/ability.ts'
import { leaveAttachments, leaveImages } from '../plan/leaveOut.ts'
import type { DeletionPlan } from '../plan/deletionPlan.ts'
import { planDeletion } from '../plan/plan.ts'
import { checkAgain } from '../recover/checkAgain.ts'
import { carryOutRun } from './carryOut.ts'
import { Run } from './run.ts'

const repository = 'a' as RepositoryName
const pace = { standStill: 300, look: 20, giveUp: 2_000 }

/** A registry with images under these tags: one each, or the same one for `a+b`. */
function registryWith(names: string, odd: Partial<Switches> = {}) {
  const registry = createMemoryRegistry(odd)
  for (const image of names.split(' ')) {
    for (const tag of image.split('+')) registry.push(tag, imageOf(image))
  }
  return registry
}

const config = {
  mediaType: 'application/vnd.oci.image.config.v1+json',
  digest: `sha256:${'1'.repeat(64)}`,
  size: 2,
}
const imageOf = (name: string) => ({
  schemaVersion: 2,
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
  config,
  layers: [],
  annotations: { name },
})

async function deleteFrom(
  { transport }: { transport: Transport },
  selected: string,
  change = (plan: DeletionPlan) => plan,
) {
  const journal = createMemoryJournal()
  const ability = await probeDeletion({ transport, repository })
  if (ability.kind === 'refused') throw ability.error
  const tags = selected.split(' ') as Tag[]
  const plan = await planDeletion(transport, repository, tags, { ability: ability.kind })
  const phases = new Set<string>()
  const onProgress = ({ phase }: { phase: string }) => void phases.add(phase)
  const run = new Run(transport, change(plan), { pace, journal, onProgress })
  const report = await carryOutRun(run)
  const outcomeOf = (tag: string) => report.outcomes.get(tag as Tag)
  return { report, run, journal, phases, outcomeOf }
}

const byTag = { deleteTag: 'untags' } as const
const kinds = [{}, byTag]

test.each(kinds)('a deletion that takes a while is waited for (%o)', async (kind) => {
  const registry = registryWith('one two', { ...kind, slow: 150 })
  const { report, journal, phases, outcomeOf } = await deleteFrom(registry, 'one')
  expect(outcomeOf('one')).toEqual({ kind: 'deleted', image: 'deleted' })
  expect(phases).toContain('waiting')
  expect(report.verification).toMatchObject({ checked: 1, isOnly: false })
  expect(await journal.read()).toMatchObject([{ state: 'done' }])
})

test.each(kinds)('the next images don’t take it for another tag (%o)', async (kind) => {
  const registry = registryWith('one two three four', { ...kind, slow: 150 })
  const index = { mediaType: MEDIA_TYPE.ociIndex, schemaVersion: 2 }
  const child = { mediaType: MEDIA_TYPE.ociManifest, digest: registry.tags.get('two'), size: 2 }
  registry.push('index', { ...index, manifests: [child] }, MEDIA_TYPE.ociIndex)
  const { report, outcomeOf } = await deleteFrom(registry, 'index one two three')
  expect(report.harmed).toEqual([])
  for (const tag of ['index', 'one', 'two', 'three']) {
    expect(outcomeOf(tag)).toEqual({ kind: 'deleted', image: 'deleted' })
  }
  expect([...registry.tags.keys()]).toEqual(['four'])
})

test.each(kinds)(
  'one that takes longer is not confirmed, and stays on record (%o)',
  async (kind) => {
    const registry = registryWith('one two', { ...kind, slow: 1500 })
    const { run, journal, outcomeOf } = await deleteFrom(registry, 'one')
    expect(outcomeOf('one')).toMatchObject({ kind: 'unconfirmed', isStillThere: true })
    expect(await journal.read()).toMatchObject([{ state: 'open' }])
    await expect.poll(() => registry.tags.has('one'), { timeout: 3_000 }).toBe(false)
    const later = await checkAgain(run)
    expect(later.outcomes.get('one' as Tag)).toMatchObject({ kind: 'deleted' })
    expect(await journal.read()).toMatchObject([{ state: 'done', tags: [{ isGone: true }] }])
  },
)

test('what stays for longer than a settling leaves the record', async () => {
  const registry = registryWith('one two', { returns: true })
  const { run, journal } = await deleteFrom(registry, 'one')
  expect(await journal.read()).toHaveLength(1)
  const later = await checkAgain(run)
  expect(later.outcomes.get('one' as Tag)).toMatchObject({ why: 'still-there' })
  expect(await journal.read()).toEqual([])
})

test('a tag whose deletion a kill cut in half is not said to be unchanged', async () => {
  const registry = registryWith('one two', byTag)
  const transport: Transport = async (request) => {
    if (request.method !== 'DELETE' || !request.path.endsWith('/one')) {
      return await registry.transport(request)
    }
    registry.tags.delete('one')
    throw new RegistryUnreachableError('DELETE', 'network', 'The connection was closed')
  }
  const { report, journal, outcomeOf } = await deleteFrom({ ...registry, transport }, 'one')
  expect(outcomeOf('one')).toMatchObject({ kind: 'failed', why: 'dangling' })
  expect(report.stopped).toMatchObject({ kind: 'no-answer' })
  expect(await journal.read()).toMatchObject([{ state: 'open' }])
})

test.each(kinds)('a list that lags makes nobody else responsible (%o)', async (kind) => {
  const registry = registryWith('one two', { ...kind, lag: 150 })
  const { outcomeOf } = await deleteFrom(registry, 'one')
  expect(outcomeOf('one')).toEqual({ kind: 'deleted', image: 'deleted' })
})

test('images that are shown now and then hide no tag that is gone', async () => {
  const registry = registryWith('one two three', { ...byTag, lag: 150 })
  const images = ['one', 'two'].map((tag) => registry.tags.get(tag) ?? '')
  // Each look sees another one of them, as two registries on one storage show them.
  let shown = 0
  const transport: Transport = async (request) => {
    if (request.path.endsWith('/tags/list')) shown = 1 - shown
    const image = images[shown] ?? ''
    const isShown = request.path.endsWith(image) && !registry.manifests.has(image)
    if (isShown && request.method !== 'DELETE') {
      return new Response(null, { headers: { 'Docker-Content-Digest': image } })
    }
    return await registry.transport(request)
  }
  const { outcomeOf } = await deleteFrom({ ...registry, transport }, 'one two')
  for (const tag of ['one', 'two']) expect(outcomeOf(tag)).toMatchObject({ kind: 'deleted' })
})

test.each(['NOT_FOUND', 'TAG_EXPIRED', 'NAME_UNKNOWN', 'TAG_UNKNOWN', 'manifest_unknown'])(
  'a 404 with %s is an absence, with or without digests in headers',
  async (code) => {
    for (const isNameless of [false, true]) {
      const registry = registryWith('one two+three', { absent: `404 ${code}`, isNameless })
      const { report, outcomeOf } = await deleteFrom(registry, 'one two')
      expect(outcomeOf('one')).toEqual({ kind: 'deleted', image: 'deleted' })
      expect(outcomeOf('two')).toEqual({ kind: 'deleted', image: 'stays' })
      expect(report.harmed).toEqual([])
      expect([...registry.tags.keys()]).toEqual(['three'])
    }
  },
)

test('no tag is overwritten where a deletion has no effect', async () => {
  const registry = registryWith('one+two', { returns: true })
  const before = registry.tags.get('one')
  const { outcomeOf } = await deleteFrom(registry, 'one')
  expect(outcomeOf('one')).toMatchObject({ kind: 'failed', why: 'refused' })
  expect(registry.tags.get('one')).toBe(before)
  expect(registry.transport.asked).not.toContain('PUT /v2/a/manifests/one')
})

test.each([400, 401, 403, 405, 409, 412])(
  'a %i for one image is no refusal of the others',
  async (status) => {
    const registry = registryWith('one two three')
    registry.locked.add('one')
    registry.rules.locked = `${status} TAG_LOCKED by a rule`
    const { report, outcomeOf } = await deleteFrom(registry, 'one two')
    expect(outcomeOf('one')).toMatchObject({ kind: 'failed', why: 'rejected' })
    expect(outcomeOf('one')).toHaveProperty('message', expect.stringContaining('TAG_LOCKED: by'))
    expect(outcomeOf('two')).toMatchObject({ kind: 'deleted' })
    expect(report.stopped).toBeUndefined()
  },
)

const signatureOf = (): object => ({
  schemaVersion: 2,
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
  config,
  layers: [
    {
      mediaType: 'application/vnd.dev.cosign.simplesigning.v1+json',
      digest: `sha256:${'2'.repeat(64)}`,
      size: 2,
      annotations: { 'dev.cosignproject.cosign/signature': 'x' },
    },
  ],
})

/** An image with a signature beside it, and two more images. */
function signed(odd: Partial<Switches>) {
  const registry = registryWith('one two three', odd)
  const signature = registry.tags.get('one')?.replace(':', '-') + '.sig'
  const digest = registry.push(signature, signatureOf())
  return { registry, signature, digest }
}

test.each(kinds)(
  'what goes along with the first image is put back, and ends the run (%o)',
  async (kind) => {
    const { registry, signature, digest } = signed(kind)
    registry.rules.takes = ['attachments']
    const { report, outcomeOf } = await deleteFrom(registry, 'one two', leaveAttachments)
    expect(report.stopped).toMatchObject({ kind: 'takes-more' })
    expect(report.harmed).toMatchObject([{ tag: signature, restored: digest, along: 'tag' }])
    expect(registry.tags.get(signature)).toBe(digest)
    expect(outcomeOf('one')).toMatchObject({ kind: 'deleted' })
    expect(outcomeOf('two')).toEqual({ kind: 'not-started' })
  },
)

test.each(kinds)(
  'what goes along later than the registry says is put back, by whatever tag (%o)',
  async (kind) => {
    const { registry, signature, digest } = signed({ ...kind, slow: 150 })
    registry.push('alias', signatureOf())
    registry.rules.takes = ['attachments']
    const { report, outcomeOf } = await deleteFrom(registry, 'one two')
    const alias = { tag: 'alias', restored: digest, along: 'tag' }
    expect(report.harmed).toContainEqual(expect.objectContaining(alias))
    expect(registry.tags.get('alias')).toBe(digest)
    const isGone = outcomeOf(signature)?.kind === 'deleted'
    expect(registry.tags.has(signature)).toBe(!isGone)
  },
)

test.each(kinds)('what a list contains is put back before the list (%o)', async (kind) => {
  const registry = registryWith('one two', kind)
  const subject = registry.tags.get('one') ?? ''
  const tag = subject.replace(':', '-')
  const descriptor = (digest: string) => ({ mediaType: MEDIA_TYPE.ociManifest, digest, size: 2 })
  const document = registry.push('by:digest', {
    ...imageOf('document'),
    subject: descriptor(subject),
  })
  const list = {
    schemaVersion: 2,
    mediaType: MEDIA_TYPE.ociIndex,
    manifests: [descriptor(document)],
  }
  const digest = registry.push(tag, list, MEDIA_TYPE.ociIndex)
  const transport: Transport = async (request) => {
    const answer = await registry.transport(request)
    if (request.method === 'DELETE' && answer.ok) {
      registry.tags.delete(tag)
      registry.listed.delete(tag)
      for (const one of [digest, document]) registry.manifests.delete(one)
    }
    return answer
  }
  const { report } = await deleteFrom({ transport }, 'one two', leaveAttachments)
  expect(report.harmed).toMatchObject([{ tag, restored: digest, along: 'tag' }])
  expect(registry.manifests.has(document)).toBe(true)
})

test.each(kinds)('a child that went along is not said to be there (%o)', async (kind) => {
  const registry = registryWith('one', { ...kind, takes: ['children', 'attachments'] })
  const child = registry.push('by:digest', imageOf('child'))
  const index = registry.push(
    'index',
    {
      schemaVersion: 2,
      mediaType: MEDIA_TYPE.ociIndex,
      manifests: [{ mediaType: MEDIA_TYPE.ociManifest, digest: child, size: 2 }],
    },
    MEDIA_TYPE.ociIndex,
  )
  registry.push(`${index.replace(':', '-')}.sig`, signatureOf())
  const { report } = await deleteFrom(registry, 'index one', leaveAttachments)
  expect(report.stopped).toMatchObject({ kind: 'takes-more' })
  expect(report.manifests).toMatchObject([{ digest: child, outcome: { kind: 'already-gone' } }])
})

test('where nothing goes along, nothing stops', async () => {
  const { registry, signature, digest } = signed({})
  const { report } = await deleteFrom(registry, 'one two', leaveAttachments)
  expect(report.stopped).toBeUndefined()
  expect(report.harmed).toEqual([])
  expect(registry.tags.get(signature)).toBe(digest)
})

test.each([
  ['404 NOT_FOUND', '400 UNSUPPORTED', true],
  ['404 MANIFEST_UNKNOWN', '400 DIGEST_INVALID', undefined],
] as const)('a registry that says %s and %s deletes more than an image: %s', async (...answers) => {
  const [absent, deleteTag, takesAlong] = answers
  const { transport } = createMemoryRegistry({ absent, deleteTag })
  const expected = takesAlong ? { kind: 'by-digest', takesAlong } : { kind: 'by-digest' }
  expect(await probeDeletion({ transport, repository })).toEqual(expected)
})

test('an image that goes with its last tag stops nothing, if no tag can be hidden', async () => {
  const odd = { ...byTag, untagged: 'dropped' } as const
  const known = await deleteFrom(
    registryWith('one+two three four', odd),
    'one two three',
    leaveImages,
  )
  for (const tag of ['one', 'two', 'three']) {
    expect(known.outcomeOf(tag)).toEqual({ kind: 'deleted', image: 'deleted' })
  }
  expect(known.report.stopped).toBeUndefined()
  const shared = await deleteFrom(registryWith('one+two', odd), 'one', leaveImages)
  expect(shared.outcomeOf('one')).toMatchObject({ kind: 'deleted', image: 'stays' })
  const keptBecause = [{ kind: 'list-incomplete' }] as const
  const inDoubt = (plan: DeletionPlan) => ({
    ...plan,
    groups: leaveImages(plan).groups.map((group) => ({ ...group, keptBecause })),
  })
  const hidden = await deleteFrom(registryWith('one two three', odd), 'one two', inDoubt)
  expect(hidden.outcomeOf('one')).toEqual({ kind: 'deleted', image: 'deleted' })
  expect(hidden.report.stopped).toMatchObject({ kind: 'takes-whole-image' })
  expect(hidden.outcomeOf('two')).toEqual({ kind: 'not-started' })
})

test('an attachment without a tag that is still there is not said to be deleted', async () => {
  const registry = registryWith('one two', { returns: true })
  const subject = { mediaType: MEDIA_TYPE.ociManifest, digest: registry.tags.get('one'), size: 2 }
  const attached = registry.push('attached', { ...imageOf('attached'), subject })
  registry.tags.delete('attached')
  registry.listed.delete('attached')
  registry.rules.referrers = {}
  const { report } = await deleteFrom(registry, 'one')
  expect(report.manifests).toMatchObject([{ digest: attached, outcome: { kind: 'not-settled' } }])
})

test('an image that goes with one of its tags, though others or an index need it, is put back', async () => {
  const odd = { deleteTag: 'takes-image' } as const
  const shared = registryWith('one+two three', odd)
  const before = new Map(shared.tags)
  const { report, outcomeOf } = await deleteFrom(shared, 'one')
  expect(report.harmed).toMatchObject([{ tag: 'two', restored: before.get('two') }])
  expect(report.stopped).toMatchObject({ kind: 'takes-whole-image' })
  expect(outcomeOf('one')).toEqual({ kind: 'deleted', image: 'stays' })
  before.delete('one')
  expect(new Map(shared.tags)).toEqual(before)

  const inIndex = registryWith('one three', odd)
  const digest = inIndex.tags.get('one') ?? ''
  const child = { mediaType: MEDIA_TYPE.ociManifest, digest, size: 2 }
  const index = { mediaType: MEDIA_TYPE.ociIndex, schemaVersion: 2, manifests: [child] }
  inIndex.push('index', index, MEDIA_TYPE.ociIndex)
  const other = await deleteFrom(inIndex, 'one')
  expect(other.report.harmed).toMatchObject([{ tag: 'index', restored: digest, isChild: true }])
  expect(other.report.stopped).toMatchObject({ kind: 'takes-whole-image' })
  expect(other.outcomeOf('one')).toEqual({ kind: 'deleted', image: 'stays' })
  expect([...inIndex.manifests.keys()]).toContain(digest)
})
