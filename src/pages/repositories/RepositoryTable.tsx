import { ChevronDown, ChevronRight } from 'lucide-react'
import { useMemo } from 'react'
import { formatCount } from '../../format/count.ts'
import { PLATFORMS_WIDTH } from '../../components/summaryCells.tsx'
import { settings } from '../../queries/session/settings.ts'
import type { RepositoryName } from '../../registry/names.ts'
import { nextSort } from '../../routing/sorting.ts'
import { Cell } from '../../ui/cells.tsx'
import { ShowMore, useRowLimit } from '../../ui/ShowMore.tsx'
import { useToggles } from '../../ui/useToggles.ts'
import { type Column, VirtualTable } from '../../ui/VirtualTable.tsx'
import { RepositoryRow } from './RepositoryRow.tsx'
import type { Range } from '../../format/nameSearch.ts'
import type { RepositorySort } from './sortRepositories.ts'
import { type TreeRow, listTreeRows } from './tree.ts'

/** Below this many repositories a tree is open from the start. */
const OPEN_BELOW = 60

/** A row of the tree, or just a name in a flat list, which may have a hundred thousand of them. */
type Row = TreeRow | RepositoryName

/** The repositories, as a flat list or as a tree, which is sorted by name. */
export function RepositoryTable({
  repositories,
  isTree,
  isFiltered,
  sort,
  onSort,
  rangesOf,
}: {
  repositories: readonly RepositoryName[]
  isTree: boolean
  /** `undefined`: in the registry's order. */
  sort: RepositorySort | undefined
  /** Gets the sort parameter of the address. */
  onSort: (sort: string | undefined) => void
  isFiltered: boolean
  rangesOf: (name: string) => readonly Range[]
}) {
  const [toggled, toggle] = useToggles()
  // A search opens everything, so that matches are visible.
  const isOpenAtFirst = isFiltered || repositories.length < OPEN_BELOW
  const rows = useMemo(
    (): readonly Row[] =>
      isTree
        ? listTreeRows(repositories, (path) => toggled.has(path) !== isOpenAtFirst)
        : repositories,
    [repositories, isTree, toggled, isOpenAtFirst],
  )
  const sortBy = (by: RepositorySort['by']) =>
    isTree
      ? {}
      : {
          sort: {
            ...(sort?.by === by ? { isDescending: sort.isDescending } : {}),
            onSort: () => onSort(nextSort(sort, by, by === 'name')),
          },
        }
  const columns: readonly Column[] = [
    { children: 'Name', ...sortBy('name') },
    { children: 'Tags', width: '4.5rem', from: 'sm', align: 'right', ...sortBy('tags') },
    { children: 'Latest tag', width: '9rem', from: 'md' },
    { children: 'Platforms', width: PLATFORMS_WIDTH, from: 'lg' },
    { children: 'Image size', width: '6.5rem', from: 'sm', align: 'right', ...sortBy('size') },
    { children: 'Created', width: '8.5rem', from: 'sm', align: 'right', ...sortBy('created') },
  ]
  const limit = useRowLimit(settings.repositoriesPerPage, rows.length)
  const shown = useMemo(() => rows.slice(0, limit.shown), [rows, limit.shown])
  return (
    <>
      <VirtualTable
        label="Repositories"
        rows={shown}
        columns={columns}
        keyOf={keyOf}
        hasOneLine={isFolder}
      >
        {(row, place) => {
          if (isFolder(row)) {
            const folder = <FolderCell row={row} span={place.span} onToggle={toggle} />
            return { className: 'bg-sunken', children: folder }
          }
          const named = typeof row === 'string' ? { repository: row, label: row, depth: 0 } : row
          const children = <RepositoryRow {...named} rangesOf={rangesOf} {...place} />
          return { className: 'hover:bg-sunken', children }
        }}
      </VirtualTable>
      <ShowMore limit={limit} count={rows.length} />
    </>
  )
}

function isFolder(row: Row): row is Extract<TreeRow, { kind: 'folder' }> {
  return typeof row !== 'string' && row.kind === 'folder'
}

function keyOf(row: Row): string {
  if (typeof row === 'string') return row
  return row.kind === 'folder' ? `${row.path}/` : row.repository
}

/** The cell of a folder in the tree, which opens and closes it. */
function FolderCell({
  row: { path, label, depth, isOpen, count },
  span,
  onToggle,
}: {
  row: Extract<TreeRow, { kind: 'folder' }>
  span: number
  onToggle: (path: string) => void
}) {
  const Icon = isOpen ? ChevronDown : ChevronRight
  return (
    <Cell colSpan={span}>
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => onToggle(path)}
        style={{ marginLeft: depth * 20 }}
        className="inline-flex max-w-full items-center gap-1.5 rounded text-soft hover:text-text"
      >
        <Icon size={14} aria-hidden className="shrink-0" />
        <span className="truncate">{label.replaceAll('/', ' / ')}</span>
        <span className="text-faint">{formatCount(count)}</span>
      </button>
    </Cell>
  )
}
