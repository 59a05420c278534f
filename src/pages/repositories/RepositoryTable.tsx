import { useCallback, useMemo, useState } from 'react'
import { settings } from '../../queries/settings.ts'
import type { RepositoryName } from '../../registry/names.ts'
import { HeadCell } from '../../ui/cells.tsx'
import { ShowMore } from '../../ui/ShowMore.tsx'
import { useRowLimit } from '../../ui/useRowLimit.ts'
import { type Column, VirtualTable } from '../../ui/VirtualTable.tsx'
import { FolderRow } from './FolderRow.tsx'
import { RepositoryRow } from './RepositoryRow.tsx'
import type { Range } from './search.ts'
import { type TreeRow, buildTree, listTreeRows } from './tree.ts'

const COLUMNS: readonly Column[] = [
  { key: 'name', head: <HeadCell>Name</HeadCell> },
  { key: 'tags', width: '5rem', head: <HeadCell align="right">Tags</HeadCell> },
  { key: 'tag', width: '10rem', from: 'md', head: <HeadCell>Tag looked at</HeadCell> },
  { key: 'platforms', width: '14rem', from: 'lg', head: <HeadCell>Platforms</HeadCell> },
  { key: 'size', width: '7rem', from: 'sm', head: <HeadCell align="right">Size</HeadCell> },
  { key: 'created', width: '8.5rem', from: 'sm', head: <HeadCell align="right">Created</HeadCell> },
]

/** Below this many repositories a tree is open from the start. */
const OPEN_BELOW = 60

/** The repositories, as a flat list in the registry's order or as a tree. */
export function RepositoryTable({
  repositories,
  isTree,
  isFiltered,
  rangesOf,
}: {
  repositories: readonly RepositoryName[]
  isTree: boolean
  /** The list is what a search left. */
  isFiltered: boolean
  /** Where in a name what was searched for stands. */
  rangesOf: (name: string) => readonly Range[]
}) {
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set())
  // A search opens everything: what matches should be seen.
  const isOpenAtFirst = isFiltered || repositories.length < OPEN_BELOW
  const rows = useMemo((): readonly TreeRow[] => {
    if (isTree) {
      return listTreeRows(buildTree(repositories), (path) => toggled.has(path) !== isOpenAtFirst)
    }
    return repositories.map((repository) => ({
      kind: 'repository',
      repository,
      label: repository,
      depth: 0,
    }))
  }, [repositories, isTree, toggled, isOpenAtFirst])
  const toggle = useCallback((path: string) => {
    setToggled((before) => {
      const after = new Set(before)
      if (!after.delete(path)) after.add(path)
      return after
    })
  }, [])
  const limit = useRowLimit(settings.repositoriesPerPage, rows.length)
  return (
    <>
      <VirtualTable
        label="Repositories"
        count={limit.shown}
        narrowRowHeight={56}
        hasOneLine={(index) => rows[index]?.kind === 'folder'}
        columns={COLUMNS}
        rowKey={(index) => rowKey(rows[index])}
        row={(index, { key, ...attributes }) => {
          const row = rows[index]
          if (!row) return null
          return row.kind === 'folder' ? (
            <FolderRow key={key} {...attributes} row={row} onToggle={toggle} />
          ) : (
            <RepositoryRow
              key={key}
              {...attributes}
              repository={row.repository}
              label={row.label}
              depth={row.depth}
              rangesOf={rangesOf}
            />
          )
        }}
      />
      <ShowMore limit={limit} count={rows.length} />
    </>
  )
}

function rowKey(row: TreeRow | undefined): string {
  if (!row) return ''
  return row.kind === 'folder' ? `${row.path}/` : row.repository
}
