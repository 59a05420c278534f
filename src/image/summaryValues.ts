import type { ImageSummary } from './imageSummary.ts'

/** The compressed size in bytes by which images are sorted: of an index, all of it. */
export function sizeOf({ size }: ImageSummary): number | undefined {
  if (size.kind === 'unknown') return undefined
  return size.kind === 'index' ? size.total : size.bytes
}

/** When it was created, in `Date.now()` milliseconds. */
export function timeOf({ created }: ImageSummary): number | undefined {
  return created instanceof Date ? created.getTime() : undefined
}
