import { useQuery } from '@tanstack/react-query'
import { memo, useDeferredValue, useMemo } from 'react'
import { Link } from 'react-router'
import { formatCount, formatCounted } from '../../format/count.ts'
import { chooseNamedTag } from '../../format/tagOrder.ts'
import { attachmentTag } from '../../image/attachments.ts'
import { SummaryCells, SummaryCreated, SummarySize } from '../../components/summaryCells.tsx'
import { explainError } from '../../components/explainError.ts'
import { tagSummaryQuery } from '../../queries/summaries.ts'
import { tagCountQuery } from '../../queries/tags.ts'
import { provesEmptiness } from '../../registry/absence.ts'
import type { RepositoryName, Tag } from '../../registry/names.ts'
import { paths } from '../../routing/paths.ts'
import { Cell, Waiting } from '../../ui/cells.tsx'
import { Marked } from '../../ui/Marked.tsx'
import type { RowPlace } from '../../ui/VirtualTable.tsx'
import type { Range } from '../../format/nameSearch.ts'

/** The cells of one repository: its name at once, its details when it is on the screen. */
export const RepositoryRow = memo(function RepositoryRow({
  repository,
  label,
  depth,
  span,
  rangesOf,
  isOnScreen,
}: {
  repository: RepositoryName
  /** What the row shows of the name: in a tree the folders say the rest. */
  label: string
  depth: number
  rangesOf: (name: string) => readonly Range[]
} & RowPlace) {
  // Details neither hold up the names, nor are they drawn again when only the search changes.
  const isWhole = useDeferredValue(true, false)
  return (
    <>
      <Cell>
        <div className="flex min-w-0 flex-col" style={{ paddingLeft: depth * 20 }}>
          <Link
            to={paths.repository(repository)}
            title={repository}
            aria-label={repository}
            className="max-w-full truncate self-start hover:underline [direction:rtl]"
          >
            <Name repository={repository} label={label} rangesOf={rangesOf} />
          </Link>
          {isWhole && span === 2 && <NarrowDetails {...{ repository, span, isOnScreen }} />}
        </div>
      </Cell>
      {isWhole ? (
        <Details repository={repository} span={span} isOnScreen={isOnScreen} />
      ) : (
        <Cell colSpan={span - 1} />
      )}
    </>
  )
})

/** What is known of a repository's tags: those that people gave, and the one of them that is looked at. */
function useTags(repository: RepositoryName, isOnScreen: boolean) {
  const { data: tags, error } = useQuery({ ...tagCountQuery(repository), enabled: isOnScreen })
  // The registry lists the name, and then does not know it: nothing was ever tagged there.
  const isUnknown = provesEmptiness(error)
  // Once for a list, which may be long, and not again for each answer about the tag.
  const { shown, named } = useMemo(() => {
    const given = isUnknown ? [] : tags?.filter((tag) => !attachmentTag(tag))
    return { shown: given, named: given && chooseNamedTag(given) }
  }, [tags, isUnknown])
  const summary = useQuery({
    // Not asked for without a tag; the key needs something all the same.
    ...tagSummaryQuery(repository, named ?? NO_TAG),
    enabled: isOnScreen && named !== undefined,
  })
  return {
    shown,
    named,
    attached: (tags?.length ?? 0) - (shown?.length ?? 0),
    error: isUnknown ? null : error,
    summary,
  }
}

/** No tag has this name. */
const NO_TAG = '*none' as Tag

const Details = memo(function Details({
  repository,
  span,
  isOnScreen,
}: { repository: RepositoryName } & RowPlace) {
  const { shown, named, attached, error, summary } = useTags(repository, isOnScreen)
  if (error) return errorCell(error, span - 1)
  if (shown && !named) {
    const text = attached > 0 ? `no tags, ${formatCounted(attached, 'attachment')}` : 'no tags'
    return (
      <>
        {span > 2 && <Cell align="right">0</Cell>}
        <Cell colSpan={Math.max(span - 2, 1)} className="text-faint max-sm:text-right">
          {text}
        </Cell>
      </>
    )
  }
  return (
    <>
      <Cell align="right">{shown ? formatCount(shown.length) : <Waiting width="1.5rem" />}</Cell>
      <Cell className="hidden md:table-cell">
        {named && (
          <Link
            to={paths.image({ repository, tag: named })}
            title={named}
            className="font-mono text-sm text-soft hover:underline"
          >
            {named}
          </Link>
        )}
      </Cell>
      {summary.error ? (
        errorCell(summary.error, Math.max(span - 3, 1), 'hidden sm:table-cell')
      ) : (
        <SummaryCells summary={summary.data} isAsked={named !== undefined} isShort />
      )}
    </>
  )
})

function errorCell(error: unknown, colSpan: number, className = '') {
  const { short, title } = explainError(error)
  return (
    <Cell className={`text-danger ${className}`} title={title} colSpan={colSpan}>
      {short}
    </Cell>
  )
}

/** The same details in one line below the name, where there is no room for columns. */
function NarrowDetails({ repository, isOnScreen }: { repository: RepositoryName } & RowPlace) {
  const { named, summary } = useTags(repository, isOnScreen)
  const { data } = summary
  if (!named) return null
  return (
    <span className="truncate text-sm text-faint">
      {named}
      {data && (
        <>
          {' · '}
          <SummarySize summary={data} isShort />
          {' · '}
          <SummaryCreated summary={data} />
        </>
      )}
    </span>
  )
}

/**
 * The last part of a name is what people read: the beginning gives way where there is no room (the line around
 * it runs from right to left). What was searched for is marked. In one line of text, so that it is copied as one.
 */
function Name({
  repository,
  label,
  rangesOf,
}: {
  repository: RepositoryName
  label: string
  rangesOf: (name: string) => readonly Range[]
}) {
  const ranges = rangesOf(repository)
  const slash = label.lastIndexOf('/') + 1
  const mark = (text: string, start: number) => (
    <Marked text={text} ranges={ranges.map(([from, to]) => [from - start, to - start])} />
  )
  return (
    <bdi dir="ltr">
      <span className="text-soft">
        {mark(label.slice(0, slash), repository.length - label.length)}
      </span>
      <span className="font-semibold">
        {mark(label.slice(slash), repository.length - label.length + slash)}
      </span>
    </bdi>
  )
}
