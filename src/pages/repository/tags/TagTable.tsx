import { useMemo } from 'react'
import type { Digest, Tag } from '../../../registry/names.ts'
import { Checkbox } from '../../../ui/Checkbox.tsx'
import { HeadCell } from '../../../ui/cells.tsx'
import { useBreakpoint } from '../../../ui/useBreakpoint.ts'
import { type Column, VirtualTable } from '../../../ui/VirtualTable.tsx'
import { AttachmentRow, UnplacedRow } from './AttachmentRow.tsx'
import type { TagRowList } from './RowActions.tsx'
import { TagRow } from './TagRow.tsx'
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
  selection,
  unfolded,
  isAllKnown,
}: {
  list: TagRowList
  rows: readonly Row[]
  /** All tags in version order: in this order a row names the others on its digest. */
  tags: readonly Tag[]
  sort: TagSort
  onSort: (by: 'tag' | 'created' | 'size') => void
  details: TagDetails
  selection: Selection
  unfolded: ReadonlySet<string>
  /** Every tag was looked at. */
  isAllKnown: boolean
}) {
  const breakpoint = useBreakpoint()
  const sharers = useMemo(() => groupByDigest(tags, details), [tags, details])
  const shown = useMemo(() => rows.flatMap((row) => (row.kind === 'tag' ? [row.tag] : [])), [rows])
  const ticked = shown.filter((tag) => selection.selected.has(tag)).length
  const sortOf = (by: 'tag' | 'created' | 'size') => ({
    direction:
      sort.by !== by
        ? undefined
        : sort.isDescending
          ? ('descending' as const)
          : ('ascending' as const),
    onSort: () => onSort(by),
  })
  const columns: readonly Column[] = [
    {
      key: 'selected',
      width: '2.5rem',
      head: (
        <HeadCell className="pr-0">
          <Checkbox
            aria-label="Select all shown tags"
            checked={shown.length > 0 && ticked === shown.length}
            isPartly={ticked > 0 && ticked < shown.length}
            onChange={() =>
              ticked === shown.length ? selection.drop(shown) : selection.add(shown)
            }
          />
        </HeadCell>
      ),
    },
    { key: 'tag', head: <HeadCell sort={sortOf('tag')}>Tag</HeadCell> },
    { key: 'digest', width: '13rem', from: 'md', head: <HeadCell>Digest</HeadCell> },
    { key: 'platforms', width: '13rem', from: 'lg', head: <HeadCell>Platforms</HeadCell> },
    {
      key: 'size',
      width: breakpoint === 'lg' ? '14.5rem' : '5.5rem',
      head: (
        <HeadCell align="right" sort={sortOf('size')}>
          Size
        </HeadCell>
      ),
    },
    {
      key: 'created',
      width: '8.5rem',
      from: 'sm',
      head: (
        <HeadCell align="right" sort={sortOf('created')}>
          Created
        </HeadCell>
      ),
    },
    {
      key: 'actions',
      width: breakpoint === 'narrow' ? '2.5rem' : '6.5rem',
      head: (
        <HeadCell>
          <span className="sr-only">Actions</span>
        </HeadCell>
      ),
    },
  ]
  return (
    <VirtualTable
      label="Tags"
      count={rows.length}
      narrowRowHeight={60}
      hasOneLine={(index) => rows[index]?.kind !== 'tag'}
      columns={columns}
      rowKey={(index) => rowKey(rows[index])}
      row={(index, place) => {
        const row = rows[index]
        switch (row?.kind) {
          case 'tag': {
            const { tag, attachments } = row
            const isSelected = selection.selected.has(tag)
            return {
              className: 'hover:bg-sunken aria-selected:bg-accent-soft',
              isSelected,
              cells: (
                <TagRow
                  {...place}
                  list={list}
                  tag={tag}
                  attachments={attachments}
                  isUnfolded={unfolded.has(tag)}
                  isSelected={isSelected}
                  sharers={sharersOf(sharers, details, tag)}
                />
              ),
            }
          }
          case 'attachment':
            return {
              className: 'bg-sunken',
              cells: (
                <AttachmentRow
                  repository={list.repository}
                  attachment={row.attachment}
                  span={place.span}
                />
              ),
            }
          case 'unplaced':
            return {
              className: 'bg-sunken',
              cells: (
                <UnplacedRow
                  count={row.attachments.length}
                  isAllKnown={isAllKnown}
                  isUnfolded={unfolded.has(UNPLACED)}
                  onUnfold={() => list.onUnfold(UNPLACED)}
                  span={place.span}
                />
              ),
            }
          case undefined:
            return undefined
        }
      }}
    />
  )
}

function rowKey(row: Row | undefined): string {
  if (row?.kind === 'tag') return row.tag
  return row?.kind === 'attachment' ? `${row.owner ?? ''}+${row.attachment.tag}` : UNPLACED
}

const NOBODY: readonly Tag[] = []

function sharersOf(
  sharers: ReadonlyMap<Digest, readonly Tag[]>,
  details: TagDetails,
  tag: Tag,
): readonly Tag[] {
  const digest = details.of.get(tag)?.digest
  const all = digest && sharers.get(digest)
  return all && all.length > 1 ? all : NOBODY
}

/** Which tags are known to share a digest. */
function groupByDigest(
  tags: readonly Tag[],
  details: TagDetails,
): ReadonlyMap<Digest, readonly Tag[]> {
  const groups = new Map<Digest, Tag[]>()
  for (const tag of tags) {
    const digest = details.of.get(tag)?.digest
    if (!digest) continue
    const group = groups.get(digest)
    if (group) group.push(tag)
    else groups.set(digest, [tag])
  }
  return groups
}
