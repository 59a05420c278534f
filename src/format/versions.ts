import { beginsWithDate, isDate, isDottedDate } from './dates.ts'
import { isDescribedHash, isHash, mayBeHash } from './hashes.ts'
import { naturalKey } from './naturalOrder.ts'

/** A tag that names a version. */
export type Version = {
  /** `1.2.3`, without leading zeros. */
  readonly numbers: string
  readonly stage: 'prerelease' | 'release' | 'build'
  /** `alpine` of `1.2.3-alpine`; empty for none. Variants are versions of their own. */
  readonly variant: string
  /** Puts versions of one variant in order when compared by code units; equal versions have the same. */
  readonly key: string
}

/** Words for what comes before a release, in their order; those of one place are equals. */
const STAGES: readonly (readonly string[])[] = [
  ['dev', 'snapshot', 'nightly', 'canary', 'unstable'],
  ['alpha'],
  ['beta', 'milestone', 'ea'],
  ['pre', 'preview', 'next'],
  ['rc', 'cr'],
]
const PRERELEASE = new RegExp(`^(${STAGES.flat().join('|')})[.]?(\\d*(?:\\.\\d+)*)$`, 'i')

/**
 * Reads a version: an optional `v`, two numbers or more, then what makes it a pre-release, a build or a
 * variant. Order: pre-releases before their release, builds after it. `undefined` for what is not clearly
 * one: one number, a date, `1.0.0-b7`, `1.0.0-alpine-1234`. SemVer's `+`, which no tag can have, may stand for
 * the `_` that Helm writes for it.
 */
export function readVersion(tag: string): Version | undefined {
  const { numbers, rest } = readNumbers(tag)
  const parts =
    !numbers.includes('.') || isDate(tag) || isDottedDate(tag) ? undefined : readParts(rest)
  return parts && makeVersion(numbers, parts)
}

/**
 * The same for a list that people look through, where nothing depends on it: what is not clearly a version
 * has its place by the numbers that it begins with, and what follows them counts as a variant: `3`,
 * `1.0.0-b7`, `2026.09.30`. `undefined` for days, hashes, and what begins with no number.
 */
export function guessVersion(tag: string): Version | undefined {
  const { numbers, rest } = readNumbers(tag)
  if (numbers === '' || beginsWithDate(tag) || isHash(tag)) return undefined
  return makeVersion(numbers, readParts(rest) ?? { build: [], variant: [rest] })
}

/** What names a series of versions among these tags: `1.2` where there is a `1.2.3`. */
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

/** Whether a version is the name of a series that `listSeries` found. */
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

/** The name of a series stands behind everything in it: no key has this character. */
export function seriesKeyOf({ numbers }: Version): string {
  return `${naturalKey(numbers)}\uffff`
}

type Parts = {
  /** Its place among pre-releases. */
  prerelease?: string
  readonly build: string[]
  readonly variant: string[]
}

/** What stands behind the numbers; `undefined` where it is not clear. */
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
      // A number behind a variant may be a version of that: `ubuntu-22.04`.
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

/** A letter with figures may be a revision, a beta or a milestone; hexadecimal letters may be a hash. */
function isVariant(segment: string): boolean {
  return /^[a-z][a-z0-9.]*$/i.test(segment) && !/^[a-z]\d+$/i.test(segment) && !mayBeHash(segment)
}
