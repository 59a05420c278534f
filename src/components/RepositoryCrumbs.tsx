import { Link } from 'react-router'
import type { RepositoryName } from '../registry/names.ts'
import { paths } from '../routing/paths.ts'

/** The path to a repository: the list, and the folders in its name, which filter the list. `isWhole`: itself, too. */
export function RepositoryCrumbs({
  repository,
  isWhole = false,
}: {
  repository: RepositoryName
  isWhole?: boolean
}) {
  const parts = repository.split('/')
  const crumbs = [
    { text: 'Repositories', to: paths.repositories() },
    ...parts.slice(0, -1).map((text, index) => {
      const folder = parts.slice(0, index + 1).join('/')
      return { text, to: paths.repositories({ q: `${folder}/` }) }
    }),
    ...(isWhole ? [{ text: parts.at(-1), to: paths.repository(repository) }] : []),
  ]
  return (
    <nav aria-label="Breadcrumb" className="text-soft">
      <ol className="flex flex-wrap gap-x-1.5 leading-6">
        {crumbs.map(({ text, to }, index) => (
          <li key={to} className="min-w-0">
            {index > 0 && <span aria-hidden>/ </span>}
            <Link
              to={to}
              className="inline-block leading-6 [overflow-wrap:anywhere] hover:underline"
            >
              {text}
            </Link>
          </li>
        ))}
      </ol>
    </nav>
  )
}
