import { expect, test } from 'vitest'
import { digestOf as digest, groupOf as group, planOf } from '../../../../test/deletionPlan.ts'
import type { DeletionPlan, PlannedGroup } from '../../../deletion/plan/deletionPlan.ts'
import { parseManifest } from '../../../registry/manifest.ts'
import { MEDIA_TYPE } from '../../../registry/mediaTypes.ts'
import type { Digest, Tag } from '../../../registry/names.ts'
import { countForGood, findNameProblem } from '../words.ts'
import { countParts, namePart, partsOf } from './planParts.ts'

const [index, amd, arm, attestation, signature] = ['a', 'b', 'c', 'd', 'e'].map(digest) as [
  Digest,
  Digest,
  Digest,
  Digest,
  Digest,
]

function entry(of: Digest, architecture: string) {
  return {
    mediaType: MEDIA_TYPE.ociManifest,
    digest: of,
    size: 1,
    platform: { os: architecture === 'unknown' ? 'unknown' : 'linux', architecture },
  }
}

function plan(groups: readonly PlannedGroup[]): DeletionPlan {
  const manifests = [entry(amd, 'amd64'), entry(arm, 'arm64'), entry(attestation, 'unknown')]
  const json = { schemaVersion: 2, mediaType: MEDIA_TYPE.ociIndex, manifests }
  const manifest = parseManifest(json, MEDIA_TYPE.ociIndex)
  const bytes = new TextEncoder().encode(JSON.stringify(json))
  const fetched = { digest: index, mediaType: MEDIA_TYPE.ociIndex, bytes, manifest }
  return planOf(groups, {
    store: { ...planOf([]).store, known: new Map([[index, fetched]]) },
  })
}

test('what is deleted along is listed under what was selected, children before attachments, at any depth', () => {
  const selected = group({ tags: ['1.0'] as unknown as Tag[] })
  const tags = [`${amd.replace(':', '-')}.sig`] as Tag[]
  const deep = group({
    digest: signature,
    tags,
    role: { kind: 'attachment', of: [amd] },
  })
  const children = [amd, arm, attestation].map((one) =>
    group({ digest: one, role: { kind: 'child', of: [index] } }),
  )
  const made = plan([deep, selected, ...children])
  const parts = partsOf(made).get(selected) ?? []
  expect(parts.map((part) => part.digest)).toEqual([amd, arm, attestation, signature])
  const names = parts.map((part) => namePart(made, part, part.role))
  expect(names.map(({ platform }) => platform)).toEqual([
    'linux/amd64',
    'linux/arm64',
    undefined,
    undefined,
  ])
  expect(countParts(names)).toBe('2 platform images, 1 attestation, 1 signature')
})

test('children that are kept are not listed as deleted', () => {
  const selected = group({})
  const kept = group({
    digest: amd,
    role: { kind: 'child', of: [index] },
    method: { kind: 'none', because: { kind: 'schema-1' } },
  })
  expect(partsOf(plan([selected, kept])).get(selected)).toEqual([])
})

test('the name must be typed if it can’t be undone, or if the whole repository is deleted', () => {
  const lost = group({ undo: { kind: 'no', because: 'missing-child' } })
  const nothing = group({ undo: { kind: 'no', because: 'nothing-there' } })
  expect(countForGood(plan([group({})]))).toBe(0)
  expect(countForGood(plan([group({}), lost]))).toBe(1)
  expect(countForGood(plan([nothing, group({ undo: { kind: 'unchecked' } })]))).toBe(0)
  const kept = { ...lost, method: { kind: 'none', because: { kind: 'schema-1' } } } as const
  expect(countForGood(plan([kept]))).toBe(0)
})

test.for([
  ['team/app', true, undefined],
  [' team/app ', true, undefined],
  ['team', false, undefined],
  ['team', true, 'That is not this repository’s name'],
  ['', true, 'Type the name first'],
  ['team/apple', false, 'That is not this repository’s name'],
] as const)('%j, tried: %s', ([typed, isTried, problem]) => {
  const found = findNameProblem(typed, 'team/app', isTried)
  expect(found ?? '').toMatch(problem ?? /^$/)
})
