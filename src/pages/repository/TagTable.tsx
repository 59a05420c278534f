import { useMemo } from 'react'
import type { Digest, RepositoryName, Tag } from '../../registry/names.ts'
import type { TagDetails, TagDetailsStore } from '../../queries/tagDetails.ts'
import { Checkbox } from '../../ui/Checkbox.tsx'
import { HeadCell } from '../../ui/cells.tsx'
import { useBreakpoint } from '../../ui/useBreakpoint.ts'
import { type Column, VirtualTable } from '../../ui/VirtualTable.tsx'
import { AttachmentRow, UnplacedRow } from './AttachmentRow.tsx'
import { TagRow } from './TagRow.tsx'
import { type TagRow as Row, type TagSort, UNPLACED } from './tagRows.ts'
import type { Selection } from './useSelection.ts'

/** The table named "Tags". */
export function TagTable({
  repository,
  rows,
  tags,
  sort,
  onSort,
  store,
  details,
  selection,
  unfolded,
  onUnfold,
  isAllKnown,
  isLookingDeeper,
  onDelete,
  onAddTag,
}: {
  repository: RepositoryName
  rows: readonly Row[]
  /** All tags in version order: in this order a row names the others on its digest. */
  tags: readonly Tag[]
  sort: TagSort
  onSort: (by: 'tag' | 'created' | 'size') => void
  store: TagDetailsStore
  details: TagDetails
  selection: Selection
  unfolded: ReadonlySet<string>
  onUnfold: (name: string) => void
  /** Every tag was looked at. */
  isAllKnown: boolean
  /** Attachments without a place are left: they may belong to what is attached to a row. */
  isLookingDeeper: boolean
  /** `undefined`: nothing can be deleted here. */
  onDelete: ((tag: Tag) => void) | undefined
  onAddTag: ((tag: Tag) => void) | undefined
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
      row={(index, { key, ...attributes }) => {
        const row = rows[index]
        if (!row) return null
        switch (row.kind) {
          case 'tag':
            return (
              <TagRow
                key={key}
                {...attributes}
                repository={repository}
                tag={row.tag}
                attachments={row.attachments}
                isUnfolded={unfolded.has(row.tag)}
                onUnfold={onUnfold}
                isSelected={selection.selected.has(row.tag)}
                onToggle={selection.toggle}
                isLookingDeeper={isLookingDeeper}
                onDelete={onDelete}
                onAddTag={onAddTag}
                isAnySelected={selection.selected.size > 0}
                store={store}
                sharers={sharersOf(sharers, details, row.tag)}
              />
            )
          case 'attachment':
            return (
              <AttachmentRow
                key={key}
                {...attributes}
                repository={repository}
                attachment={row.attachment}
              />
            )
          case 'unplaced':
            return (
              <UnplacedRow
                key={key}
                {...attributes}
                count={row.attachments.length}
                isAllKnown={isAllKnown}
                isUnfolded={unfolded.has(UNPLACED)}
                onUnfold={() => onUnfold(UNPLACED)}
              />
            )
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
