import type { Digest, Tag } from '../../registry/names.ts'
import type { UsableTime } from './candidateTime.ts'
import type { Candidate, Group, Rank, Reason } from './evaluation.ts'
import { compareTexts, naturalKey } from '../../format/naturalOrder.ts'
import type { GroupKey, Newest, Pattern } from '../language/rule.ts'
import { isDate } from '../../format/dates.ts'
import { isDescribedHash, isHash } from '../../format/hashes.ts'
import { type Version, listSeries, namesSeries, readVersion } from '../../format/versions.ts'

/** A tag that a clause decides, with the pattern that matches it. */
export type Governed = { readonly candidate: Candidate; readonly by: Pattern }

/** A tag with all values that the clause needs. */
export type Usable = Governed & {
  readonly time: UsableTime | undefined
  readonly version: Version | undefined
}

/**
 * Counts each group separately: keeps the newest of each, and what can't be counted; ranks the others.
 *
 * @param names of the whole repository: `1.2` is the series of `1.2.3` even if that is kept or protected
 * @param reasons collects why tags are kept
 */
export function rankNewest(
  newest: Newest,
  usable: readonly Usable[],
  names: readonly Tag[],
  reasons: Map<Tag, Reason>,
) {
  const groups = new Map<string, Usable[]>()
  const staying = new Map<Digest, Tag>()
  const hold = ({ candidate: { tag, digest } }: Usable, reason: Reason) => {
    reasons.set(tag, reason)
    if (newest.by === 'created' && digest && !staying.has(digest)) staying.set(digest, tag)
  }
  const series = newest.by === 'version' ? listSeries(names.map(readVersion)) : undefined
  for (const one of usable) {
    const name = nameGroup(newest, one)
    if (series && one.version && namesSeries(one.version, series))
      hold(one, { kind: 'names-series' })
    else if (name === undefined) hold(one, { kind: 'no-group' })
    else if (!groups.get(name)?.push(one)) groups.set(name, [one])
  }
  const ranks = new Map<Tag, Rank>()
  const ordered: Pick<Group, 'name' | 'tags'>[] = []
  for (const [group, members] of groups) {
    const places = placeOf(newest, members)
    const sorted = members.toSorted((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0))
    ordered.push({ name: group, tags: sorted.map(({ candidate }) => candidate.tag) })
    for (const one of sorted) {
      const place = places.get(one) ?? 0
      const found = { place, by: newest.by, group }
      ranks.set(one.candidate.tag, found)
      if (place <= newest.count) hold(one, { kind: 'among-newest', rank: found })
    }
  }
  // All tags of the clause that point to one image share its fate.
  for (const { candidate } of usable) {
    const other = candidate.digest && staying.get(candidate.digest)
    if (other && !reasons.has(candidate.tag))
      reasons.set(candidate.tag, { kind: 'same-image', tag: other })
  }
  return { ranks, groups: ordered.toSorted((a, b) => compareTexts(a.name, b.name)) }
}

function nameGroup({ per }: Newest, { candidate, version }: Usable): string | undefined {
  const group = per ? readGroup(candidate.tag, per) : ''
  // The `alpine` images of a version are neither older nor newer than the others.
  return group === undefined ? undefined : [group, version?.variant].filter(Boolean).join(' ')
}

/** The rank of each member from 1; ties share one, and each counts. By `created`, an image's tags count once. */
function placeOf({ by }: Newest, members: readonly Usable[]): ReadonlyMap<Usable, number> {
  const keyed = members.map((one) => ({ one, key: orderKey(by, one), unit: unitOf(by, one) }))
  keyed.sort((a, b) => compareTexts(b.key, a.key))
  const places = new Map<Usable, number>()
  const units = new Set<string>()
  let place = 1
  let last: string | undefined
  for (const { one, key, unit } of keyed) {
    if (key !== last) place = units.size + 1
    last = key
    units.add(unit)
    places.set(one, place)
  }
  return places
}

function unitOf(by: Newest['by'], { candidate }: Usable): string {
  return by === 'created' ? (candidate.digest ?? candidate.tag) : candidate.tag
}

function orderKey(by: Newest['by'], { candidate, time, version }: Usable): string {
  switch (by) {
    case 'created':
      return String(time?.created.getTime()).padStart(16, '0')
    case 'version':
      return version?.key ?? ''
    case 'name':
      return naturalKey(candidate.tag)
  }
}

/**
 * The group of a tag: `ci-main` of `ci-main-1234`, `1.2` of `1.2.3`, `1` of `1.2.3`. `undefined` if there is none:
 * nothing to strip from its end, or no version.
 */
export function readGroup(tag: string, per: GroupKey): string | undefined {
  if (per === 'prefix') return readPrefix(tag)
  const numbers = readVersion(tag)?.numbers
  return numbers?.split('.', per === 'minor' ? 2 : 1).join('.')
}

/**
 * A tag without the numbers, dates and hashes at its end that are separated by `-` or `_`; empty if it consists only
 * of those, `undefined` if it doesn't end with one. The numbers of a version don't count: `v1.2.3` has no prefix,
 * that of `v1.2.3-12-ge7e744a` is `v1.2.3`.
 */
function readPrefix(tag: string): string | undefined {
  if (isDate(tag)) return ''
  const parts = tag.split(/([-_])/)
  let length = parts.length
  while (length > 0 && isCount(parts[length - 1] ?? '')) length -= 2
  if (length === parts.length) return undefined
  return length <= 0 ? '' : parts.slice(0, length).join('')
}

function isCount(part: string): boolean {
  return /^\d+$/.test(part) || isDate(part) || isHash(part) || isDescribedHash(part)
}
