import { expect, test } from 'vitest'
import { mergeReferrers } from './tags.ts'

const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value))
const read = (merged: Uint8Array): unknown => JSON.parse(new TextDecoder().decode(merged))

const one = { mediaType: 'm', digest: 'sha256:1', size: 1, artifactType: 'a' }
const two = { mediaType: 'm', digest: 'sha256:2', size: 2, annotations: { key: 'value' } }
const three = { mediaType: 'm', digest: 'sha256:3', size: 3 }

test('the current list comes first and keeps its other fields', () => {
  const present = { schemaVersion: 2, mediaType: 'x', manifests: [two], annotations: { a: 'b' } }
  const past = { schemaVersion: 2, manifests: [one, { ...two, size: 9 }, three] }
  expect(read(mergeReferrers(bytes(present), bytes(past)))).toEqual({
    ...present,
    manifests: [two, one, three],
  })
})

test('a list that lacks nothing is unchanged, byte for byte', () => {
  const present = bytes({ manifests: [one, two] })
  expect(mergeReferrers(present, bytes({ manifests: [two] }))).toBe(present)
  expect(mergeReferrers(present, bytes({ manifests: null }))).toBe(present)
})
