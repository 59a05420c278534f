import { groupBy } from '../../../format/groupBy.ts'
import { sortByValue } from '../../../format/sortByValue.ts'
import { sortNaturally } from '../../../format/naturalOrder.ts'
import { formatPlatform } from '../../../format/platform.ts'
import type { AttachmentTag, FoldedTags } from '../../../image/attachments.ts'
import { sizeOf, timeOf } from '../../../image/summaryValues.ts'
import type { TagSummary } from '../../../queries/readContent.ts'
import type { Answers } from '../../../queries/answers.ts'
import type { Digest, Tag } from '../../../registry/names.ts'
import { type Sort, readSort } from '../../../routing/sorting.ts'

export type TagDetails = Answers<TagSummary>

/** How the list is sorted; by version if the address doesn't say. */
export type TagSort = Sort<'version' | 'tag' | 'created' | 'size'>

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
  return readSort(text, ['tag', 'created', 'size']) ?? { by: 'version', isDescending: false }
}

/** Sorts tags given in version order. Unknown values come last in both directions. */
export function sortRows(tags: readonly Tag[], sort: TagSort, details: TagDetails): readonly Tag[] {
  const { by, isDescending } = sort
  if (by === 'version') return tags
  if (by === 'tag') {
    const byName = sortNaturally(tags, (tag) => tag)
    return isDescending ? byName.reverse() : byName
  }
  const measure = by === 'size' ? sizeOf : timeOf
  const valueOf = (tag: Tag) => {
    const summary = details.of.get(tag)
    return summary && measure(summary)
  }
  return sortByValue(tags, valueOf, isDescending)
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
