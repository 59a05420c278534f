import { ChevronDown, ChevronRight } from 'lucide-react'
import { useMemo } from 'react'
import { formatCounted } from '../../../format/count.ts'
import type { Digest, Tag } from '../../../registry/names.ts'
import { SelectAll } from '../../../ui/Checkbox.tsx'
import { Cell } from '../../../ui/cells.tsx'
import { fits, useBreakpoint } from '../../../ui/useBreakpoint.ts'
import { type Column, VirtualTable } from '../../../ui/VirtualTable.tsx'
import { PLATFORMS_WIDTH } from '../../../components/summaryCells.tsx'
import type { TagRowList } from './RowActions.tsx'
import { AttachmentRow, TagRow } from './TagRow.tsx'
import { type TagDetails, type TagRow as Row, type TagSort, UNPLACED } from './tagRows.ts'
import type { Selection } from './useSelection.ts'

/** The table named "Tags". */
export function TagTable({
  list,
  rows,
  tags,
  sort,
  onSort,
  details,
  selection: { selected, change },
  unfolded,
  isAllKnown,
}: {
  list: TagRowList
  rows: readonly Row[]
  /** All tags in version order: a row names other tags of its digest in this order. */
  tags: readonly Tag[]
  sort: TagSort
  onSort: (by: 'tag' | 'created' | 'size') => void
  details: TagDetails
  selection: Selection
  unfolded: ReadonlySet<string>
  /** Every tag was checked. */
  isAllKnown: boolean
}) {
  const breakpoint = useBreakpoint()
  const sharers = useMemo(() => groupByDigest(tags, details), [tags, details])
  const shown = useMemo(() => rows.flatMap((row) => (row.kind === 'tag' ? [row.tag] : [])), [rows])
  const ticked = shown.filter((tag) => selected.has(tag)).length
  const sortBy = (by: 'tag' | 'created' | 'size') => ({
    ...(sort.by === by ? { isDescending: sort.isDescending } : {}),
    onSort: () => onSort(by),
  })
  const all = (
    <SelectAll
      label="Select all shown tags"
      selected={ticked}
      count={shown.length}
      onChange={(isSelected) => change(shown, isSelected)}
    />
  )
  // If there are long names, the actions become icons to make room.
  const hasLong = useMemo(() => tags.some((tag) => tag.length > LONG), [tags])
  const hasWords = fits(breakpoint, 'xl') && !hasLong
  const columns: readonly Column[] = [
    { children: all, width: '2.75rem', className: 'pr-0' },
    { children: 'Tag', sort: sortBy('tag'), className: 'max-sm:pl-2' },
    { children: 'Digest', width: '12rem', from: 'xl' },
    { children: 'Platforms', width: PLATFORMS_WIDTH, from: 'lg' },
    { children: 'Size', width: '5.75rem', align: 'right', sort: sortBy('size') },
    { children: 'Created', width: '8.5rem', from: 'sm', align: 'right', sort: sortBy('created') },
    {
      children: <span className="sr-only">Actions</span>,
      width: breakpoint === 'narrow' ? '2.75rem' : hasWords ? '10.5rem' : '6.5rem',
    },
  ]
  return (
    <VirtualTable label="Tags" columns={columns} rows={rows} keyOf={keyOf} hasOneLine={hasOneLine}>
      {(row, place) => {
        switch (row.kind) {
          case 'tag': {
            const { tag, attachments } = row
            const isSelected = selected.has(tag)
            const children = (
              <TagRow
                {...{ ...place, list, tag, attachments, isSelected, hasWords }}
                isUnfolded={unfolded.has(tag)}
                sharers={sharers.get(tag) ?? NOBODY}
              />
            )
            const className = 'hover:bg-sunken aria-selected:bg-accent-soft'
            return { className, 'aria-selected': isSelected, children }
          }
          case 'attachment': {
            const { repository } = list
            const children = <AttachmentRow {...row} repository={repository} span={place.span} />
            return { className: 'bg-sunken', children }
          }
          case 'unplaced': {
            // Attachments of images that no tag, or no tag checked so far, points to.
            const isOpen = unfolded.has(UNPLACED)
            const Icon = isOpen ? ChevronDown : ChevronRight
            const children = (
              <>
                <Cell />
                <Cell colSpan={place.span - 1}>
                  <button
                    type="button"
                    aria-expanded={isOpen}
                    onClick={() => list.onUnfold(UNPLACED)}
                    className="inline-flex items-center gap-1.5 rounded text-soft hover:text-text"
                  >
                    <Icon size={14} aria-hidden />
                    {formatCounted(row.attachments.length, 'attachment')}{' '}
                    {isAllKnown ? 'of untagged images' : 'of images not loaded yet'}
                  </button>
                </Cell>
              </>
            )
            return { className: 'bg-sunken', children }
          }
        }
      }}
    </VirtualTable>
  )
}

function keyOf(row: Row): string {
  if (row.kind === 'tag') return row.tag
  return row.kind === 'attachment' ? `${row.owner ?? ''}+${row.attachment.tag}` : UNPLACED
}

function hasOneLine({ kind }: Row): boolean {
  return kind !== 'tag'
}

const NOBODY: readonly Tag[] = []

/** Characters of a tag that fit beside all columns at 1280 px. */
const LONG = 32

/** For each tag that shares its digest, all tags known to point to it. */
function groupByDigest(tags: readonly Tag[], { of }: TagDetails): ReadonlyMap<Tag, readonly Tag[]> {
  const groups = new Map<Digest, Tag[]>()
  for (const tag of tags) {
    const digest = of.get(tag)?.digest
    const group = digest && groups.get(digest)
    if (group) group.push(tag)
    else if (digest) groups.set(digest, [tag])
  }
  const shared = [...groups.values()].filter((group) => group.length > 1)
  return new Map(shared.flatMap((group) => group.map((tag) => [tag, group] as const)))
}
