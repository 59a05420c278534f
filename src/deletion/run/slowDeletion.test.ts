import { expect, test } from 'vitest'
import { errorAnswer, fakeTransport, jsonAnswer } from '../../../test/fakeTransport.ts'
import { createMemoryJournal } from '../../../test/memoryJournal.ts'
import { parseRepositoryName, parseTag } from '../../../test/names.ts'
import { sha256Digest } from '../../registry/digest.ts'
import { createEmptyIndex } from '../../registry/emptyIndex.ts'
import { MEDIA_TYPE } from '../../registry/mediaTypes.ts'
import { planDeletion } from '../plan/plan.ts'
import { carryOut } from './carryOut.ts'

const repository = parseRepositoryName('team/app')
const pace = { standStill: 120, look: 10, giveUp: 1000 }

/**
 * Two tags, each with an image of its own, on a registry that answers 202 and deletes what is read `delay` more times
 * after that: the manifest, then (`lag` times) the name in the list.
 */
function slowRegistry({ delay, lag = 0 }: { delay: number; lag?: number }) {
  const images = new Map(
    ['a', 'kept'].map((tag) => {
      const bytes = createEmptyIndex()
      return [tag, { bytes, digest: sha256Digest(bytes) }]
    }),
  )
  let [looks, lists] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
  const find = (reference: string | undefined) =>
    [...images].find(([tag, { digest }]) => tag === reference || digest === reference)
  return fakeTransport((path, { method = 'GET' }) => {
    if (path.includes('/tags/list')) {
      const isListed = looks > 0 || (lists -= 1) > 0
      return jsonAnswer({ tags: isListed ? ['a', 'kept'] : ['kept'] })
    }
    const [tag, image] = find(/\/manifests\/(.+)$/.exec(path)?.[1]) ?? []
    if (method === 'DELETE' && tag === 'a') {
      looks = delay
      lists = lag + 1
      return new Response(null, { status: 202 })
    }
    const isThere =
      image && (tag === 'kept' || looks === Number.POSITIVE_INFINITY || (looks -= 1) > 0)
    if (!isThere) return errorAnswer(404, 'MANIFEST_UNKNOWN')
    const headers = { 'Content-Type': MEDIA_TYPE.ociIndex, 'Docker-Content-Digest': image.digest }
    return new Response(method === 'HEAD' ? null : image.bytes, { headers })
  })
}

async function deleteFrom(transport: ReturnType<typeof slowRegistry>) {
  const journal = createMemoryJournal()
  const made = await planDeletion(transport, repository, [parseTag('a')], { ability: 'by-digest' })
  const phases = new Set<string>()
  const onProgress = ({ phase }: { phase: string }) => phases.add(phase)
  const report = await carryOut(transport, made, { pace, journal, onProgress })
  const [entry] = await journal.read()
  return { report, outcome: report.outcomes.get(parseTag('a')), phases, entry }
}

test('a deletion that is carried out later is waited for', async () => {
  for (const registry of [slowRegistry({ delay: 4 }), slowRegistry({ delay: 0, lag: 4 })]) {
    const { report, outcome, phases, entry } = await deleteFrom(registry)
    expect(outcome).toEqual({ kind: 'deleted', image: 'deleted' })
    expect(report.verification).toMatchObject({ kind: 'done', checked: 1, unknown: [] })
    expect([...phases]).toContain('waiting')
    expect(entry).toMatchObject({ state: 'done', tags: [{ tag: 'a', isGone: true }] })
  }
})

test('a deletion that never happens is reported, and its record stays', async () => {
  const { outcome, entry } = await deleteFrom(slowRegistry({ delay: 1e9 }))
  expect(outcome).toMatchObject({ kind: 'unconfirmed', isStillThere: true })
  expect(entry).toMatchObject({ state: 'open', tags: [{ tag: 'a', isGone: undefined }] })
})

test('one that happens at once is not waited for', async () => {
  const { outcome, phases } = await deleteFrom(slowRegistry({ delay: 0 }))
  expect(outcome).toEqual({ kind: 'deleted', image: 'deleted' })
  expect([...phases]).not.toContain('waiting')
})
