import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { explainError } from '../../components/explainError.ts'
import { tagListQuery } from '../../queries/tags.ts'
import { NotFoundError } from '../../registry/errors.ts'
import type { ImageReference } from '../../registry/imageReference.ts'
import { paths } from '../../routing/paths.ts'
import { Button, buttonClass } from '../../ui/Button.tsx'
import { Notice } from '../../ui/Notice.tsx'

/** In the place of an image that the registry does not have: which of the reasons it is, as far as its list tells. */
export function MissingImage({
  reference,
  error,
  onRemove,
}: {
  reference: ImageReference
  error: unknown
  /** For a tag that is listed without a manifest; `undefined` where nothing may be removed. */
  onRemove: (() => void) | undefined
}) {
  const { repository, tag, digest } = reference
  const list = useQuery({ ...tagListQuery(repository), retry: false })
  const isUnknown = list.error instanceof NotFoundError && list.error.hasCode('NAME_UNKNOWN')
  const isListed = !digest && tag !== undefined && list.data?.includes(tag)
  const { detail } = explainError(error)
  const { title, reason } = isListed
    ? {
        title: `The registry lists the tag ${tag}, but its manifest is gone`,
        reason:
          'The tag is half deleted: what it pointed to was deleted or lost, for example by a tool that broke off. Push the image again to repair it, or remove the tag.',
      }
    : isUnknown
      ? {
          title: `The registry knows no repository ${repository}`,
          reason: 'Nothing was ever pushed under this name, or the name is misspelt.',
        }
      : digest
        ? {
            title: 'This digest is not in the registry',
            reason:
              'It was deleted meanwhile, garbage collection removed it, or it is in another repository.',
          }
        : {
            title: `The tag ${tag ?? 'latest'} is not in the registry`,
            reason: 'It was deleted meanwhile, or it never was there.',
          }
  return (
    <Notice
      look="warning"
      title={title}
      action={
        <>
          {isListed && onRemove && <Button onClick={onRemove}>Remove this tag…</Button>}
          <Link
            to={isUnknown ? paths.repositories() : paths.repository(repository)}
            className={buttonClass()}
          >
            {isUnknown ? 'All repositories' : 'Tags of the repository'}
          </Link>
        </>
      }
    >
      <p>{reason}</p>
      {detail && (
        <details className="mt-1">
          <summary className="cursor-pointer">Details</summary>
          <code className="font-mono text-sm break-all">{detail}</code>
        </details>
      )}
    </Notice>
  )
}
