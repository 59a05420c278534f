import type { RepositoryName } from '../registry/names.ts'
import { createStore } from './store.ts'
import { readNames, writeNames } from './remembered.ts'

/** The oldest are forgotten; they are found empty again when somebody looks at them. */
const MOST = 500

/**
 * Repositories that had tags, and were found without one when somebody looked: the registry keeps their names
 * in its list. Remembered in this browser, for the list itself does not tell them. (Of a name that never had
 * a tag the registry says that it does not know it.)
 */
export const emptiedRepositories = createStore<ReadonlySet<RepositoryName>>(
  new Set(readNames('emptied')),
)

/** Tells how many tags a repository was found to have. */
export function noteTagCount(repository: RepositoryName, count: number): void {
  const known = emptiedRepositories.read()
  if (known.has(repository) === (count === 0)) return
  const others = [...known].filter((name) => name !== repository)
  const after = count === 0 ? [...others, repository].slice(-MOST) : others
  emptiedRepositories.write(new Set(after))
  writeNames('emptied', after)
}
