import { useCallback, useMemo, useState } from 'react'
import { settings } from '../../queries/settings.ts'
import type { RepositoryName } from '../../registry/names.ts'
import { HeadCell } from '../../ui/cells.tsx'
import { ShowMore, useRowLimit } from '../../ui/ShowMore.tsx'
import { type Column, VirtualTable } from '../../ui/VirtualTable.tsx'
import { FolderRow } from './FolderRow.tsx'
import { RepositoryRow } from './RepositoryRow.tsx'
import type { Range } from './typoSearch.ts'
import { type TreeRow, buildTree, listTreeRows } from './tree.ts'

const COLUMNS: readonly Column[] = [
  { key: 'name', head: <HeadCell>Name</HeadCell> },
  { key: 'tags', width: '5rem', head: <HeadCell align="right">Tags</HeadCell> },
  { key: 'tag', width: '10rem', from: 'md', head: <HeadCell>Tag</HeadCell> },
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
  const tree = useMemo(
    () =>
      isTree
        ? listTreeRows(buildTree(repositories), (path) => toggled.has(path) !== isOpenAtFirst)
        : undefined,
    [repositories, isTree, toggled, isOpenAtFirst],
  )
  const count = tree ? tree.length : repositories.length
  const rowAt = (index: number) => (tree ? tree[index] : flatRow(repositories[index]))
  const toggle = useCallback((path: string) => {
    setToggled((before) => {
      const after = new Set(before)
      if (!after.delete(path)) after.add(path)
      return after
    })
  }, [])
  const limit = useRowLimit(settings.repositoriesPerPage, count)
  return (
    <>
      <VirtualTable
        label="Repositories"
        count={limit.shown}
        narrowRowHeight={56}
        hasOneLine={(index) => rowAt(index)?.kind === 'folder'}
        columns={COLUMNS}
        rowKey={(index) => rowKey(rowAt(index))}
        row={(index, place) => {
          const row = rowAt(index)
          if (row?.kind === 'folder') {
            const cells = <FolderRow row={row} span={place.span} onToggle={toggle} />
            return { className: 'bg-sunken', cells }
          }
          return (
            row && {
              className: 'hover:bg-sunken',
              cells: (
                <RepositoryRow
                  repository={row.repository}
                  label={row.label}
                  depth={row.depth}
                  rangesOf={rangesOf}
                  {...place}
                />
              ),
            }
          )
        }}
      />
      <ShowMore limit={limit} count={count} />
    </>
  )
}

/** In the flat list a row is made when it is looked at: a hundred thousand of them take a while. */
function flatRow(repository: RepositoryName | undefined): TreeRow | undefined {
  return repository && { kind: 'repository', repository, label: repository, depth: 0 }
}

function rowKey(row: TreeRow | undefined): string {
  if (!row) return ''
  return row.kind === 'folder' ? `${row.path}/` : row.repository
}
