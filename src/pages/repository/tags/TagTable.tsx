import { ChevronDown, ChevronRight } from 'lucide-react'
import { useMemo } from 'react'
import { formatCounted } from '../../../format/count.ts'
import type { Tag } from '../../../registry/names.ts'
import { nextSort } from '../../../routing/sorting.ts'
import { SelectAll } from '../../../ui/Checkbox.tsx'
import { Cell } from '../../../ui/cells.tsx'
import { fits, useBreakpoint } from '../../../ui/useBreakpoint.ts'
import { type Column, VirtualTable } from '../../../ui/VirtualTable.tsx'
import { PLATFORMS_WIDTH } from '../../../components/summaryCells.tsx'
import type { TagRowList } from './RowActions.tsx'
import { AttachmentRow, TagRow } from './TagRow.tsx'
import {
  type TagDetails,
  type TagRow as Row,
  type TagSort,
  UNPLACED,
  groupByDigest,
} from './tagRows.ts'
import type { Selection } from './useSelection.ts'

/** The table named "Tags". */
export function TagTable({
  list,
  rows,
  tags,
  sort,
  onSort,
  details,
  areAllRead,
  selection: { selected, change },
  unfolded,
}: {
  list: TagRowList
  rows: readonly Row[]
  /** All tags in version order: a row names other tags of its digest in this order. */
  tags: readonly Tag[]
  sort: TagSort
  /** Gets the sort parameter of the address; `undefined`: by version. */
  onSort: (sort: string | undefined) => void
  details: TagDetails
  areAllRead: boolean
  selection: Selection
  unfolded: ReadonlySet<string>
}) {
  const breakpoint = useBreakpoint()
  const sharers = useMemo(
    () => groupByDigest(tags, (tag) => details.of.get(tag)?.digest),
    [tags, details],
  )
  const shown = useMemo(() => rows.flatMap((row) => (row.kind === 'tag' ? [row.tag] : [])), [rows])
  const ticked = shown.filter((tag) => selected.has(tag)).length
  const sortBy = (by: 'tag' | 'created' | 'size') => ({
    ...(sort.by === by ? { isDescending: sort.isDescending } : {}),
    onSort: () => onSort(nextSort(sort, by, by === 'tag')),
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
  const isNarrow = breakpoint === 'narrow'
  const isExact = sort.by === 'created'
  const columns: readonly Column[] = [
    { children: all, width: '2.75rem', className: 'pr-0' },
    isNarrow
      ? { children: <SortSelect sort={sort} onSort={onSort} />, className: '!px-0' }
      : { children: 'Tag', sort: sortBy('tag') },
    { children: 'Digest', width: '12rem', from: 'xl' },
    { children: 'Platforms', width: PLATFORMS_WIDTH, from: 'lg' },
    { children: 'Size', width: '5.75rem', from: 'sm', align: 'right', sort: sortBy('size') },
    {
      children: 'Created',
      width: isExact ? '12.5rem' : '8.5rem',
      from: 'sm',
      align: 'right',
      sort: sortBy('created'),
    },
    {
      children: <span className="sr-only">Actions</span>,
      width: isNarrow ? '2.75rem' : hasWords ? '10.5rem' : '6.5rem',
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
                {...{ ...place, list, tag, attachments, isSelected, areAllRead, hasWords, isExact }}
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
                    {formatCounted(row.attachments.length, 'attachment')} of untagged images
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

/** On a phone, where only the first column has a heading, it offers every order. */
function SortSelect({
  sort: { by, isDescending },
  onSort,
}: {
  sort: TagSort
  onSort: (sort: string | undefined) => void
}) {
  return (
    <select
      aria-label="Sort"
      value={by === 'version' ? '' : `${isDescending ? '-' : ''}${by}`}
      onChange={(event) => onSort(event.target.value || undefined)}
      className="h-9 max-w-full bg-transparent px-1 font-medium"
    >
      {Object.entries(SORTS).map(([value, words]) => (
        <option key={value} value={value}>
          {words}
        </option>
      ))}
    </select>
  )
}

const SORTS = {
  '': 'Highest version first',
  '-created': 'Newest first',
  created: 'Oldest first',
  '-size': 'Largest first',
  size: 'Smallest first',
  tag: 'By name, A to Z',
  '-tag': 'By name, Z to A',
}
