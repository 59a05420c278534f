import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { DigestMark } from '../../components/DigestMark.tsx'
import { digestPresenceQuery, tagDigestQuery } from '../../queries/imageDetails.ts'
import { NotFoundError } from '../../registry/errors.ts'
import type { Digest, RepositoryName, Tag } from '../../registry/names.ts'
import { paths } from '../../routing/paths.ts'
import { Notice } from '../../ui/Notice.tsx'

/** A browser keeps what is behind a digest for ever: whether the registry still has it is asked apart. */
export function GoneDigest({ repository, digest }: { repository: RepositoryName; digest: Digest }) {
  const { error } = useQuery(digestPresenceQuery(repository, digest))
  if (!(error instanceof NotFoundError)) return null
  return (
    <Notice look="warning" title="The registry no longer has this digest">
      What is shown was kept by this browser from an earlier visit. It can’t be pulled any more.
    </Notice>
  )
}

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
      <Notice look="warning" title={`The tag ${tag} no longer exists`}>
        This page shows the digest that the address names.
      </Notice>
    )
  }
  if (!data || data.digest === digest) return null
  return (
    <Notice look="warning" title={`The tag ${tag} points to something else by now`}>
      This page shows the digest that the address names. The tag is on{' '}
      <Link to={paths.image({ repository, tag })} className="text-accent underline">
        <DigestMark digest={data.digest} />
      </Link>
    </Notice>
  )
}
