import { useQueries, useQuery } from '@tanstack/react-query'
import { Paperclip } from 'lucide-react'
import { type ReactNode, memo, useDeferredValue } from 'react'
import { Link } from 'react-router'
import { isEmptyLinkError } from '../../../registry/absence.ts'
import { formatCounted } from '../../../format/count.ts'
import { shortDigest } from '../../../format/digest.ts'
import type { AttachmentTag } from '../../../image/attachments.ts'
import { DigestDot, DigestMark } from '../../../components/DigestMark.tsx'
import { FailureLink } from '../../../components/failures/FailureLink.tsx'
import {
  SummaryCells,
  SummaryCreated,
  SummaryPlatforms,
  SummarySize,
} from '../../../components/summaryCells.tsx'
import { attachmentContentQuery, tagSummaryQuery } from '../../../queries/summaries.ts'
import { isGone } from '../../../registry/errors.ts'
import type { RepositoryName, Tag } from '../../../registry/names.ts'
import { paths } from '../../../routing/paths.ts'
import { Button } from '../../../ui/Button.tsx'
import { Checkbox } from '../../../ui/Checkbox.tsx'
import { Cell, CutName, Waiting } from '../../../ui/cells.tsx'
import type { RowPlace } from '../../../ui/VirtualTable.tsx'
import { RowActions, type TagRowList } from './RowActions.tsx'
import { describeAlsoTagged } from './tagRows.ts'

/** At most this many attachments of a tag are named and checked for attachments of their own: anyone may push many. */
const LOOKED_INSIDE = 20

