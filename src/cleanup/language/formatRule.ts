import { compareText } from './pattern.ts'
import type { Clause, Pattern, Rule } from './rule.ts'

/**
 * The rule as the query of an address, without `?`: one text for all ways to write the same rule. Keys in
 * their order, lists sorted and without repeats, whole weeks as weeks, defaults left out.
 */
export function formatRule({ keep, max, clauses }: Rule): string {
  const search = new URLSearchParams()
  if (keep.length > 0) search.append('keep', formatPatterns(keep))
  if (max !== undefined) search.append('max', String(max))
  for (const clause of clauses) appendClause(search, clause)
  return search.toString()
}

function appendClause(search: URLSearchParams, { tags, older, newest }: Clause): void {
  search.append('tags', formatPatterns(tags))
  if (older !== undefined) search.append('older', older % 7 === 0 ? `${older / 7}w` : `${older}d`)
  if (!newest) return
  search.append('newest', String(newest.count))
  if (newest.by !== 'created') search.append('by', newest.by)
  if (newest.per) search.append('per', newest.per)
}

function formatPatterns(patterns: readonly Pattern[]): string {
  return [...new Set(patterns)].sort(compareText).join(' ')
}
