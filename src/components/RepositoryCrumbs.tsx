import { Link } from '../routing/router.tsx'
import type { RepositoryName } from '../registry/names.ts'
import { paths } from '../routing/paths.ts'

/** Where a repository stands: the list, and the folders of its name (they filter the list). `isWhole` links the repository too. */
export function RepositoryCrumbs({
  repository,
  isWhole = false,
}: {
  repository: RepositoryName
  isWhole?: boolean
}) {
  const parts = repository.split('/')
  const folders = parts.slice(0, -1)
  return (
    <nav aria-label="Breadcrumb" className="mb-0.5 text-soft">
      <ol className="flex flex-wrap gap-x-1.5 leading-6">
        <li>
          <Link
            to={paths.repositories()}
            className="inline-block leading-6 [overflow-wrap:anywhere] hover:underline"
          >
            Repositories
          </Link>
        </li>
        {folders.map((folder, index) => {
          const path = folders.slice(0, index + 1).join('/')
          return (
            <li key={path} className="min-w-0">
              <span aria-hidden>/ </span>
              <Link
                to={paths.repositories({ q: `${path}/` })}
                className="inline-block leading-6 [overflow-wrap:anywhere] hover:underline"
              >
                {folder}
              </Link>
            </li>
          )
        })}
        {isWhole && (
          <li className="min-w-0">
            <span aria-hidden>/ </span>
            <Link
              to={paths.repository(repository)}
              className="inline-block leading-6 [overflow-wrap:anywhere] hover:underline"
            >
              {parts.at(-1)}
            </Link>
          </li>
        )}
      </ol>
    </nav>
  )
}
