import { isDate, isDottedDate } from './dates.ts'
import { isDescribedHash, isHash, mayBeHash } from './hashes.ts'
import { naturalKey } from './naturalKey.ts'

/** A tag that names a version. */
export type Version = {
  /** Two or more, without leading zeros. */
  readonly numbers: readonly string[]
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
 * one: one number, a date, `1.0.0-b7`, `1.0.0-alpine-1234`.
 */
export function readVersion(tag: string): Version | undefined {
  const found = /^[vV]?(\d+(?:\.\d+)+)(.*)$/.exec(tag)
  if (!found || isDate(tag) || isDottedDate(tag)) return undefined
  const numbers = (found[1] ?? '').split('.').map((one) => one.replace(/^0+(?=\d)/, ''))
  const parts = readParts(found[2] ?? '')
  if (!parts) return undefined
  const { prerelease, build, variant } = parts
  const stage = prerelease ? 'prerelease' : build.length > 0 ? 'build' : 'release'
  const order = { prerelease: '0', release: '1', build: '2' }[stage]
  // `1.2` and `1.2.0` are the same version.
  const significant = numbers.join('.').replace(/(?:\.0)+$/, '')
  const key = [naturalKey(significant), order + (prerelease ?? ''), naturalKey(build.join('.'))]
  return { numbers, stage, variant: variant.join('-'), key: key.join('\u0001') }
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
  const hasSeparator = /^[-_.]/.test(rest)
  const segments = (hasSeparator ? rest.slice(1) : rest).split(/[-_]/)
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
