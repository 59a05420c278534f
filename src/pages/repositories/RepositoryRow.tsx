import { useQuery } from '@tanstack/react-query'
import { memo, useDeferredValue, useMemo } from 'react'
import { Link } from 'react-router'
import { formatCount, formatCounted } from '../../format/count.ts'
import { SummaryCells, SummaryCreated, SummarySize } from '../../components/summaryCells.tsx'
import { FailureLink } from '../../components/failures/FailureLink.tsx'
import { explainError } from '../../components/failures/explainError.ts'
import { chooseRowTags } from '../../queries/repositoryFacts.ts'
import { tagSummaryQuery } from '../../queries/summaries.ts'
import { tagCountQuery } from '../../queries/tags.ts'
import { provesEmptiness } from '../../registry/absence.ts'
import type { RepositoryName, Tag } from '../../registry/names.ts'
import { paths } from '../../routing/paths.ts'
import { Cell, CutName, Waiting } from '../../ui/cells.tsx'
import { Marked } from '../../ui/Marked.tsx'
import type { RowPlace } from '../../ui/VirtualTable.tsx'
import type { Range } from '../../format/nameSearch.ts'

/** The cells of one repository: its name at once, its details once it is on screen. */
export const RepositoryRow = memo(function RepositoryRow({
  repository,
  label,
  depth,
  span,
  rangesOf,
  isOnScreen,
}: {
  repository: RepositoryName
  /** The part of the name that the row shows: in a tree, the folders show the rest. */
  label: string
  depth: number
  rangesOf: (name: string) => readonly Range[]
} & RowPlace) {
  // Details don't hold up the names, and aren't rendered again when only the search changes.
  const isWhole = useDeferredValue(true, false)
  const details = isWhole && <Details {...{ repository, span, isOnScreen }} />
  const isNarrow = span === 1
  return (
    <>
      <Cell className="max-sm:relative">
        <div className="flex min-w-0 flex-col" style={{ paddingLeft: depth * 20 }}>
          <Link
            to={paths.repository(repository)}
            title={repository}
            aria-label={repository}
            className="max-w-full truncate self-start leading-6 hover:underline [direction:rtl] max-sm:after:absolute max-sm:after:inset-0"
          >
            <Name repository={repository} label={label} rangesOf={rangesOf} />
          </Link>
          {/* Without room for columns, the details stand in a line below the name. */}
          {isNarrow && (
            <span className="flex min-h-4.5 justify-between gap-3 text-sm text-soft">
              {details}
            </span>
          )}
        </div>
      </Cell>
      {!isNarrow && (details || <Cell colSpan={span - 1} />)}
    </>
  )
})

/** What is known about a repository's tags: the ordinary ones, and the one that represents them. */
function useTags(repository: RepositoryName, isOnScreen: boolean) {
  const { data: tags, error } = useQuery({ ...tagCountQuery(repository), enabled: isOnScreen })
  // The registry lists the name but doesn't know the repository: nothing was ever tagged there.
  const isUnknown = provesEmptiness(error)
  // Once per list, which may be long, rather than with each response about the tag.
  const chosen = useMemo(() => {
    const known = isUnknown ? [] : tags
    return known && chooseRowTags(known)
  }, [tags, isUnknown])
  const [shown, named] = [chosen?.tags, chosen?.named]
  const summary = useQuery({
    // Without a tag nothing is requested, but the key needs a value.
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
  const noTags =
    shown && !named && `no tags${attached > 0 ? `, ${formatCounted(attached, 'attachment')}` : ''}`
  if (span === 1) {
    const { data } = summary
    const failure = error ?? summary.error
    return (
      <>
        <span className={`min-w-0 truncate ${failure ? 'text-danger' : ''}`}>
          {failure
            ? explainError(failure).short
            : noTags ||
              [shown && formatCounted(shown.length, 'tag'), named].filter(Boolean).join(' · ')}
        </span>
        {data && (
          <span className="shrink-0">
            <SummarySize summary={data} /> · <SummaryCreated summary={data} />
          </span>
        )}
      </>
    )
  }
  if (error) return errorCell(error, span - 1)
  return (
    <>
      <Cell align="right">{shown ? formatCount(shown.length) : <Waiting width="1.5rem" />}</Cell>
      {noTags ? (
        <Cell colSpan={span - 2} className="text-faint">
          {noTags}
        </Cell>
      ) : (
        <Cell className="hidden md:table-cell">
          {named && (
            <Link
              to={paths.image({ repository, tag: named })}
              title={named}
              aria-label={named}
              className="inline-flex max-w-full align-middle font-mono text-sm leading-6 text-soft hover:underline"
            >
              <CutName name={named} />
            </Link>
          )}
        </Cell>
      )}
      {!noTags &&
        (summary.error ? (
          errorCell(summary.error, span > 4 ? span - 3 : 2)
        ) : (
          <SummaryCells summary={summary.data} isAsked={named !== undefined} />
        ))}
    </>
  )
})

function errorCell(error: unknown, colSpan: number) {
  return (
    <Cell colSpan={colSpan}>
      <FailureLink error={error} isShort />
    </Cell>
  )
}

/**
 * People read the last part of a name, so the beginning is cut if there is no room (the line around it runs from right
 * to left). Search matches are highlighted. All of it is one line of text, so that it is copied as one.
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
