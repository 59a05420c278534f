import { expect, test } from 'vitest'
import { mergeReferrers, withReferrers, withoutReferrers } from './referrersMerge.ts'

const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value))
const read = (merged: Uint8Array | undefined): unknown =>
  merged && JSON.parse(new TextDecoder().decode(merged))

const one = { mediaType: 'm', digest: 'sha256:1', size: 1, artifactType: 'a' }
const two = { mediaType: 'm', digest: 'sha256:2', size: 2, annotations: { key: 'value' } }
const three = { mediaType: 'm', digest: 'sha256:3', size: 3 }

test('the present list comes first and keeps what else it says', () => {
  const present = { schemaVersion: 2, mediaType: 'x', manifests: [two], annotations: { a: 'b' } }
  const past = { schemaVersion: 2, manifests: [one, { ...two, size: 9 }, three] }
  expect(read(mergeReferrers(bytes(present), bytes(past)))).toEqual({
    ...present,
    manifests: [two, one, three],
  })
})

test('a list that lacks nothing stays as it is, byte for byte', () => {
  const present = bytes({ manifests: [one, two] })
  expect(mergeReferrers(present, bytes({ manifests: [two] }))).toBe(present)
  expect(mergeReferrers(present, bytes({ manifests: null }))).toBe(present)
})

test('what is no list is not merged', () => {
  const list = bytes({ manifests: [one] })
  expect(mergeReferrers(new TextEncoder().encode('no JSON'), list)).toBeUndefined()
  expect(mergeReferrers(list, bytes({ manifests: 'none' }))).toBeUndefined()
  expect(mergeReferrers(list, bytes({ manifests: [{ size: 1 }] }))).toBeUndefined()
})

const text = (list: Uint8Array | undefined) => list && new TextDecoder().decode(list)

test('an entry goes, and everything else stays in its place', () => {
  const list = { z: 1, manifests: [one, two, three], annotations: { b: '1', a: '2' } }
  const without = withoutReferrers(bytes(list), new Set([two.digest]))
  expect(text(without)).toBe(JSON.stringify({ ...list, manifests: [one, three] }))
  expect(text(withoutReferrers(bytes({ manifests: [one] }), new Set([one.digest])))).toBe(
    '{"manifests":[]}',
  )
  expect(withoutReferrers(bytes(list), new Set(['sha256:4']))).toBeUndefined()
  expect(withoutReferrers(bytes('no list'), new Set([one.digest]))).toBeUndefined()
})

test('only the named entries come back, and the old list where that is what it says', () => {
  const past = { annotations: { a: 'b' }, manifests: [one, two, three] }
  const old = new TextEncoder().encode(JSON.stringify(past, undefined, 1))
  const again = (present: object | undefined, ...digests: string[]) =>
    withReferrers(present && bytes(present), old, new Set(digests))
  expect(again({ ...past, manifests: [three, one] }, two.digest)).toBe(old)
  expect(read(again({ manifests: [three] }, two.digest))).toEqual({ manifests: [three, two] })
  expect(read(again({ manifests: [three, one] }, two.digest))).not.toHaveProperty('annotations')
  expect(read(again(undefined, two.digest))).toEqual({ ...past, manifests: [two] })
  expect(withReferrers(old, old, new Set([one.digest]))).toBe(old)
})