/** The cells of one tag: its name at once, what it points to once it is on screen. */
export const TagRow = memo(function TagRow({
  list,
  tag,
  attachments,
  isUnfolded,
  isSelected,
  sharers,
  areAllRead,
  hasWords,
  isExact,
  span,
  isOnScreen,
}: {
  list: TagRowList
  tag: Tag
  attachments: readonly AttachmentTag[]
  isUnfolded: boolean
  isSelected: boolean
  /** Tags known to point to the same digest, including this one. */
  sharers: readonly Tag[]
  /** There are no others: every tag was read. */
  areAllRead: boolean
  /** The row's actions are words instead of icons. */
  hasWords: boolean
  /** Shows when the image was created instead of its age. */
  isExact: boolean
} & RowPlace) {
  const { repository, isAnySelected } = list
  const onDelete = isAnySelected ? undefined : list.write?.onDelete
  const { data, error } = useQuery({ ...tagSummaryQuery(repository, tag), enabled: isOnScreen })
  const inside = attachments.slice(0, LOOKED_INSIDE)
  // Attachments may have attachments of their own: they are looked for while the row exists.
  const deeper = list.isLookingDeeper ? inside : []
  useQueries({ queries: deeper.map((one) => attachmentContentQuery(repository, one.tag)) })
  // Names first, the rest a moment later.
  const isWhole = useDeferredValue(true, false)
  const others = sharers.filter((other) => other !== tag)
  const failure = !data && error ? explainRow(error, onDelete && (() => onDelete(tag))) : undefined
  const [isNarrow, hasDigest] = [span === 3, span === 7]
  const alsoTagged = others.length > 0 && (
    <span
      // Takes the room that the name leaves. A long name may be cut for it, a short one never.
      className={`flex-1 truncate text-sm text-faint ${tag.length > 24 ? 'min-w-20' : 'min-w-0'}`}
      title={`Same digest as ${others.slice(0, 40).join(', ')}${others.length > 40 ? '…' : ''}${areAllRead ? '' : ' (not all tags are read yet)'}`}
    >
      {describeAlsoTagged(others, areAllRead)}
    </span>
  )
  const dot = (
    <span title={data?.digest} className="inline-flex w-2.5 shrink-0">
      <DigestDot digest={others.length > 0 ? data?.digest : undefined} />
    </span>
  )
  return (
    <>
      <Cell className="!overflow-visible pr-0">
        <Checkbox
          aria-label={`Select ${tag}`}
          className="max-sm:-m-3.5 max-sm:size-11"
          checked={isSelected}
          onChange={(event) => {
            const { nativeEvent } = event
            list.onToggle(tag, nativeEvent instanceof MouseEvent && nativeEvent.shiftKey)
          }}
        />
      </Cell>
      <Cell className="max-sm:relative max-sm:pl-2">
        <div className="flex min-w-0 items-center gap-2">
          {/* If the digest has no column. Its space is there from the start. */}
          {!isNarrow && !hasDigest && dot}
          <Link
            to={paths.image({ repository, tag })}
            title={tag}
            aria-label={tag}
            className="flex min-w-0 leading-6 font-semibold hover:underline max-sm:after:absolute max-sm:after:inset-0"
          >
            <CutName name={tag} />
          </Link>
          {attachments.length > 0 && (
            <button
              type="button"
              aria-expanded={isUnfolded}
              onClick={() => list.onUnfold(tag)}
              aria-label={`${formatCounted(attachments.length, 'attachment')} of ${tag}`}
              title={inside.map(({ label }) => label).join(', ')}
              className="relative z-1 inline-flex h-6 shrink-0 items-center gap-1 rounded-md border border-line px-1.5 text-sm text-soft hover:border-faint hover:text-text aria-expanded:bg-line-soft"
            >
              <Paperclip size={12} aria-hidden />
              {attachments.length}
            </button>
          )}
          {!isNarrow && alsoTagged}
          {isNarrow && data && (
            <span className="ml-auto shrink-0 pl-2">
              <SummarySize summary={data} />
            </span>
          )}
        </div>
        {isNarrow && (
          <>
            <div className="flex min-h-4.5 justify-between gap-3 text-sm text-soft">
              {failure && <span className="relative z-1 min-w-0">{failure}</span>}
              {data && (
                <>
                  <SummaryPlatforms summary={data} isPlain />
                  <span className="shrink-0">
                    <SummaryCreated summary={data} isExact={isExact} />
                  </span>
                </>
              )}
            </div>
            {alsoTagged && (
              <div className="flex items-center gap-1.5">
                {dot}
                {alsoTagged}
              </div>
            )}
          </>
        )}
      </Cell>
      {isWhole ? (
        <>
          {!isNarrow && !failure && (
            <>
              {hasDigest && (
                <Cell>
                  {data ? (
                    <DigestMark digest={data.digest} isShared={others.length > 0} />
                  ) : (
                    <Waiting width="10rem" />
                  )}
                </Cell>
              )}
              <SummaryCells summary={data} isExact={isExact} />
            </>
          )}
          {failure && !isNarrow && <Cell colSpan={span - 3}>{failure}</Cell>}
          <Cell className="!overflow-visible px-2 max-sm:px-0">
            <RowActions
              list={list}
              tag={tag}
              look={isNarrow ? 'menu' : hasWords ? 'words' : 'icons'}
            />
          </Cell>
        </>
      ) : (
        <Cell colSpan={span - 2} />
      )}
    </>
  )
})

/** @param onRemove `undefined` if nothing can be deleted */
function explainRow(error: unknown, onRemove: (() => void) | undefined): ReactNode {
  const broken = isGone(error)
    ? 'Half deleted: the registry lists this tag, but its manifest is missing. It can’t be pulled.'
    : isEmptyLinkError(error) &&
      'Broken: its link file on the registry’s disk is empty. It can’t be pulled: push it again, or delete it.'
  if (!broken) return <FailureLink error={error} />
  return (
    <span className="flex min-w-0 items-center gap-2 max-sm:[&>button]:!h-6 max-sm:[&>button]:!px-2">
      <span className="min-w-0 truncate text-warning" title={broken}>
        {broken}
      </span>
      {onRemove && <Button onClick={onRemove}>Delete…</Button>}
    </span>
  )
}

/** The cells of a `sha256-…` tag, below the tag whose image it belongs to. */
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
  // The tag's suffix already says "signature"; a list of referrers doesn't say what it contains.
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
          <span title={subject} className="min-w-0 truncate text-faint">
            of <span className="font-mono text-sm">{shortDigest(subject)}</span>
          </span>
        </span>
      </Cell>
    </>
  )
}
