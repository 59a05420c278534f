import { expect, test } from 'vitest'
import { sha256Digest } from '../../registry/digest.ts'
import { errorAnswer, fakeTransport, jsonAnswer } from '../../../test/fakeTransport.ts'
import { MEDIA_TYPE } from '../../registry/mediaTypes.ts'
import { parseRepositoryName, parseTag } from '../../../test/names.ts'
import { planDeletion } from './plan.ts'

const repository = parseRepositoryName('team/app')

/** An image in another repository, as builders write it into annotations. */
const BASE = `sha256:${'a'.repeat(64)}`

/** Serves each tag as an index of the given digests, and any digest of another algorithm as an empty index. */
function registryOf(indexes: Readonly<Record<string, readonly string[]>>) {
  const texts = new Map(
    Object.entries(indexes).flatMap(([tag, digests]) => {
      const manifests = digests.map((digest) => ({
        mediaType: MEDIA_TYPE.ociIndex,
        digest,
        size: 2,
      }))
      const text = JSON.stringify({ schemaVersion: 2, manifests, annotations: { tag, BASE } })
      const digest = sha256Digest(new TextEncoder().encode(text))
      return [tag, digest].map((reference) => [reference, { text, digest }] as const)
    }),
  )
  return fakeTransport((path) => {
    if (path.includes('/tags/list')) return jsonAnswer({ tags: Object.keys(indexes) })
    const reference = decodeURIComponent(path.split('/').at(-1) ?? '')
    const isStrange = /^[a-z]+:/.test(reference) && !reference.startsWith('sha256:')
    const found = isStrange ? { text: '{"manifests":[]}', digest: reference } : texts.get(reference)
    if (!found) return errorAnswer(404, reference === BASE ? 'NOT_FOUND' : 'MANIFEST_UNKNOWN')
    const headers = { 'Content-Type': MEDIA_TYPE.ociIndex, 'Docker-Content-Digest': found.digest }
    return new Response(found.text, { headers })
  })
}

test('nothing is deleted by a digest that can’t be checked', async () => {
  for (const digest of ['foo:latest', 'tag:2-0']) {
    const plan = await planDeletion(registryOf({ old: [digest] }), repository, [parseTag('old')], {
      ability: 'by-tag',
    })
    const going = plan.groups.filter(({ method }) => method.kind === 'digest')
    expect(going.map((group) => group.tags)).toEqual([['old']])
    expect(going[0]?.keptParts).toMatchObject([{ digest, keptBecause: [{ kind: 'image-unread' }] }])
  }
})

test('what contains such a digest is unread: no other image is deleted', async () => {
  const registry = registryOf({ old: [], kept: ['foo:latest'] })
  const plan = await planDeletion(registry, repository, [parseTag('old')], { ability: 'by-tag' })
  expect(plan.groups).toMatchObject([
    { method: { kind: 'untag' }, keptBecause: [{ kind: 'index-unread', tags: ['kept'] }] },
  ])
})

test('an image elsewhere mentioned in an annotation keeps nothing here, however its absence is worded', async () => {
  const registry = registryOf({ old: [], kept: [] })
  const plan = await planDeletion(registry, repository, [parseTag('old')], { ability: 'by-tag' })
  expect(plan.groups).toMatchObject([{ method: { kind: 'digest' }, keptBecause: [] }])
})
