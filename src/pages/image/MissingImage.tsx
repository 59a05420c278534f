import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { explainError } from '../../parts/explainError.ts'
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
  /** For a tag that is listed without a manifest; `undefined`: nothing can be deleted here. */
  onRemove: (() => void) | undefined
}) {
  const { repository, tag, digest } = reference
  const list = useQuery({ ...tagListQuery(repository), retry: false })
  const isUnknown = list.error instanceof NotFoundError && list.error.hasCode('NAME_UNKNOWN')
  const isListed = !digest && tag !== undefined && list.data?.includes(tag)
  const what = digest ? 'This digest' : `The tag ${tag ?? 'latest'}`
  const { detail } = explainError(error)
  return (
    <Notice
      look="warning"
      title={
        isListed
          ? `The registry lists the tag ${tag}, but its manifest is gone`
          : isUnknown
            ? `The registry knows no repository ${repository}`
            : `${what} is not in the registry`
      }
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
      <p>{reason(isListed === true, isUnknown, digest !== undefined)}</p>
      {detail && (
        <details className="mt-1">
          <summary className="cursor-pointer">Details</summary>
          <code className="font-mono text-sm break-all">{detail}</code>
        </details>
      )}
    </Notice>
  )
}

function reason(isListed: boolean, isUnknown: boolean, isDigest: boolean): string {
  if (isListed) {
    return 'The tag is half deleted: what it pointed to was deleted or lost, for example by a tool that broke off. Push the image again to repair it, or remove the tag.'
  }
  if (isUnknown) return 'Nothing was ever pushed under this name, or the name is misspelt.'
  return isDigest
    ? 'It was deleted meanwhile, garbage collection removed it, or it is in another repository.'
    : 'It was deleted meanwhile, or it never was there.'
}
