import { readNames, writeNames } from '../queries/storedNames.ts'
import type { RepositoryName } from '../registry/names.ts'

const MOST = 10

/** The repositories that were opened last in this browser, the latest first. */
export function readRecentRepositories(): readonly RepositoryName[] {
  return readNames('recent').slice(0, MOST)
}

export function rememberRepository(repository: RepositoryName): void {
  const others = readNames('recent').filter((name) => name !== repository)
  writeNames('recent', [repository, ...others].slice(0, MOST))
}
