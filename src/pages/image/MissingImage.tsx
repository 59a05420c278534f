import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { DigestText } from '../../components/DigestMark.tsx'
import { presenceQuery } from '../../queries/imageDetails.ts'
import { tagListQuery } from '../../queries/tags.ts'
import { provesEmptiness } from '../../registry/absence.ts'
import type { ImageReference } from '../../registry/imageReference.ts'
import type { Digest, RepositoryName, Tag } from '../../registry/names.ts'
import { paths } from '../../routing/paths.ts'
import { Button, buttonClass } from '../../ui/Button.tsx'
import { Notice } from '../../ui/Notice.tsx'

/** Shown if the registry doesn't have the image: the most likely reason, according to its tag list. */
export function MissingImage({
  reference: { repository, tag, digest },
  onRemove,
}: {
  reference: ImageReference
  /** Deletes a tag that is listed without a manifest; `undefined` if nothing may be deleted. */
  onRemove: (() => void) | undefined
}) {
  const list = useQuery({ ...tagListQuery(repository), retry: false })
  const isUnknown = provesEmptiness(list.error)
  const isListed = !digest && tag !== undefined && list.data?.includes(tag)
  const [title, reason] = isListed
    ? [
        `The registry lists the tag ${tag}, but its manifest is missing`,
        'The tag is half deleted: its image was deleted or lost, for example by a tool that was interrupted. Push the image again to repair it, or delete the tag.',
      ]
    : isUnknown
      ? [
          `The registry has no repository ${repository}`,
          'Either nothing was ever pushed to it, or the name is misspelled.',
        ]
      : digest
        ? [
            'This digest is not in the registry',
            'It may have been deleted or garbage-collected, or it is in another repository.',
          ]
        : [
            `The tag ${tag ?? 'latest'} is not in the registry`,
            'It may have been deleted, or never existed.',
          ]
  return (
    <Notice
      look="warning"
      title={title}
      action={
        <>
          {isListed && onRemove && <Button onClick={onRemove}>Delete this tag…</Button>}
          <Link
            to={isUnknown ? paths.repositories() : paths.repository(repository)}
            className={buttonClass()}
          >
            {isUnknown ? 'All repositories' : 'Tags of the repository'}
          </Link>
        </>
      }
    >
      {reason}
    </Notice>
  )
}

/** Warns if the registry no longer has a digest: its content may have come from the browser's cache. */
export function GoneDigest({ repository, digest }: { repository: RepositoryName; digest: Digest }) {
  const { data } = useQuery(presenceQuery(repository, digest))
  if (data?.kind !== 'absent') return null
  return (
    <Notice look="warning" title="The registry no longer has this digest">
      This is a copy that your browser kept from an earlier visit. It can no longer be pulled.
    </Notice>
  )
}

/** If the address has tag and digest, the page shows the digest; this warns if the tag has moved since. */
export function MovedTag({
  repository,
  tag,
  digest,
}: {
  repository: RepositoryName
  tag: Tag
  digest: Digest
}) {
  const { data } = useQuery(presenceQuery(repository, tag))
  const isAbsent = data?.kind === 'absent'
  if (!isAbsent && (data?.kind !== 'at' || data.digest === digest)) return null
  return (
    <Notice
      look="warning"
      title={`The tag ${tag} ${isAbsent ? 'no longer exists' : 'now points to something else'}`}
    >
      This page shows the digest in its address.
      {!isAbsent && (
        <>
          {' The tag now points to '}
          <Link to={paths.image({ repository, tag })} className="text-accent underline">
            <DigestText digest={data.digest} />
          </Link>
        </>
      )}
    </Notice>
  )
}
