import type { Content } from './content.ts'
import {
  DAY,
  type DrawnClause,
  type DrawnNewest,
  type DrawnRule,
  NOW,
  runningOf,
} from './drawRule.ts'
import { meaningOf } from './names.ts'
import type { Sight } from './observe.ts'
import { TagView } from './tagView.ts'

// What a clean-up rule selects, derived only from the definition of its language.

/**
 * The tags to delete: those that the first clause matching them selects, unless something keeps them.
 *
 * @param sight what can be read if something may be damaged
 */
export function takenBy(rule: DrawnRule, content: Content, sight?: Sight): Set<string> {
  const { clauses, keep, max } = rule
  const running = runningOf(rule, content)
  const view = new TagView(content, sight)
  const governed = clauses.map((): string[] => [])
  for (const tag of content.tags.keys()) {
    if (isAttachment(tag, content, view) || running.tags.includes(tag) || matches(keep, tag))
      continue
    const names = ({ tags }: DrawnClause) =>
      tag === 'latest' ? tags.includes(tag) : matches(tags, tag)
    governed[clauses.findIndex(names)]?.push(tag)
  }
  const taken = clauses.flatMap((clause, at) => {
    const free = (governed[at] ?? []).filter((tag) => !view.mayHold(tag, running.digests))
    return takenByClause(clause, free, view)
  })
  return new Set(max !== undefined && taken.length > max ? [] : taken)
}

/**
 * What is named like an attachment is never deleted by a rule, unless it has the name of a list of referrers and is
 * seen to be something else.
 */
function isAttachment(tag: string, { attachmentTags }: Content, view: TagView): boolean {
  if (!/^sha256-[a-f0-9]{64}/.test(tag)) return false
  return tag.includes('.') || attachmentTags.has(tag) || !view.isReadable(tag)
}

function takenByClause(clause: DrawnClause, governed: readonly string[], view: TagView): string[] {
  const { older, newest } = clause
  const needsTime = older !== undefined || newest?.by === 'created'
  const usable = governed.filter(
    (tag) =>
      (!needsTime || view.timeOf(tag) !== undefined) &&
      (newest?.by !== 'version' || meaningOf(tag).version),
  )
  const stays = newest ? newestOf(newest, usable, view) : new Set<string>()
  const isOld = (tag: string) =>
    older === undefined || NOW - (view.timeOf(tag) ?? Infinity) > older * DAY
  return usable.filter((tag) => !stays.has(tag) && isOld(tag))
}

/** Those with fewer than so many others of their group before them; and those without a group. */
function newestOf(newest: DrawnNewest, usable: readonly string[], view: TagView): Set<string> {
  const { count, by } = newest
  const unitOf = (tag: string) => (by === 'created' ? view.digestOf(tag) : tag)
  const groupOf = (tag: string) =>
    by === 'version' && isSeries(tag, view.names) ? undefined : nameGroup(newest, tag)
  const stays = new Set<string>()
  for (const tag of usable) {
    const group = groupOf(tag)
    const above = usable.filter(
      (other) => groupOf(other) === group && orderOf(by, other, tag, view) > 0,
    )
    if (group === undefined || new Set(above.map(unitOf)).size < count) stays.add(tag)
  }
  const held = new Set([...stays].map(unitOf))
  return new Set(usable.filter((tag) => held.has(unitOf(tag))))
}

/** `undefined` for none. */
function nameGroup({ by, per }: DrawnNewest, tag: string): string | undefined {
  const { version, variant = '', prefix } = meaningOf(tag)
  const numbers = version?.slice(0, per === 'major' ? 1 : 2).join('.')
  const group = per === undefined ? '' : per === 'prefix' ? prefix : numbers
  return by === 'version' && group !== undefined ? `${group} ${variant}` : group
}

/** Whether a tag names the newest of a series: `1.2` next to `1.2.3`. */
function isSeries(tag: string, others: readonly string[]): boolean {
  const { version = [], stage, variant } = meaningOf(tag)
  if (stage !== undefined) return false
  return others.some((other) => {
    const { version: longer = [], variant: its } = meaningOf(other)
    const begins = version.every((number, at) => longer[at] === number)
    return begins && longer.length > version.length && variant === its
  })
}

/** Positive if `a` is newer, higher or later than `b`. */
function orderOf(by: DrawnNewest['by'], a: string, b: string, view: TagView): number {
  switch (by) {
    case 'created':
      return (view.timeOf(a) ?? 0) - (view.timeOf(b) ?? 0)
    case 'name':
      return compareNames(a, b)
    case 'version': {
      const [one, other] = [meaningOf(a), meaningOf(b)]
      for (const at of [0, 1, 2]) {
        const difference = (one.version?.[at] ?? 0) - (other.version?.[at] ?? 0)
        if (difference !== 0) return difference
      }
      return (one.stage ?? 0) - (other.stage ?? 0)
    }
  }
}

/** By code units, and numbers by their value. */
function compareNames(a: string, b: string): number {
  const split = (name: string): readonly string[] => name.match(/\d+|\D/g) ?? []
  const [one, other] = [split(a), split(b)]
  for (const [at, part] of one.entries()) {
    const against = other[at]
    if (against === undefined) return 1
    const difference =
      /\d/.test(part) && /\d/.test(against)
        ? Number(part) - Number(against)
        : part.charCodeAt(0) - against.charCodeAt(0)
    if (difference !== 0) return difference
  }
  return one.length - other.length
}

function matches(patterns: readonly string[], tag: string): boolean {
  return patterns.some((pattern) => {
    if (pattern.startsWith('.')) return meaningOf(tag).shape === pattern
    const expression = pattern.replaceAll('.', '\\.').replaceAll('*', '.*').replaceAll('?', '.')
    return new RegExp(`^${expression}$`).test(tag)
  })
}
