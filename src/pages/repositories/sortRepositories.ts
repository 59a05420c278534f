import { sortNaturally } from '../../format/naturalOrder.ts'
import { sortByValue } from '../../format/sortByValue.ts'
import type { RepositoryFacts } from '../../queries/repositoryFacts.ts'
import type { RepositoryName } from '../../registry/names.ts'
import type { Sort } from '../../routing/sorting.ts'

/** The columns that the list can be sorted by. */
export const SORT_KEYS = ['name', 'tags', 'size', 'created'] as const

export type RepositorySort = Sort<(typeof SORT_KEYS)[number]>

/** Sorts repositories, which come in the registry's order; those that nothing is known of yet come last. */
export function sortRepositories(
  repositories: readonly RepositoryName[],
  sort: RepositorySort | undefined,
  facts: ReadonlyMap<RepositoryName, RepositoryFacts>,
): readonly RepositoryName[] {
  if (!sort) return repositories
  const { by, isDescending } = sort
  if (by !== 'name') return sortByValue(repositories, (one) => facts.get(one)?.[by], isDescending)
  const byName = sortNaturally(repositories, (name) => name)
  return isDescending ? byName.reverse() : byName
}
