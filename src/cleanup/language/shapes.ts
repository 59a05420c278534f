import { isDate } from '../../format/dates.ts'
import { isHash } from '../../format/hashes.ts'
import { readVersion } from '../../format/versions.ts'

/** Forms of tags that tools generate. A tag has at most one; if several would fit, it has none. */
export const SHAPES = ['.release', '.prerelease', '.build', '.sha', '.date', '.number'] as const
export type Shape = (typeof SHAPES)[number]

/** Common lengths of short and full hashes: digits alone may be a number or a hash. */
const HASH_LENGTHS: readonly number[] = [7, 8, 12, 40, 64]

export function isShape(pattern: string): pattern is Shape {
  return (SHAPES as readonly string[]).includes(pattern)
}

/**
 * The shape of a tag:
 * - `.release`: at least three numbers, optionally a variant: `v1.2.3`, `1.2.3.4`, `1.2.3-alpine3.20`
 * - `.prerelease`: at least two numbers and a word such as `rc`, `beta`, `dev`, `snapshot`: `1.2.0-rc.1`, `1.2rc3`
 * - `.build`: at least two numbers and a count or a commit: `v1.0.0-12-ge7e744a7`, `1.0.2-1234`
 * - `.sha`: 7 to 40 or 64 hexadecimal digits, including a digit and a letter: `e7e744a`, `sha-e7e744a`
 * - `.date`: `2026-09-30`, `20260930`, optionally with a time or a count: `20260930-1215`, `20260930.2`
 * - `.number`: digits only: `1234`
 *
 * `2026.09.30` may be a version or a date, `1234567` a number or a hash: such tags have no shape.
 */
export function readShape(tag: string): Shape | undefined {
  if (isDate(tag)) return '.date'
  if (/^\d+$/.test(tag)) return HASH_LENGTHS.includes(tag.length) ? undefined : '.number'
  if (isHash(tag) || /^(?:sha|git)-[0-9a-f]{7,40}$/.test(tag)) return '.sha'
  const version = readVersion(tag)
  if (!version) return undefined
  if (version.stage === 'release')
    return version.numbers.split('.').length >= 3 ? '.release' : undefined
  return version.stage === 'build' ? '.build' : '.prerelease'
}
