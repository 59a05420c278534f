import { Link } from 'react-router'
import { type ImageReference, formatImageReference } from '../registry/imageReference.ts'
import { paths } from '../routing/paths.ts'
import { buttonClass } from '../ui/Button.tsx'

/** Opens what was pasted into a filter: a repository, or an image. */
export function OpenReference({ reference }: { reference: ImageReference }) {
  return (
    <Link to={paths.reference(reference)} className={`${buttonClass()} max-w-full`}>
      <span className="truncate">Open {formatImageReference(reference)}</span>
    </Link>
  )
}
