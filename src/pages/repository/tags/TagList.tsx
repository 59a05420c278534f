import { Trash2 } from 'lucide-react'
import { useCallback, useDeferredValue, useMemo, useState } from 'react'
import { putParameter, useParameters } from '../../../routing/useParameters.ts'
import { formatCount, formatCounted } from '../../../format/count.ts'
import { readDigestStart } from '../../../format/digest.ts'
import { sortTags } from '../../../format/tagOrder.ts'
import { attachmentTag, foldAttachments } from '../../../image/attachments.ts'
import { AddTag } from '../../../features/retag/AddTag.tsx'
import { OpenReference } from '../../../components/OpenReference.tsx'
import { SelectionBar } from '../../../components/SelectionBar.tsx'
import { useTagFilter } from '../../../components/useTagFilter.ts'
import { registryHosts, settings } from '../../../queries/session/settings.ts'
import type { AttachmentContent, TagSummary } from '../../../queries/readContent.ts'
import { attachmentContentQuery, rowsKey, tagSummaryQuery } from '../../../queries/summaries.ts'
import { NO_ANSWERS } from '../../../queries/answers.ts'
import type { RepositoryName, Tag } from '../../../registry/names.ts'
import { isReferrersTag } from '../../../registry/tags/attachmentTags.ts'
import { readTyped } from '../../../routing/readTyped.ts'
import { Button } from '../../../ui/Button.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { FilterField } from '../../../ui/FilterField.tsx'
import { ShowMore, useRowLimit } from '../../../ui/ShowMore.tsx'
import { useToggles } from '../../../ui/useToggles.ts'
import type { TagRowList } from './RowActions.tsx'
import { TagTable } from './TagTable.tsx'
import {
  hasDigest,
  hasPlatform,
  listPlatforms,
  listTagRows,
  parseSort,
  sortRows,
  suggestPlatforms,
} from './tagRows.ts'
import { useSelection } from './useSelection.ts'
import { ReadingLine, useReading, useAnswers } from '../../../components/useReading.tsx'

/** A list of this many tags is read as a whole, after the rows on screen: each then tells which others share its image. */
const SHORT = 100

const OPENING_KEYS: readonly string[] = [' ', 'Enter', 'ArrowDown', 'ArrowUp']

