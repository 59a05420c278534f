import { sortNaturally } from '../../format/naturalOrder.ts'
import type { RepositoryName } from '../../registry/names.ts'

export type TreeRow =
  | {
      readonly kind: 'folder'
      /** `platform/build`: identifies it when it is opened or closed. */
      readonly path: string
      /** The part of the path that its parent doesn't show: several levels if each has only one child. */
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

/**
 * The names as the rows of a tree, by name, with the folders open for which `isOpen` is true. A name can be both a
 * repository and a folder of others.
 */
export function listTreeRows(
  names: readonly RepositoryName[],
  isOpen: (path: string) => boolean,
): readonly TreeRow[] {
  const rows: TreeRow[] = []
  const visit = (within: readonly RepositoryName[], prefix: string, depth: number) => {
    const folders = new Map<string, RepositoryName[]>()
    const repositories = new Map<string, RepositoryName>()
    for (const name of within) {
      const [first = '', ...rest] = name.slice(prefix.length).split('/')
      const folder = folders.get(first)
      if (rest.length === 0) repositories.set(first, name)
      else if (folder) folder.push(name)
      else folders.set(first, [name])
    }
    for (const [first, inner] of folders) {
      const [only, ...others] = inner
      // A folder with a single repository helps nobody: the repository is listed here with its longer name.
      if (only === undefined || others.length > 0) continue
      folders.delete(first)
      repositories.set(only.slice(prefix.length), only)
    }
    for (const label of sortNaturally(
      new Set([...repositories.keys(), ...folders.keys()]),
      (one) => one,
    )) {
      const repository = repositories.get(label)
      if (repository) rows.push({ kind: 'repository', repository, label, depth })
      const inner = folders.get(label)
      if (inner) addFolder(foldChain(prefix + label, inner), inner, prefix, depth)
    }
  }
  const addFolder = (
    path: string,
    inner: readonly RepositoryName[],
    prefix: string,
    depth: number,
  ) => {
    const open = isOpen(path)
    const label = path.slice(prefix.length)
    rows.push({ kind: 'folder', path, label, depth, isOpen: open, count: inner.length })
    if (open) visit(inner, `${path}/`, depth + 1)
  }
  visit(names, '', 0)
  return rows
}

/** Folders that contain only one folder share a line: `mirror/docker.io/library`. */
function foldChain(path: string, names: readonly RepositoryName[]): string {
  const end = names[0]?.indexOf('/', path.length + 1) ?? -1
  const deeper = names[0]?.slice(0, end + 1) ?? ''
  if (end < 0 || !names.every((name) => name.startsWith(deeper))) return path
  return foldChain(deeper.slice(0, -1), names)
}
