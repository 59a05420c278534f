import type { Tag } from '../registry/names.ts'
import { beginsWithDate } from './dates.ts'
import { compareTexts, readingKey, sortNaturally } from './naturalOrder.ts'
import { guessVersion, listSeries, namesSeries, seriesKeyOf } from './versions.ts'

/** A tag's sort keys, compared by code units. */
type Place = {
  readonly tag: Tag
  readonly group: 'word' | 'version' | 'day' | 'name'
  /** The key of its version, and of that version's variant. */
  readonly version: string
  readonly variant: string
  readonly name: string
}

const GROUPS: readonly Place['group'][] = ['word', 'version', 'day', 'name']
const WORDS: readonly string[] = ['latest', 'stable', 'main', 'master']

/**
 * Tags in the order people look for them: `latest` and the like; versions from the highest down (a series such as
 * `1.2` before its members, variants after their version); dates from the newest back; others in natural order.
 */
export function sortTags(tags: readonly Tag[]): Tag[] {
  return listPlaces(tags)
    .sort(comparePlaces)
    .map(({ tag }) => tag)
}

/** The tag that represents a repository: `latest`, else the highest version, else the last by name. */
export function chooseNamedTag(tags: readonly Tag[]): Tag | undefined {
  if (tags.includes('latest' as Tag)) return 'latest' as Tag
  const versions = listPlaces(tags).filter(({ group }) => group === 'version')
  return versions.sort(comparePlaces)[0]?.tag ?? sortNaturally(tags, (tag) => tag).at(-1)
}

function listPlaces(tags: readonly Tag[]): Place[] {
  const versions = tags.map(guessVersion)
  const series = listSeries(versions)
  return tags.map((tag, at): Place => {
    const version = versions[at]
    const name = readingKey(tag)
    if (!version) {
      const group = WORDS.includes(tag) ? 'word' : beginsWithDate(tag) ? 'day' : 'name'
      return { tag, group, version: '', variant: '', name }
    }
    const key = namesSeries(version, series) ? seriesKeyOf(version) : version.key
    // No variant comes first.
    const variant = version.variant === '' ? '\uffff' : readingKey(version.variant)
    return { tag, group: 'version', version: key, variant, name }
  })
}

function comparePlaces(a: Place, b: Place): number {
  if (a.group !== b.group) return GROUPS.indexOf(a.group) - GROUPS.indexOf(b.group)
  if (a.group === 'word') return WORDS.indexOf(a.tag) - WORDS.indexOf(b.tag)
  const byName = compareTexts(a.name, b.name) || compareTexts(b.tag, a.tag)
  if (a.group === 'day') return -byName
  return compareTexts(b.version, a.version) || compareTexts(b.variant, a.variant) || byName
}
