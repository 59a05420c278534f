import type { RepositoryName } from '../../registry/names.ts'
import { createStore } from '../session/store.ts'
import { readNames, writeNames } from './remembered.ts'

/** Older ones are forgotten, until somebody opens them again. */
const MOST = 500

/**
 * Repositories that had tags once but were found without any: the registry still lists them. Remembered in this
 * browser, since the registry's list doesn't tell. (A repository that never had tags is unknown to the registry.)
 */
export const emptiedRepositories = createStore<ReadonlySet<RepositoryName>>(
  new Set(readNames('emptied')),
)

/** Records how many tags a repository was found to have. */
export function noteTagCount(repository: RepositoryName, count: number): void {
  const known = emptiedRepositories.read()
  if (known.has(repository) === (count === 0)) return
  const others = [...known].filter((name) => name !== repository)
  const after = count === 0 ? [...others, repository].slice(-MOST) : others
  emptiedRepositories.write(new Set(after))
  writeNames('emptied', after)
}
