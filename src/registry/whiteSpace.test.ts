import { expect, test } from 'vitest'
import { sha256Digest } from './digest.ts'
import { ADDED_SIZE, isCopyOf, withWhiteSpace } from './whiteSpace.ts'

test('the content is the same JSON, with a unique digest each time', () => {
  const manifest = new TextEncoder().encode('{"schemaVersion": 2}')
  const copies = Array.from({ length: 200 }, () => withWhiteSpace(manifest))
  expect(new Set(copies.map((bytes) => sha256Digest(bytes))).size).toBe(200)
  for (const bytes of copies) {
    const text = new TextDecoder().decode(bytes)
    expect(text).toMatch(/^\{"schemaVersion": 2\}[ \t\n\r]+$/)
    expect(JSON.parse(text)).toEqual({ schemaVersion: 2 })
    expect(bytes.length).toBe(manifest.length + ADDED_SIZE)
  }
})

test('at least 64 bits are random: every symbol occurs at every position', () => {
  const seen = Array.from({ length: ADDED_SIZE }, () => new Set<number>())
  for (let count = 0; count < 400; count += 1) {
    for (const [place, byte] of withWhiteSpace(new Uint8Array()).entries()) seen[place]?.add(byte)
  }
  expect(seen.every((symbols) => symbols.size === 4)).toBe(true)
  expect(ADDED_SIZE * 2).toBeGreaterThanOrEqual(64)
})

test('only its own copies are recognized', () => {
  const manifest = new TextEncoder().encode('{"schemaVersion":2}')
  const copy = withWhiteSpace(manifest)
  expect(isCopyOf(copy, manifest)).toBe(true)
  expect(isCopyOf(manifest, manifest)).toBe(false)
  expect(isCopyOf(new TextEncoder().encode(`{"schemaVersion":3}${' '.repeat(48)}`), manifest)).toBe(
    false,
  )
  expect(isCopyOf(new TextEncoder().encode(`{"schemaVersion":2}${'x'.repeat(48)}`), manifest)).toBe(
    false,
  )
})
