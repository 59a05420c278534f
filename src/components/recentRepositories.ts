import { basePath, settings } from '../queries/settings.ts'
import { type RepositoryName, isRepositoryName } from '../registry/names.ts'

const KEY = `homeport-recent ${basePath} ${settings.registry}`
const MOST = 10

/** The repositories that were opened last in this browser, the latest first. */
export function readRecentRepositories(): readonly RepositoryName[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]')
    const names: readonly unknown[] = Array.isArray(stored) ? stored : []
    return names
      .filter((name): name is RepositoryName => typeof name === 'string' && isRepositoryName(name))
      .slice(0, MOST)
  } catch {
    return []
  }
}

export function rememberRepository(repository: RepositoryName): void {
  const others = readRecentRepositories().filter((name) => name !== repository)
  try {
    localStorage.setItem(KEY, JSON.stringify([repository, ...others].slice(0, MOST)))
  } catch {
    // Storage is off or full: there is no such list then.
  }
}
