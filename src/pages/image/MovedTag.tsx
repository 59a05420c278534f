import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { DigestMark } from '../../parts/DigestMark.tsx'
import { tagDigestQuery } from '../../queries/imageDetails.ts'
import { NotFoundError } from '../../registry/errors.ts'
import type { Digest, RepositoryName, Tag } from '../../registry/names.ts'
import { paths } from '../../routing/paths.ts'
import { Notice } from '../../ui/Notice.tsx'

/** For an address with tag and digest: the digest is what is shown; if the tag is elsewhere by now, it is said. */
export function MovedTag({
  repository,
  tag,
  digest,
}: {
  repository: RepositoryName
  tag: Tag
  digest: Digest
}) {
  const { data, error } = useQuery(tagDigestQuery(repository, tag))
  if (error instanceof NotFoundError) {
    return (
      <div className="mt-3">
        <Notice look="warning" title={`The tag ${tag} no longer exists`}>
          This page shows the digest that the address names.
        </Notice>
      </div>
    )
  }
  if (!data || data.digest === digest) return null
  return (
    <div className="mt-3">
      <Notice look="warning" title={`The tag ${tag} points to something else by now`}>
        This page shows the digest that the address names. The tag is on{' '}
        <Link to={paths.image({ repository, tag })} className="text-accent underline">
          <DigestMark digest={data.digest} />
        </Link>
      </Notice>
    </div>
  )
}
