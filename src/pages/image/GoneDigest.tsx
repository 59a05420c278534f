import { useQuery } from '@tanstack/react-query'
import { digestPresenceQuery } from '../../queries/imageDetails.ts'
import { NotFoundError } from '../../registry/errors.ts'
import type { Digest, RepositoryName } from '../../registry/names.ts'
import { Notice } from '../../ui/Notice.tsx'

/** A browser keeps what is behind a digest for ever: whether the registry still has it is asked apart. */
export function GoneDigest({ repository, digest }: { repository: RepositoryName; digest: Digest }) {
  const { error } = useQuery(digestPresenceQuery(repository, digest))
  if (!(error instanceof NotFoundError)) return null
  return (
    <div className="mt-3">
      <Notice look="warning" title="The registry no longer has this digest">
        What is shown was kept by this browser from an earlier visit. It can’t be pulled any more.
      </Notice>
    </div>
  )
}
