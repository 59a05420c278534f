import { sortNaturally } from '../../../format/naturalOrder.ts'
import { formatPlatform } from '../../../format/platform.ts'
import type { AttachmentTag, FoldedTags } from '../../../image/attachments.ts'
import type { ManifestSize } from '../../../image/imageSummary.ts'
import type { TagSummary } from '../../../queries/summaries.ts'
import type { TagAnswers } from '../../../queries/tagAnswers.ts'
import type { Tag } from '../../../registry/names.ts'

/** What is known of the tags by now. */
export type TagDetails = TagAnswers<TagSummary>

/** How the list is sorted; `-` in front of a name in the address means descending. */
export type TagSort = {
  readonly by: 'version' | 'tag' | 'created' | 'size'
  readonly isDescending: boolean
}

/** One line of the table: a tag, or something attached to the tag above it. */
export type TagRow =
  | { readonly kind: 'tag'; readonly tag: Tag; readonly attachments: readonly AttachmentTag[] }
  | {
      readonly kind: 'attachment'
      readonly attachment: AttachmentTag
      /** The tag it stands below: it may stand below several that share its subject. */
      readonly owner?: Tag
    }
  | { readonly kind: 'unplaced'; readonly attachments: readonly AttachmentTag[] }

export function parseSort(text: string | null): TagSort {
  const isDescending = text?.startsWith('-') ?? false
  const by = isDescending ? text?.slice(1) : text
  return by === 'tag' || by === 'created' || by === 'size'
    ? { by, isDescending }
    : { by: 'version', isDescending: false }
}

/** The sort that a click on a column's head leads to: its natural direction, the other, then by version again. */
export function nextSort(sort: TagSort, by: Exclude<TagSort['by'], 'version'>): string | undefined {
  const first = by === 'tag' ? by : `-${by}`
  const second = by === 'tag' ? `-${by}` : by
  if (sort.by !== by) return first
  return sort.isDescending === first.startsWith('-') ? second : undefined
}

/** Sorts tags that come in version order; what is not known yet, or cannot be, stands last in both directions. */
export function sortRows(tags: readonly Tag[], sort: TagSort, details: TagDetails): readonly Tag[] {
  const sign = sort.isDescending ? -1 : 1
  switch (sort.by) {
    case 'version':
      return tags
    case 'tag': {
      const byName = sortNaturally(tags, (tag) => tag)
      return sort.isDescending ? byName.reverse() : byName
    }
    case 'created':
      return sortByNumber(tags, sign, (tag) => {
        const created = details.of.get(tag)?.created
        return created instanceof Date ? created.getTime() : undefined
      })
    case 'size':
      return sortByNumber(tags, sign, (tag) => {
        const size = details.of.get(tag)?.size
        return size && sizeToSortBy(size)
      })
  }
}

/** An index counts with its total. */
function sizeToSortBy(size: ManifestSize): number | undefined {
  if (size.kind === 'unknown') return undefined
  return size.kind === 'index' ? size.total : size.bytes
}

function sortByNumber(
  tags: readonly Tag[],
  sign: number,
  read: (tag: Tag) => number | undefined,
): readonly Tag[] {
  const values = new Map(tags.map((tag) => [tag, read(tag)]))
  return tags.toSorted((a, b) => {
    const x = values.get(a)
    const y = values.get(b)
    if (x === undefined || y === undefined) return Number(x === undefined) - Number(y === undefined)
    return sign * (x - y)
  })
}

/** The platforms that are known to occur, sorted. */
export function listPlatforms(details: TagDetails): readonly string[] {
  const names = new Set<string>()
  for (const { platforms } of details.of.values()) {
    for (const platform of platforms) if (platform) names.add(formatPlatform(platform))
  }
  return sortNaturally(names, (name) => name)
}

export function hasPlatform(details: TagDetails, tag: Tag, platform: string): boolean {
  return (
    details.of.get(tag)?.platforms.some((one) => one && formatPlatform(one) === platform) ?? false
  )
}

/** Always the same one: a row with other attachments is drawn anew. */
const NONE: readonly AttachmentTag[] = []

/** The lines of the table: tags with what is attached to them below where it is unfolded. */
export function listTagRows(
  tags: readonly Tag[],
  folded: FoldedTags,
  unfolded: ReadonlySet<string>,
): readonly TagRow[] {
  const rows: TagRow[] = []
  for (const tag of tags) {
    const attachments = folded.attachments.get(tag) ?? NONE
    rows.push({ kind: 'tag', tag, attachments })
    if (unfolded.has(tag)) {
      for (const attachment of attachments) {
        rows.push({ kind: 'attachment', attachment, owner: tag })
      }
    }
  }
  if (folded.unplaced.length > 0) {
    rows.push({ kind: 'unplaced', attachments: folded.unplaced })
    if (unfolded.has(UNPLACED)) {
      for (const attachment of folded.unplaced) rows.push({ kind: 'attachment', attachment })
    }
  }
  return rows
}

/** No tag can have this name. */
export const UNPLACED = '*unplaced'
