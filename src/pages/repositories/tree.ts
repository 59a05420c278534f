import { sortNaturally } from '../../format/naturalOrder.ts'
import type { RepositoryName } from '../../registry/names.ts'

/** One line of the tree as it is shown. */
export type TreeRow =
  | {
      readonly kind: 'folder'
      /** `platform/build`: what it is opened and closed by. */
      readonly path: string
      /** The part of the path that its parent does not show; several levels where each has one child. */
      readonly label: string
      readonly depth: number
      readonly isOpen: boolean
      /** Repositories below it, at any depth. */
      readonly count: number
    }
  | {
      readonly kind: 'repository'
      readonly repository: RepositoryName
      readonly label: string
      readonly depth: number
    }

type Folder = {
  readonly folders: Map<string, Folder>
  readonly repositories: Map<string, RepositoryName>
  count: number
}

/** The names as a tree of any depth. A name may be a repository and a folder of others: then it is both. */
export function buildTree(names: readonly RepositoryName[]): Folder {
  const root = newFolder()
  for (const name of names) {
    const parts = name.split('/')
    const last = parts.pop() ?? ''
    let folder = root
    folder.count += 1
    for (const part of parts) {
      const inner = folder.folders.get(part) ?? newFolder()
      folder.folders.set(part, inner)
      folder = inner
      folder.count += 1
    }
    folder.repositories.set(last, name)
  }
  return root
}

/** The rows of the tree with those folders open that `isOpen` says. Folders first, then repositories, by name. */
export function listTreeRows(root: Folder, isOpen: (path: string) => boolean): readonly TreeRow[] {
  const rows: TreeRow[] = []
  const visit = (folder: Folder, prefix: string, depth: number) => {
    // A folder around one repository is no help: the repository stands here with its longer name.
    const repositories = new Map(folder.repositories)
    for (const [name, inner] of sorted(folder.folders)) {
      const [label, deepest] = foldChain(name, inner)
      const [only] = deepest.repositories
      if (only && deepest.count === 1) {
        const [rest, repository] = only
        repositories.set(`${label}/${rest}`, repository)
        continue
      }
      const path = prefix + label
      const open = isOpen(path)
      rows.push({ kind: 'folder', path, label, depth, isOpen: open, count: deepest.count })
      if (open) visit(deepest, `${path}/`, depth + 1)
    }
    for (const [label, repository] of sorted(repositories)) {
      rows.push({ kind: 'repository', repository, label, depth })
    }
  }
  visit(root, '', 0)
  return rows
}

/** Folders that hold one folder and nothing else are one line: `mirror/docker.io/library`. */
function foldChain(name: string, folder: Folder): [string, Folder] {
  let label = name
  let deepest = folder
  while (deepest.repositories.size === 0 && deepest.folders.size === 1) {
    for (const [inner, next] of deepest.folders) {
      label += `/${inner}`
      deepest = next
    }
  }
  return [label, deepest]
}

function sorted<Value>(map: ReadonlyMap<string, Value>): [string, Value][] {
  return sortNaturally(map, ([name]) => name)
}

function newFolder(): Folder {
  return { folders: new Map(), repositories: new Map(), count: 0 }
}
