import { useQuery } from '@tanstack/react-query'
import { Paperclip } from 'lucide-react'
import { memo } from 'react'
import { Link } from 'react-router'
import { isEmptyLinkError } from '../../../registry/absence.ts'
import { formatCounted } from '../../../format/count.ts'
import type { AttachmentTag } from '../../../image/attachments.ts'
import { DigestDot, DigestMark } from '../../../components/DigestMark.tsx'
import { explainError } from '../../../components/explainError.ts'
import { SummaryCells, SummaryCreated } from '../../../components/summaryCells.tsx'
import {
  type TagSummary,
  attachmentContentQuery,
  tagSummaryQuery,
} from '../../../queries/summaries.ts'
import { isGone } from '../../../registry/errors.ts'
import type { RepositoryName, Tag } from '../../../registry/names.ts'
import { paths } from '../../../routing/paths.ts'
import { Button } from '../../../ui/Button.tsx'
import { Checkbox } from '../../../ui/Checkbox.tsx'
import { Cell, Waiting } from '../../../ui/cells.tsx'
import { useAfterPaint } from '../../../ui/useAfterPaint.ts'
import type { RowPlace } from '../../../ui/VirtualTable.tsx'
import { RowActions, type TagRowList } from './RowActions.tsx'

/** Attachments of one tag that are named and read for what is attached to them in turn; strangers push many. */
const LOOKED_INSIDE = 20

/** The cells of one tag: its name at once, what it points to when it is on the screen. */
export const TagRow = memo(function TagRow({
  list,
  tag,
  attachments,
  isUnfolded,
  isSelected,
  sharers,
  span,
  isOnScreen,
}: {
  list: TagRowList
  tag: Tag
  attachments: readonly AttachmentTag[]
  isUnfolded: boolean
  isSelected: boolean
  /** Tags that are known to be on the same digest, this one among them. */
  sharers: readonly Tag[]
} & RowPlace) {
  const { repository, isAnySelected } = list
  const onDelete = isAnySelected ? undefined : list.onDelete
  const { data, error } = useQuery({ ...tagSummaryQuery(repository, tag), enabled: isOnScreen })
  // Names first, the rest a moment later.
  const isWhole = useAfterPaint()
  const others = sharers.filter((other) => other !== tag)
  const failure = data ? undefined : error
  const isNarrow = span === 4
  return (
    <>
      <Cell className="!overflow-visible pr-0">
        <Checkbox
          aria-label={`Select ${tag}`}
          checked={isSelected}
          onChange={(event) => {
            const { nativeEvent } = event
            list.onToggle(tag, nativeEvent instanceof MouseEvent && nativeEvent.shiftKey)
          }}
        />
      </Cell>
      <Cell colSpan={failure && isNarrow ? 2 : 1}>
        <div className="flex min-w-0 items-center gap-2">
          {/* Where the digest has no column; its place is there before it. */}
          <span title={data?.digest} className="hidden w-2.5 shrink-0 sm:inline-flex md:hidden">
            {data && <DigestDot digest={data.digest} />}
          </span>
          <Link
            to={paths.image({ repository, tag })}
            title={tag}
            className="max-w-full shrink-0 truncate font-semibold hover:underline"
          >
            {tag}
          </Link>
          {attachments.length > 0 && (
            <button
              type="button"
              aria-expanded={isUnfolded}
              onClick={() => list.onUnfold(tag)}
              aria-label={`${formatCounted(attachments.length, 'attachment')} of ${tag}`}
              title={attachments
                .slice(0, LOOKED_INSIDE)
                .map((attachment) => attachment.label)
                .join(', ')}
              className="inline-flex h-6 shrink-0 items-center gap-1 rounded border border-line px-1.5 text-sm text-soft hover:border-faint hover:text-text aria-expanded:bg-line-soft"
            >
              <Paperclip size={12} aria-hidden />
              {attachments.length}
            </button>
          )}
          {list.isLookingDeeper &&
            attachments
              .slice(0, LOOKED_INSIDE)
              .map((attachment) => (
                <LookInside key={attachment.tag} repository={repository} tag={attachment.tag} />
              ))}
          {others.length > 0 && (
            <span
              className="hidden min-w-0 truncate text-sm text-faint sm:inline"
              title={`Same digest as ${others.slice(0, 40).join(', ')}${others.length > 40 ? '…' : ''}`}
            >
              same as {others.slice(0, 3).join(', ')}
              {others.length > 3 && ` +${others.length - 3}`}
            </span>
          )}
        </div>
        {data && (
          <div className="flex items-center gap-1.5 text-sm text-soft sm:hidden">
            <DigestDot digest={data.digest} />
            <span className="truncate">
              <SummaryCreated summary={data} />
            </span>
          </div>
        )}
        {failure !== undefined && failure !== null && isNarrow && (
          <div className="truncate text-sm">
            <RowError error={failure} tag={tag} onDelete={onDelete} />
          </div>
        )}
      </Cell>
      {isWhole ? (
        <>
          {!failure ? (
            <Details data={data} />
          ) : (
            !isNarrow && (
              <Cell colSpan={span - 3}>
                <RowError error={failure} tag={tag} onDelete={onDelete} />
              </Cell>
            )
          )}
          <Cell className="!overflow-visible px-2">
            <RowActions list={list} tag={tag} isNarrow={isNarrow} />
          </Cell>
        </>
      ) : (
        <Cell colSpan={span - 2} />
      )}
    </>
  )
})

function Details({ data }: { data: TagSummary | undefined }) {
  return (
    <>
      <Cell className="hidden md:table-cell">
        {data ? <DigestMark digest={data.digest} /> : <Waiting width="10rem" />}
      </Cell>
      <SummaryCells summary={data} />
    </>
  )
}

/** Finds out what an attachment holds while its row is on the screen: something may be attached to that in turn. */
function LookInside({ repository, tag }: { repository: RepositoryName; tag: Tag }) {
  useQuery(attachmentContentQuery(repository, tag))
  return null
}

const GONE =
  'Half deleted: the registry lists this tag, but its manifest is gone. It can’t be pulled.'
const EMPTY_LINK =
  'Broken: its link on the registry’s disk is empty. It can’t be pulled: push it again, or remove it.'

function RowError({
  error,
  tag,
  onDelete,
}: {
  error: unknown
  tag: Tag
  /** `undefined`: nothing can be deleted here. */
  onDelete?: ((tag: Tag) => void) | undefined
}) {
  if (isGone(error) || isEmptyLinkError(error)) {
    const text = isGone(error) ? GONE : EMPTY_LINK
    return (
      <span className="flex min-w-0 items-center gap-2 max-sm:[&>button]:!h-6 max-sm:[&>button]:!px-2">
        <span className="min-w-0 truncate text-warning" title={text}>
          {text}
        </span>
        {onDelete && <Button onClick={() => onDelete(tag)}>Remove…</Button>}
      </span>
    )
  }
  const explanation = explainError(error)
  return (
    <span className="text-danger" title={explanation.detail ?? explanation.advice}>
      {explanation.title}
    </span>
  )
}
