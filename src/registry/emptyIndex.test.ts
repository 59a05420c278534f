import { expect, test } from 'vitest'
import { createEmptyIndex, isEmptyIndex } from './emptyIndex.ts'

test('an empty index is recognized, and nothing else', () => {
  expect(isEmptyIndex(createEmptyIndex())).toBe(true)
  const index = JSON.parse(new TextDecoder().decode(createEmptyIndex())) as object
  const others = [{ ...index, manifests: [{}] }, { ...index, annotations: {} }, {}]
  for (const other of others) {
    expect(isEmptyIndex(new TextEncoder().encode(JSON.stringify(other)))).toBe(false)
  }
})
