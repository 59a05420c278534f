import { beginsWithDate, isDate, isDottedDate } from './dates.ts'
import { isDescribedHash, isHash, mayBeHash } from './hashes.ts'
import { naturalKey } from './naturalOrder.ts'

export type Version = {
  /** `1.2.3`, without leading zeros. */
  readonly numbers: string
  readonly stage: 'prerelease' | 'release' | 'build'
  /** `alpine` of `1.2.3-alpine`; empty if there is none. Variants are versions of their own. */
  readonly variant: string
  /** Sorts versions of one variant, compared by code units; the same for equal versions. */
  readonly key: string
}

/** Words for pre-releases in ascending order; those in one list are equal. */
const STAGES: readonly (readonly string[])[] = [
  ['dev', 'snapshot', 'nightly', 'canary', 'unstable'],
  ['alpha'],
  ['beta', 'milestone', 'ea'],
  ['pre', 'preview', 'next'],
  ['rc', 'cr'],
]
const PRERELEASE = new RegExp(`^(${STAGES.flat().join('|')})[.]?(\\d*(?:\\.\\d+)*)$`, 'i')

/**
 * Parses a version: an optional `v`, at least two numbers, then what makes it a pre-release, a build or a variant.
 * Pre-releases sort before their release, builds after it. `undefined` if unclear: a single number, a date,
 * `1.0.0-b7`, `1.0.0-alpine-1234`. SemVer's `+`, impossible in tags, is accepted for the `_` that Helm writes
 * instead.
 */
export function readVersion(tag: string): Version | undefined {
  const { numbers, rest } = readNumbers(tag)
  const parts =
    !numbers.includes('.') || isDate(tag) || isDottedDate(tag) ? undefined : readParts(rest)
  return parts && makeVersion(numbers, parts)
}

/**
 * The same for sorting lists, where nothing depends on it: anything but dates and hashes is sorted by the numbers it
 * starts with, if any, and the rest counts as a variant: `3`, `1.0.0-b7`, `2026.09.30`.
 */
export function guessVersion(tag: string): Version | undefined {
  const { numbers, rest } = readNumbers(tag)
  if (numbers === '' || beginsWithDate(tag) || isHash(tag)) return undefined
  return makeVersion(numbers, readParts(rest) ?? { build: [], variant: [rest] })
}

/** The names of version series among these tags: `1.2` if there is a `1.2.3`. */
export function listSeries(versions: readonly (Version | undefined)[]): ReadonlySet<string> {
  const series = new Set<string>()
  for (const version of versions) {
    let name = version?.numbers ?? ''
    while (name.includes('.')) {
      name = name.slice(0, name.lastIndexOf('.'))
      series.add(`${name} ${version?.variant}`)
    }
  }
  return series
}

export function namesSeries(
  { numbers, variant, stage }: Version,
  series: ReadonlySet<string>,
): boolean {
  return stage === 'release' && series.has(`${numbers} ${variant}`)
}

function readNumbers(tag: string): { numbers: string; rest: string } {
  const [, numbers = '', rest = ''] = /^[vV]?(\d+(?:\.\d+)*)(.*)$/.exec(tag) ?? []
  return { numbers: numbers.replace(/(?<=^|\.)0+(?=\d)/g, ''), rest }
}

function makeVersion(numbers: string, parts: Parts): Version {
  const { prerelease, build, variant } = parts
  const stage = prerelease ? 'prerelease' : build.length > 0 ? 'build' : 'release'
  const order = { prerelease: '0', release: '1', build: '2' }[stage]
  // `1.2` and `1.2.0` are the same version.
  const significant = naturalKey(numbers.replace(/(?:\.0)+$/, ''))
  const key = `${significant}\u0001${order}${prerelease ?? ''}\u0001${naturalKey(build.join('.'))}`
  return { numbers, stage, variant: variant.join('-'), key }
}

/** A series sorts after everything in it: no other key contains this character. */
export function seriesKeyOf({ numbers }: Version): string {
  return `${naturalKey(numbers)}\uffff`
}

type Parts = {
  /** Its rank among pre-releases. */
  prerelease?: string
  readonly build: string[]
  readonly variant: string[]
}

/** What follows the numbers; `undefined` if unclear. */
function readParts(rest: string): Parts | undefined {
  const parts: Parts = { build: [], variant: [] }
  if (rest === '') return parts
  const hasSeparator = /^[-_.+]/.test(rest)
  const segments = (hasSeparator ? rest.slice(1) : rest).split(/[-_+]/)
  for (const [at, segment] of segments.entries()) {
    const prerelease = PRERELEASE.exec(segment)
    if (prerelease) {
      if (at > 0) return undefined
      const [, word = '', count = ''] = prerelease
      const place = STAGES.findIndex((words) => words.includes(word.toLowerCase()))
      parts.prerelease = `${place}${naturalKey(count)}`
    } else if (at === 0 && !hasSeparator) {
      return undefined
    } else if (isBuild(segment)) {
      // A number after a variant may be the variant's version: `ubuntu-22.04`.
      if (parts.variant.length > 0) return undefined
      parts.build.push(segment)
    } else if (segment === 'dirty' && parts.build.length > 0) {
      parts.build.push(segment)
    } else if (isVariant(segment)) {
      parts.variant.push(segment.toLowerCase())
    } else {
      return undefined
    }
  }
  return parts
}

function isBuild(segment: string): boolean {
  const isCount = /^(?:build\.?)?\d+(?:\.\d+)*$/.test(segment)
  return isCount || isHash(segment) || isDescribedHash(segment)
}

/** A letter with digits may be a revision, a beta or a milestone; hexadecimal letters may be a hash. */
function isVariant(segment: string): boolean {
  return /^[a-z][a-z0-9.]*$/i.test(segment) && !/^[a-z]\d+$/i.test(segment) && !mayBeHash(segment)
}
