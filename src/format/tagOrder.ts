import type { Tag } from '../registry/names.ts'
import { beginsWithDate } from './dates.ts'
import { compareNaturally } from './naturalOrder.ts'
import { guessVersion, listSeries, namesSeries, seriesKeyOf } from './versions.ts'

/** Where a tag stands in a list. */
type Place = {
  readonly tag: Tag
  readonly group: 'word' | 'version' | 'day' | 'name'
  /** Of a version. */
  readonly key: string
  readonly variant: string
}

const GROUPS: readonly Place['group'][] = ['word', 'version', 'day', 'name']
const WORDS: readonly string[] = ['latest', 'stable', 'main', 'master']

/**
 * Tags in the order people look for them: `latest` and its like first, then versions from the highest down
 * (a series such as `1.2` before what it is a series of, variants behind their version), days from the last
 * one back, then other names with numbers read as numbers.
 */
export function sortTags(tags: readonly Tag[]): Tag[] {
  return listPlaces(tags)
    .sort(comparePlaces)
    .map(({ tag }) => tag)
}

/** The tag that stands for a repository: `latest`, else the highest version, else the last by name. */
export function chooseNamedTag(tags: readonly Tag[]): Tag | undefined {
  if (tags.includes('latest' as Tag)) return 'latest' as Tag
  const [first, ...versions] = listPlaces(tags).filter(({ group }) => group === 'version')
  if (first) {
    return versions.reduce((best, one) => (comparePlaces(one, best) < 0 ? one : best), first).tag
  }
  const [name, ...names] = tags
  return name && names.reduce((last, one) => (compareNames(one, last) > 0 ? one : last), name)
}

function listPlaces(tags: readonly Tag[]): Place[] {
  const versions = tags.map(guessVersion)
  const series = listSeries(versions)
  return tags.map((tag, at): Place => {
    const version = versions[at]
    if (version) {
      const key = namesSeries(version, series) ? seriesKeyOf(version) : version.key
      return { tag, group: 'version', key, variant: version.variant }
    }
    const group = WORDS.includes(tag) ? 'word' : beginsWithDate(tag) ? 'day' : 'name'
    return { tag, group, key: '', variant: '' }
  })
}

function comparePlaces(a: Place, b: Place): number {
  if (a.group !== b.group) return GROUPS.indexOf(a.group) - GROUPS.indexOf(b.group)
  switch (a.group) {
    case 'word':
      return WORDS.indexOf(a.tag) - WORDS.indexOf(b.tag)
    case 'version':
      if (a.key !== b.key) return a.key < b.key ? 1 : -1
      return compareVariants(a, b) || compareNames(a.tag, b.tag)
    case 'day':
      return compareNames(b.tag, a.tag)
    case 'name':
      return compareNames(a.tag, b.tag)
  }
}

function compareVariants({ variant }: Place, { variant: other }: Place): number {
  if (variant === '' || other === '') return variant.length - other.length
  return compareNaturally(other, variant)
}

/** `1.0` and `1.00` are equal as numbers; one order holds all the same. */
function compareNames(a: string, b: string): number {
  return compareNaturally(a, b) || (a < b ? -1 : 1)
}
