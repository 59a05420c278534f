import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { AttachmentTag } from '../../../image/attachments.ts'
import { DigestMark } from '../../../components/DigestMark.tsx'
import { attachmentContentQuery } from '../../../queries/summaries.ts'
import type { RepositoryName } from '../../../registry/names.ts'
import { paths } from '../../../routing/paths.ts'
import { Cell } from '../../../ui/cells.tsx'

/** The cells of a `sha256-…` tag under the tag whose image it belongs to. */
export function AttachmentRow({
  repository,
  attachment: { tag, subject, label },
  span,
}: {
  repository: RepositoryName
  attachment: AttachmentTag
  span: number
}) {
  const { data } = useQuery(attachmentContentQuery(repository, tag))
  // The tag's ending already says "signature"; a list says nothing of what it holds.
  const contents = data?.labels.filter((one) => !one.includes(label))
  return (
    <>
      <Cell />
      <Cell colSpan={span - 1}>
        <span className="flex min-w-0 items-center gap-3 pl-4">
          <Link
            to={paths.image({ repository, tag })}
            title={tag}
            className="shrink-0 text-soft hover:underline"
          >
            {label}
          </Link>
          {contents && contents.length > 0 && (
            <span className="min-w-0 truncate text-soft">{contents.join(', ')}</span>
          )}
          <span className="inline-flex min-w-0 items-center gap-1.5 text-faint">
            of <DigestMark digest={subject} />
          </span>
        </span>
      </Cell>
    </>
  )
}
