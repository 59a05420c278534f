import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { NameRemoval } from '../../features/nameRemoval/NameRemoval.tsx'
import { catalogQuery } from '../../queries/repositories.ts'
import type { RepositoryName } from '../../registry/names.ts'
import { paths } from '../../routing/paths.ts'
import { buttonClass } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'

/** Shown for a repository without tags, or an unknown one. There may be repositories below it; the catalog tells. */
export function NoTags({
  repository,
  isUnknown,
}: {
  repository: RepositoryName
  isUnknown: boolean
}) {
  const [isOpen, setOpen] = useState(false)
  const { data: catalog, isPending } = useQuery({ ...catalogQuery(), enabled: isOpen })
  const all = catalog?.next === undefined ? catalog?.repositories : undefined
  return (
    <div className="mt-4">
      <EmptyState
        title={isUnknown ? `The registry has no repository ${repository}` : 'No tags'}
        action={
          <Link to="/" className={buttonClass()}>
            All repositories
          </Link>
        }
      >
        {isUnknown ? (
          'Either nothing was ever pushed to it, or the name is misspelled.'
        ) : (
          <>
            All tags of this repository have been deleted. What was deleted using this browser can
            be restored under{' '}
            <Link to={paths.deleted({ q: repository })} className="underline">
              Deleted
            </Link>
            . The registry keeps listing the name; only an administrator can remove it.
            <details className="mt-2" onToggle={(event) => setOpen(event.currentTarget.open)}>
              <summary className="cursor-pointer">How to remove the name</summary>
              {isOpen && !isPending && <NameRemoval repositories={[repository]} all={all} />}
            </details>
          </>
        )}
      </EmptyState>
    </div>
  )
}
