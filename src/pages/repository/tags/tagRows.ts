import { groupBy } from '../../../format/groupBy.ts'
import { sortNaturally } from '../../../format/naturalOrder.ts'
import { formatPlatform } from '../../../format/platform.ts'
import type { AttachmentTag, FoldedTags } from '../../../image/attachments.ts'
import type { TagSummary } from '../../../queries/readContent.ts'
import type { TagAnswers } from '../../../queries/tagAnswers.ts'
import type { Digest, Tag } from '../../../registry/names.ts'

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
      /** The tag above it: it may appear below several that share its subject. */
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

/** The sort order after a click on a column header: its natural direction, the other one, then by version again. */
export function nextSort(sort: TagSort, by: Exclude<TagSort['by'], 'version'>): string | undefined {
  const first = by === 'tag' ? by : `-${by}`
  const second = by === 'tag' ? `-${by}` : by
  if (sort.by !== by) return first
  return sort.isDescending === first.startsWith('-') ? second : undefined
}

/** Sorts tags given in version order. Unknown values come last in both directions. */
export function sortRows(tags: readonly Tag[], sort: TagSort, details: TagDetails): readonly Tag[] {
  const { by, isDescending } = sort
  const sign = isDescending ? -1 : 1
  if (by === 'version') return tags
  if (by === 'tag') {
    const byName = sortNaturally(tags, (tag) => tag)
    return isDescending ? byName.reverse() : byName
  }
  const values = new Map(
    tags.map((tag) => {
      const summary = details.of.get(tag)
      return [tag, summary && (by === 'size' ? sizeOf(summary) : timeOf(summary))]
    }),
  )
  return tags.toSorted((a, b) => {
    const x = values.get(a)
    const y = values.get(b)
    if (x === undefined || y === undefined) return Number(x === undefined) - Number(y === undefined)
    return sign * (x - y)
  })
}

/** For an index, the total. */
function sizeOf({ size }: TagSummary): number | undefined {
  if (size.kind === 'unknown') return undefined
  return size.kind === 'index' ? size.total : size.bytes
}

function timeOf({ created }: TagSummary): number | undefined {
  return created instanceof Date ? created.getTime() : undefined
}

export function listPlatforms({ of }: TagDetails): readonly string[] {
  return sortNaturally(new Set([...of.values()].flatMap(platformsOf)), (name) => name)
}

/** Platforms to offer if no tag has the typed name: known ones with that system or architecture, or the usual one. */
export function suggestPlatforms(text: string, known: readonly string[]): readonly string[] {
  const word = text.trim().toLowerCase()
  const fitting = known.filter((name) => name === word || name.split(/[/ ]/).includes(word))
  return fitting.length > 0 || !ARCHITECTURES.includes(word) ? fitting : [`linux/${word}`]
}

const ARCHITECTURES: readonly string[] = ['amd64', 'arm64', '386', 'ppc64le', 'riscv64', 's390x']

/** Whether a tag is known to point to a digest with this beginning, or to an index that contains one. */
export function hasDigest({ of }: TagDetails, tag: Tag, start: string): boolean {
  const summary = of.get(tag)
  return [summary?.digest, ...(summary?.children ?? [])].some((one) => one?.startsWith(start))
}

/** For each tag that shares its digest, all tags known to point to it. */
export function groupByDigest(
  tags: readonly Tag[],
  digestOf: (tag: Tag) => Digest | undefined,
): ReadonlyMap<Tag, readonly Tag[]> {
  const groups = groupBy(tags, digestOf)
  groups.delete(undefined)
  const shared = [...groups.values()].filter((group) => group.length > 1)
  return new Map(shared.flatMap((group) => group.map((tag) => [tag, group] as const)))
}

/**
 * `also tagged 1.2, latest, stable +2`; empty if there are no others. Until all tags are read, there may be more:
 * `also tagged 1.2, latest, …`.
 */
export function describeAlsoTagged(others: readonly Tag[], areAllRead: boolean): string {
  if (others.length === 0) return ''
  const more = !areAllRead ? ', …' : others.length > 3 ? ` +${others.length - 3}` : ''
  return `also tagged ${others.slice(0, 3).join(', ')}${more}`
}

export function hasPlatform({ of }: TagDetails, tag: Tag, platform: string): boolean {
  const summary = of.get(tag)
  return summary !== undefined && platformsOf(summary).includes(platform)
}

function platformsOf({ platforms }: TagSummary): readonly string[] {
  return platforms.flatMap((platform) => (platform ? [formatPlatform(platform)] : []))
}

/** Always the same array: a row with a new one would be rendered again. */
const NONE: readonly AttachmentTag[] = []

/** The rows of the table: tags and, where unfolded, their attachments below. */
export function listTagRows(
  tags: readonly Tag[],
  folded: FoldedTags,
  unfolded: ReadonlySet<string>,
): readonly TagRow[] {
  const rows = tags.flatMap((tag): TagRow[] => {
    const attachments = folded.attachments.get(tag) ?? NONE
    const below = unfolded.has(tag) ? attachments : NONE
    return [
      { kind: 'tag', tag, attachments },
      ...below.map((attachment) => ({ kind: 'attachment', attachment, owner: tag }) as const),
    ]
  })
  const { unplaced } = folded
  if (unplaced.length === 0) return rows
  const below = unfolded.has(UNPLACED) ? unplaced : NONE
  return [
    ...rows,
    { kind: 'unplaced', attachments: unplaced },
    ...below.map((attachment) => ({ kind: 'attachment', attachment }) as const),
  ]
}

/** No tag can have this name. */
export const UNPLACED = '*unplaced'
