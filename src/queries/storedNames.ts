import { type RepositoryName, isRepositoryName } from '../registry/names.ts'
import { basePath, settings } from './settings.ts'

/** Repositories that this browser remembers, for this registry behind this Homeport. */
type Kind = 'recent' | 'emptied'

const keyOf = (kind: Kind) => `homeport-${kind} ${basePath} ${settings.registry}`

export function readNames(kind: Kind): readonly RepositoryName[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(keyOf(kind)) ?? '[]')
    const names: readonly unknown[] = Array.isArray(stored) ? stored : []
    return names.filter(
      (name): name is RepositoryName => typeof name === 'string' && isRepositoryName(name),
    )
  } catch {
    return []
  }
}

/** Storage may be off or full: then nothing is remembered. */
export function writeNames(kind: Kind, names: readonly RepositoryName[]): void {
  try {
    localStorage.setItem(keyOf(kind), JSON.stringify(names))
  } catch {
    // See above.
  }
}
