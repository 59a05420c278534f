import { useQueries } from '@tanstack/react-query'
import { Link } from 'react-router'
import { formatCount } from '../../format/count.ts'
import { NameRemoval } from '../../features/nameRemoval/NameRemoval.tsx'
import { tagCountQuery } from '../../queries/tags.ts'
import type { RepositoryName } from '../../registry/names.ts'
import { paths } from '../../routing/paths.ts'

/** At the end of the list: repositories without tags, which are checked again, and how to remove their names. */
export function EmptiedGroup({
  repositories,
  all,
  isFiltered,
}: {
  repositories: readonly RepositoryName[]
  /** All names that the registry lists; `undefined` until the list is complete. */
  all: readonly RepositoryName[] | undefined
  /** They match a search, so they should be visible. */
  isFiltered: boolean
}) {
  // At most a hundred are checked again. One that was pushed to returns to the list: see `noteTagCount`.
  useQueries({ queries: repositories.slice(0, 100).map((name) => tagCountQuery(name)) })
  return (
    <details
      key={isFiltered ? 'filtered' : 'all'}
      open={isFiltered}
      className="mt-4 rounded-xl border border-line bg-surface"
    >
      <summary className="cursor-pointer px-3 py-2.5 text-soft">
        Empty repositories ({formatCount(repositories.length)})
      </summary>
      <div className="space-y-3 border-t border-line-soft px-3 py-3">
        <p>
          {repositories.length === 1
            ? 'This repository has no tags left. The registry keeps listing its name; only an administrator can remove it.'
            : 'These repositories have no tags left. The registry keeps listing their names; only an administrator can remove them.'}
        </p>
        <ul className="flex flex-wrap gap-x-4 gap-y-1">
          {repositories.map((repository) => (
            <li key={repository}>
              <Link to={paths.repository(repository)} className="break-all hover:underline">
                {repository}
              </Link>
            </li>
          ))}
        </ul>
        <details>
          <summary className="cursor-pointer text-soft">
            How to remove the name{repositories.length === 1 ? '' : 's'}
          </summary>
          <div className="mt-2">
            <NameRemoval repositories={repositories} all={all} />
          </div>
        </details>
      </div>
    </details>
  )
}
