import { useQuery } from '@tanstack/react-query'
import { memo } from 'react'
import { Link } from 'react-router'
import { formatCount, formatCounted } from '../../format/count.ts'
import { chooseNamedTag } from '../../format/tagOrder.ts'
import { attachmentTag } from '../../image/attachments.ts'
import { SummaryCreated, SummaryPlatforms, SummarySize } from '../../components/summaryCells.tsx'
import { explainError } from '../../components/explainError.ts'
import { tagSummaryQuery } from '../../queries/summaries.ts'
import { tagCountQuery } from '../../queries/tags.ts'
import { NotFoundError } from '../../registry/errors.ts'
import type { RepositoryName, Tag } from '../../registry/names.ts'
import { paths } from '../../routing/paths.ts'
import { Cell, Waiting } from '../../ui/cells.tsx'
import { Marked } from '../../ui/Marked.tsx'
import { useAfterPaint } from '../../ui/useAfterPaint.ts'
import type { Range } from './typoSearch.ts'

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
  span: number
  rangesOf: (name: string) => readonly Range[]
  isOnScreen: boolean
}) {
  // Details neither hold up the names, nor are they drawn again when only the search changes.
  const isWhole = useAfterPaint()
  const isNarrow = span === 2
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
          {isWhole && isNarrow && <NarrowDetails repository={repository} isOnScreen={isOnScreen} />}
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
  const isUnknown = error instanceof NotFoundError && error.hasCode('NAME_UNKNOWN')
  const shown = isUnknown ? [] : tags?.filter((tag) => !attachmentTag(tag))
  return {
    shown,
    named: shown && chooseNamedTag(shown),
    attached: (tags?.length ?? 0) - (shown?.length ?? 0),
    error: isUnknown ? null : error,
  }
}

/** The cells behind the name. */
const Details = memo(function Details({
  repository,
  span,
  isOnScreen,
}: {
  repository: RepositoryName
  span: number
  isOnScreen: boolean
}) {
  const { shown, named, attached, error } = useTags(repository, isOnScreen)
  const isNarrow = span === 2
  if (error) {
    return (
      <Cell colSpan={span - 1} className="text-danger" title={explainError(error).title}>
        {explainError(error).short}
      </Cell>
    )
  }
  if (shown && !named) {
    return (
      <>
        {!isNarrow && <Cell align="right">0</Cell>}
        <Cell
          colSpan={isNarrow ? 1 : span - 2}
          align={isNarrow ? 'right' : 'left'}
          className="text-faint"
        >
          {attached > 0 ? `no tags, ${formatCounted(attached, 'attachment')}` : 'no tags'}
        </Cell>
      </>
    )
  }
  return (
    <>
      <Cell align="right">{shown ? formatCount(shown.length) : <Waiting width="1.5rem" />}</Cell>
      {named ? (
        <NamedTag repository={repository} tag={named} span={span} isOnScreen={isOnScreen} />
      ) : (
        <NothingYet />
      )}
    </>
  )
})

/** The same details in one line below the name, where there is no room for columns. */
function NarrowDetails({
  repository,
  isOnScreen,
}: {
  repository: RepositoryName
  isOnScreen: boolean
}) {
  const { named } = useTags(repository, isOnScreen)
  return named ? <NarrowTag repository={repository} tag={named} isOnScreen={isOnScreen} /> : null
}

function NarrowTag({
  repository,
  tag,
  isOnScreen,
}: {
  repository: RepositoryName
  tag: Tag
  isOnScreen: boolean
}) {
  const { data } = useQuery({ ...tagSummaryQuery(repository, tag), enabled: isOnScreen })
  return (
    <span className="truncate text-sm text-faint">
      {tag}
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

/** Details of the one tag that is looked at; its name stands beside them. */
function NamedTag({
  repository,
  tag,
  span,
  isOnScreen,
}: {
  repository: RepositoryName
  tag: Tag
  span: number
  isOnScreen: boolean
}) {
  const { data, error } = useQuery({ ...tagSummaryQuery(repository, tag), enabled: isOnScreen })
  return (
    <>
      <Cell className="hidden md:table-cell">
        <Link
          to={paths.image({ repository, tag })}
          title={tag}
          className="font-mono text-sm text-soft hover:underline"
        >
          {tag}
        </Link>
      </Cell>
      {error ? (
        <Cell
          colSpan={Math.max(span - 3, 1)}
          className="hidden text-danger sm:table-cell"
          title={explainError(error).title}
        >
          {explainError(error).short}
        </Cell>
      ) : (
        <>
          <Cell className="hidden lg:table-cell">
            {data ? <SummaryPlatforms summary={data} most={1} /> : <Waiting />}
          </Cell>
          <Cell align="right" className="hidden sm:table-cell">
            {data ? <SummarySize summary={data} isShort /> : <Waiting />}
          </Cell>
          <Cell align="right" className="hidden text-soft sm:table-cell">
            {data ? <SummaryCreated summary={data} /> : <Waiting />}
          </Cell>
        </>
      )}
    </>
  )
}

function NothingYet() {
  return (
    <>
      <Cell className="hidden md:table-cell" />
      <Cell className="hidden lg:table-cell" />
      <Cell className="hidden sm:table-cell" />
      <Cell className="hidden sm:table-cell" />
    </>
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
  const offset = repository.length - label.length
  const ranges = rangesOf(repository).map(
    ([from, to]) => [Math.max(from - offset, 0), to - offset] as const,
  )
  const slash = label.lastIndexOf('/') + 1
  return (
    <bdi dir="ltr">
      <span className="text-soft">
        <Marked text={label} ranges={ranges} from={0} to={slash} />
      </span>
      <span className="font-semibold">
        <Marked text={label} ranges={ranges} from={slash} to={label.length} />
      </span>
    </bdi>
  )
}
