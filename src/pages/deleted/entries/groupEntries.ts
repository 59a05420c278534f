import type { JournalEntry } from '../../../deletion/journal/journal.ts'
import { sortTags } from '../../../format/tagOrder.ts'
import { describeEntry } from './describeEntry.ts'

/** Groups entries by deletion, in the given order; within a group they are sorted as in the list of tags. */
export function groupEntries(entries: readonly JournalEntry[]): readonly JournalEntry[][] {
  const groups = new Map<string, JournalEntry[]>()
  for (const entry of entries) {
    const group = groups.get(entry.run)
    if (group) group.push(entry)
    else groups.set(entry.run, [entry])
  }
  return [...groups.values()].map((group) => (group.length > 1 ? inOrder(group) : group))
}

function inOrder(group: readonly JournalEntry[]): JournalEntry[] {
  const tagsOf = new Map(group.map((entry) => [entry, describeEntry(entry).tags]))
  const order = new Map(sortTags([...tagsOf.values()].flat()).map((tag, at) => [tag, at]))
  const placeOf = (entry: JournalEntry) =>
    Math.min(...(tagsOf.get(entry) ?? []).map((tag) => order.get(tag) ?? 0))
  return group.toSorted((a, b) => placeOf(a) - placeOf(b))
}
