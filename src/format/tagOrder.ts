import type { Tag } from '../registry/names.ts'
import { compareNaturally } from './naturalOrder.ts'

type TagOrderKey = {
  /** 0: words such as `latest`; 1: versions; 2: everything else. */
  readonly group: number
  readonly numbers: readonly number[]
  /** `-rc.1` of `1.0.0-rc.1`. */
  readonly rest: string
}

/**
 * Tags in the order people look for them: `latest` and its like first, then versions from the highest down
 * (a release before its candidates and variants), then other names with numbers read as numbers.
 */
export function sortTags(tags: readonly Tag[]): Tag[] {
  return tags
    .map((tag) => ({ tag, key: orderKey(tag) }))
    .sort((a, b) => compareKeys(a.key, b.key) || compareNames(a.tag, b.tag))
    .map(({ tag }) => tag)
}

/** The tag that stands for a repository: `latest`, else the highest version, else the last by name. */
export function chooseNamedTag(tags: readonly Tag[]): Tag | undefined {
  let best: Tag | undefined
  let bestKey: TagOrderKey | undefined
  for (const tag of tags) {
    if (tag === 'latest') return tag
    const key = orderKey(tag)
    const isVersion = key.group === 1
    const bestIsVersion = bestKey?.group === 1
    const isBetter =
      !best ||
      (isVersion !== bestIsVersion
        ? isVersion
        : isVersion
          ? (compareKeys(key, bestKey) || compareNames(tag, best)) < 0
          : compareNames(tag, best) > 0)
    if (isBetter) {
      best = tag
      bestKey = key
    }
  }
  return best
}

const WORDS = ['latest', 'stable', 'main', 'master']

function orderKey(tag: string): TagOrderKey {
  const word = WORDS.indexOf(tag)
  if (word >= 0) return { group: 0, numbers: [-word], rest: '' }
  const version = /^v?(\d+(?:\.\d+){0,3})(?:([-+._].*)|([a-z].*))?$/i.exec(tag)
  if (!version || isHash(tag)) return { group: 2, numbers: [], rest: tag }
  const numbers = (version[1] ?? '').split('.').map(Number)
  return { group: 1, numbers, rest: version[2] ?? version[3] ?? '' }
}

/** `1234abc` is no version 1234: a commit that happens to begin with digits. */
function isHash(tag: string): boolean {
  return tag.length >= 7 && /^(?=.*[a-f])[0-9a-f]*$/i.test(tag)
}

/** `1.0` and `1.00` are equal as numbers; one order holds all the same. */
function compareNames(a: string, b: string): number {
  return compareNaturally(a, b) || (a < b ? -1 : 1)
}

function compareKeys(a: TagOrderKey | undefined, b: TagOrderKey | undefined): number {
  if (!a || !b) return 0
  if (a.group !== b.group) return a.group - b.group
  for (let at = 0; at < Math.max(a.numbers.length, b.numbers.length); at += 1) {
    // `3` stands before `3.22`: a shorter version means the newest of its kind.
    const difference =
      (b.numbers[at] ?? Number.POSITIVE_INFINITY) - (a.numbers[at] ?? Number.POSITIVE_INFINITY)
    if (difference && !Number.isNaN(difference)) return difference
  }
  if (a.rest === '' || b.rest === '') return a.rest.length - b.rest.length
  return a.group === 1 ? compareNaturally(b.rest, a.rest) : 0
}