/** All tags of a repository, with filter, sort order, selection and table. */
export function TagList({
  repository,
  tags,
  deleted,
  onDelete,
}: {
  repository: RepositoryName
  tags: readonly Tag[]
  deleted: readonly Tag[]
  /** `notShown`: those of the tags that the filter hides. */
  onDelete: (asked: { tags: readonly Tag[]; notShown: readonly Tag[] }) => void
}) {
  const summaryOf = useCallback((tag: Tag) => tagSummaryQuery(repository, tag), [repository])
  const details = useAnswers<TagSummary>(rowsKey(repository, 'summary'))
  const contents = useAnswers<AttachmentContent>(rowsKey(repository, 'attachment'))
  const [parameters, changeParameters] = useParameters()
  const sort = parseSort(parameters.get('sort'))
  const platform = parameters.get('platform') ?? ''
  const { query, filter, field } = useTagFilter()
  // No tag contains these characters: the text was pasted.
  const typed = /[/:@]/.test(query) ? readTyped(query, registryHosts, [repository]) : undefined
  const digest = readDigestStart(typed?.digest ?? query)
  const [unfolded, toggleUnfolded] = useToggles()
  // Separately, since details change ten times a second and names don't.
  const sorted = useMemo(() => sortTags(tags), [tags])
  // Names like those of lists of referrers are read to the end: mirrors give them to images.
  const doubtful = useMemo(() => sorted.filter(isReferrersTag), [sorted])
  const contentOf = useCallback((tag: Tag) => attachmentContentQuery(repository, tag), [repository])
  useReading(doubtful, contentOf, contents, true)
  const ordinary = doubtful.filter((tag) => contents.of.get(tag)?.isAttachment === false).join(' ')
  const isAttached = useMemo(() => {
    const images = new Set<string>(ordinary.split(' '))
    return (tag: Tag) => attachmentTag(tag) !== undefined && !images.has(tag)
  }, [ordinary])
  const named = useMemo(() => sorted.filter((tag) => !isAttached(tag)), [sorted, isAttached])
  // A number may be part of a name.
  const isDigestAlone = useMemo(
    () => digest !== undefined && !named.some(filter.test),
    [digest, named, filter],
  )
  const needsAll = sort.by === 'created' || sort.by === 'size' || platform !== '' || isDigestAlone
  const isShort = named.length <= SHORT
  const whole = useReading(named, summaryOf, details, needsAll || isShort)

  // Details arrive ten times a second: the list is rebuilt only for those that it depends on.
  const reached = named.length < tags.length ? details : NO_ANSWERS
  const measured = needsAll || digest ? details : NO_ANSWERS
  const folded = useMemo(
    () =>
      foldAttachments(
        sorted,
        (tag) => {
          const known = reached.of.get(tag)
          return known ? [known.digest, ...known.children] : (contents.of.get(tag)?.digests ?? [])
        },
        isAttached,
      ),
    [sorted, reached, contents, isAttached],
  )
  const found = useMemo(() => {
    const matching = folded.tags.filter(
      (tag) =>
        (filter.test(tag) || (digest && hasDigest(measured, tag, digest))) &&
        (platform === '' || hasPlatform(measured, tag, platform)),
    )
    return sortRows(matching, sort, measured)
    // oxlint-disable-next-line react/exhaustive-deps -- sort is made anew each time from these two
  }, [folded, filter, digest, platform, sort.by, sort.isDescending, measured])
  const deferred = useDeferredValue(found)
  const limit = useRowLimit(settings.tagsPerPage, deferred.length)
  const shown = useMemo(() => deferred.slice(0, limit.shown), [deferred, limit.shown])
  const known = listPlatforms(details)
  const isReading = (needsAll || (whole.isRunning && !isShort)) && whole.read < whole.all
  const offered = platform === '' ? suggestPlatforms(query, known) : []
  const isAllKnown = folded.tags.every((tag) => details.of.has(tag) || details.failed.has(tag))
  const rows = useMemo(() => {
    const isWhole = query.trim() === '' && platform === '' && shown.length === deferred.length
    // Until all are known, the image of an attachment may still turn up.
    return listTagRows(
      shown,
      isWhole && isAllKnown ? folded : { ...folded, unplaced: [] },
      unfolded,
    )
  }, [deferred, shown, folded, unfolded, query, platform, isAllKnown])
  const selection = useSelection(repository, tags, shown, deleted)
  const { selected, notShown } = selection
  const [tagged, setTagged] = useState<Tag>()

  const setParameter = (name: string, value: string | undefined) =>
    changeParameters((present) => putParameter(present, name, value))
  const clearFilter = (only?: string) => {
    field.onChange('')
    setParameter('platform', only)
  }
  const isLookingDeeper = folded.unplaced.length > 0
  const isAnySelected = selected.size > 0
  const list = useMemo(
    (): TagRowList => ({
      repository,
      onUnfold: toggleUnfolded,
      onToggle: selection.toggle,
      write: settings.readOnly
        ? undefined
        : { onDelete: (tag) => onDelete({ tags: [tag], notShown: [] }), onAddTag: setTagged },
      isAnySelected,
      isLookingDeeper,
    }),
    [repository, toggleUnfolded, selection.toggle, onDelete, isAnySelected, isLookingDeeper],
  )
  const attached = tags.length - folded.tags.length
  return (
    <>
      <div className="my-2 flex min-w-0 grow basis-0 flex-wrap items-start gap-2 max-sm:basis-full">
        <FilterField {...field} label="Filter tags: name, digest or /regex/" />
        {/* The platforms are known once all details are read; opening the list starts that. */}
        <select
          aria-label="Platform"
          value={platform}
          onMouseDown={whole.start}
          onKeyDown={({ key }) => OPENING_KEYS.includes(key) && whole.start()}
          onChange={(event) => setParameter('platform', event.target.value)}
          className="h-8 w-34 rounded-lg border max-sm:h-11 border-line bg-surface px-2 text-soft"
        >
          <option value="">Any platform</option>
          {(known.includes(platform) ? known : [platform, ...known]).filter(Boolean).map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
        {isReading && <ReadingLine reading={whole} />}
        <p
          className={`ml-auto leading-8 text-soft max-sm:text-sm max-sm:leading-11 ${isReading ? 'max-sm:hidden' : ''}`}
          aria-live="polite"
        >
          {found.length === folded.tags.length
            ? formatCounted(folded.tags.length, 'tag')
            : `${formatCount(found.length)} of ${formatCounted(folded.tags.length, 'tag')}`}
          {attached > 0 && ` · ${formatCounted(attached, 'attachment')}`}
        </p>
      </div>
      <div className="min-w-0 basis-full">
        {rows.length === 0 ? (
          <EmptyState
            // An expression that waits for Enter hasn't been applied yet.
            title={filter.problem ? 'No tag is shown' : 'No tag matches'}
            action={
              <>
                {offered.map((name) => (
                  <Button key={name} onClick={() => clearFilter(name)}>
                    Show {name} only
                  </Button>
                ))}
                {typed && offered.length === 0 && <OpenReference reference={typed} />}
                <Button onClick={() => clearFilter()}>Clear the filter</Button>
              </>
            }
          >
            {whole.isRunning
              ? 'Details are still loading; more may appear.'
              : isReading && 'Only the tags read so far were searched.'}
          </EmptyState>
        ) : (
          <TagTable
            list={list}
            rows={rows}
            tags={folded.tags}
            sort={sort}
            onSort={(by) => setParameter('sort', by)}
            details={details}
            areAllRead={isAllKnown}
            selection={selection}
            unfolded={unfolded}
          />
        )}
        <ShowMore limit={limit} count={deferred.length} />
      </div>
      {isAnySelected && (
        <SelectionBar
          count={formatCounted(selected.size, 'tag')}
          notShown={notShown.length}
          onClear={() => selection.change(selected, false)}
        >
          {!deferred.every((tag) => selected.has(tag)) && (
            <Button
              look="quiet"
              className="max-sm:!px-2"
              onClick={() => selection.change(deferred, true)}
            >
              Select all {formatCount(deferred.length)}
              {deferred.length < folded.tags.length && (
                <span className="-ml-0.5 max-sm:sr-only"> matching</span>
              )}
            </Button>
          )}
          <Button look="danger" onClick={() => onDelete({ tags: [...selected], notShown })}>
            <Trash2 size={14} aria-hidden /> Delete…
          </Button>
        </SelectionBar>
      )}
      {tagged && (
        <AddTag repository={repository} source={tagged} onClose={() => setTagged(undefined)} />
      )}
    </>
  )
}
