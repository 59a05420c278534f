import { useQuery } from '@tanstack/react-query'
import { ChevronDown, ChevronRight } from 'lucide-react'
import { memo, useEffect } from 'react'
import { Link } from 'react-router'
import { formatCounted } from '../../format/count.ts'
import { shortDigest } from '../../format/digest.ts'
import { visibleText } from '../../format/visibleText.ts'
import type { AttachmentTag } from '../../image/attachments.ts'
import { DigestDot, DigestMark } from '../../parts/DigestMark.tsx'
import { usePullForm } from '../../parts/PullCommand.tsx'
import { explainError } from '../../parts/explainError.ts'
import { writePullCommand } from '../../parts/pullCommands.ts'
import { SummaryCreated, SummaryPlatforms, SummarySize } from '../../parts/summaryCells.tsx'
import { type TagSummary, tagSummaryQuery } from '../../queries/summaries.ts'
import type { TagDetailsStore } from '../../queries/tagDetails.ts'
import { isGone } from '../../registry/errors.ts'
import type { RepositoryName, Tag } from '../../registry/names.ts'
import { paths } from '../../routing/paths.ts'
import { Cell, Waiting } from '../../ui/cells.tsx'
import { CopyButton } from '../../ui/CopyButton.tsx'

/** One tag: its name at once, what it points to when it is on the screen. */
export const TagRow = memo(function TagRow({
  repository,
  tag,
  attachments,
  isUnfolded,
  onUnfold,
  isSelected,
  onToggle,
  store,
  known,
  sharers,
  height,
  span,
  'aria-rowindex': rowIndex,
}: {
  repository: RepositoryName
  tag: Tag
  attachments: readonly AttachmentTag[]
  isUnfolded: boolean
  onUnfold: (tag: string) => void
  isSelected: boolean
  onToggle: (tag: Tag, isRange: boolean) => void
  store: TagDetailsStore
  /** From an earlier look, until the query has asked again. */
  known: TagSummary | undefined
  /** Tags that are known to be on the same digest, this one among them. */
  sharers: readonly Tag[]
  height: number
  span: number
  'aria-rowindex': number
}) {
  const { data, error } = useQuery({
    ...tagSummaryQuery(repository, tag),
    ...(known ? { initialData: known } : {}),
  })
  useEffect(() => {
    if (data) store.add(tag, data)
    else if (error) store.addFailure(tag)
  }, [data, error, store, tag])
  const others = sharers.filter((other) => other !== tag)
  return (
    <tr
      aria-rowindex={rowIndex}
      aria-selected={isSelected}
      style={{ height }}
      className="hover:bg-sunken aria-selected:bg-accent-soft"
    >
      <Cell className="pr-0 !overflow-visible">
        <input
          type="checkbox"
          aria-label={`Select ${tag}`}
          className="size-4 align-middle accent-accent"
          checked={isSelected}
          onChange={(event) => {
            const { nativeEvent } = event
            onToggle(tag, nativeEvent instanceof MouseEvent && nativeEvent.shiftKey)
          }}
        />
      </Cell>
      <Cell>
        <div className="flex min-w-0 items-baseline gap-2">
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
              onClick={() => onUnfold(tag)}
              title={attachments.map((attachment) => attachment.label).join(', ')}
              className="inline-flex shrink-0 items-center gap-0.5 rounded text-sm text-soft hover:text-text"
            >
              {isUnfolded ? (
                <ChevronDown size={13} aria-hidden />
              ) : (
                <ChevronRight size={13} aria-hidden />
              )}
              {formatCounted(attachments.length, 'attachment')}
            </button>
          )}
          {others.length > 0 && (
            <span
              className="hidden min-w-0 truncate text-sm text-faint sm:inline"
              title={`Same digest as ${others.join(', ')}`}
            >
              same as {others.slice(0, 3).join(', ')}
              {others.length > 3 && ` +${others.length - 3}`}
            </span>
          )}
        </div>
        {data && (
          <div className="flex items-center gap-1.5 truncate text-sm text-soft md:hidden">
            <DigestDot digest={data.digest} />
            <span className="hidden font-mono sm:inline">{shortDigest(data.digest)}</span>
            <span className="sm:hidden">
              <SummaryCreated summary={data} />
            </span>
          </div>
        )}
      </Cell>
      {error && !data ? (
        <Cell colSpan={span - 2} className="whitespace-normal">
          <RowError error={error} />
        </Cell>
      ) : (
        <Details repository={repository} tag={tag} data={data} />
      )}
    </tr>
  )
})

function Details({
  repository,
  tag,
  data,
}: {
  repository: RepositoryName
  tag: Tag
  data: TagSummary | undefined
}) {
  return (
    <>
      <Cell className="hidden md:table-cell">
        {data ? <DigestMark digest={data.digest} /> : <Waiting width="10rem" />}
      </Cell>
      <Cell className="hidden lg:table-cell">
        {data ? <SummaryPlatforms summary={data} most={1} /> : <Waiting />}
      </Cell>
      <Cell align="right">{data ? <SummarySize summary={data} /> : <Waiting width="3rem" />}</Cell>
      <Cell align="right" className="hidden text-soft sm:table-cell">
        {data ? <SummaryCreated summary={data} /> : <Waiting width="5rem" />}
      </Cell>
      <Cell align="right" className="hidden pl-0 sm:table-cell">
        <CopyPull repository={repository} tag={tag} data={data} />
      </Cell>
    </>
  )
}

function CopyPull({
  repository,
  tag,
  data,
}: {
  repository: RepositoryName
  tag: Tag
  data: TagSummary | undefined
}) {
  const { form } = usePullForm(data?.artifact.kind)
  if (!form) return null
  return (
    <CopyButton
      text={writePullCommand(form, { repository, tag })}
      label={`Copy pull command of ${tag}`}
    />
  )
}

function RowError({ error }: { error: unknown }) {
  if (isGone(error)) {
    return (
      <span className="text-warning">
        The registry lists this tag, but its manifest is gone: it can’t be pulled.
      </span>
    )
  }
  const explanation = explainError(error)
  return (
    <span className="text-danger" title={visibleText(explanation.detail ?? explanation.advice)}>
      {explanation.title}
    </span>
  )
}
