import { isList, isText, tryParse } from '../../registry/json.ts'
import { type RepositoryName, isRepositoryName } from '../../registry/names.ts'
import { basePath, settings } from '../session/settings.ts'

/** What this browser remembers under a key; nothing if its storage is off. */
export function readRemembered(key: string): string | undefined {
  try {
    return localStorage.getItem(key) ?? undefined
  } catch {
    return undefined
  }
}

/** If storage is off or full, it is only remembered until the page is closed. */
export function remember(key: string, text: string): void {
  try {
    localStorage.setItem(key, text)
  } catch {
    // See above.
  }
}

/** Lists of repositories remembered in this browser, for this registry behind this Homeport. */
type Kind = 'recent' | 'emptied'

const keyOf = (kind: Kind) => `homeport-${kind} ${basePath} ${settings.registry}`

export function readNames(kind: Kind): readonly RepositoryName[] {
  const stored = tryParse(readRemembered(keyOf(kind)) ?? '')
  const names = isList(stored) ? stored : []
  return names.filter((name): name is RepositoryName => isText(name) && isRepositoryName(name))
}

export function writeNames(kind: Kind, names: readonly RepositoryName[]): void {
  remember(keyOf(kind), JSON.stringify(names))
}

/** Adds a repository to those recently opened in this browser. */
export function rememberRepository(repository: RepositoryName): void {
  const others = readNames('recent').filter((name) => name !== repository)
  writeNames('recent', [repository, ...others].slice(0, 10))
}
