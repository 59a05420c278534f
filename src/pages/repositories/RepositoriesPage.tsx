import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useDeferredValue, useMemo, useState, useSyncExternalStore } from 'react'
import { readSort } from '../../routing/sorting.ts'
import { putParameter, useParameters } from '../../routing/useParameters.ts'
import { formatCount, formatCounted } from '../../format/count.ts'
import { visibleText } from '../../format/visibleText.ts'
import { LazyPart, lazyComponent } from '../../components/failures/LazyPart.tsx'
import { Loading } from '../../components/Loading.tsx'
import { OpenReference } from '../../components/OpenReference.tsx'
import { Page } from '../../components/Page.tsx'
import { RefreshButton } from '../../components/RefreshButton.tsx'
import { ReadingLine, useAnswers, useReading } from '../../components/useReading.tsx'
import { useSearchText } from '../../components/useSearchText.ts'
import { emptiedRepositories } from '../../queries/storage/emptiedRepositories.ts'
import { catalogQuery } from '../../queries/repositories.ts'
import { type RepositoryFacts, repositoryFactsQuery } from '../../queries/repositoryFacts.ts'
import { factsKey, repositoriesKey } from '../../queries/tags.ts'
import { registryHosts } from '../../queries/session/settings.ts'
import type { RepositoryName } from '../../registry/names.ts'
import { readTyped } from '../../routing/readTyped.ts'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { FilterField } from '../../ui/FilterField.tsx'
import { CatalogFailure } from './CatalogFailure.tsx'
import { RepositoryTable } from './RepositoryTable.tsx'
import { matchRanges, searchNames } from '../../format/nameSearch.ts'
import { SORT_KEYS, sortRepositories } from './sortRepositories.ts'
import { ViewSwitch } from './ViewSwitch.tsx'

const EmptiedGroup = lazyComponent(async () => (await import('./EmptiedGroup.tsx')).EmptiedGroup)

const NO_NAMES: readonly RepositoryName[] = []
const NO_FACTS: ReadonlyMap<RepositoryName, RepositoryFacts> = new Map()

/** `/`: all repositories. */
export function RepositoriesPage() {
  const queryClient = useQueryClient()
  const { data: catalog, error, isFetching, refetch } = useQuery(catalogQuery())
  const [parameters, changeParameters] = useParameters()
  const isTree = parameters.get('view') === 'tree'
  const [text, setText] = useSearchText('q')
  const query = useDeferredValue(text)
  const names = catalog?.repositories
  // A reference that was pasted finds its repository.
  const typed = useMemo(() => readTyped(query, registryHosts, names ?? []), [names, query])
  const sought = typed?.repository ?? query
  const found = useMemo(() => searchNames(names ?? [], sought), [names, sought])
  // Which ones are listed separately is decided when the page opens and by Refresh, so that no row disappears while
  // somebody reads. One that has tags again comes back at once.
  const [emptiedThen, setEmptiedThen] = useState(emptiedRepositories.read)
  const emptiedNow = useSyncExternalStore(emptiedRepositories.subscribe, emptiedRepositories.read)
  const { apart, shown } = useMemo(() => {
    const isApart = (name: RepositoryName) => emptiedThen.has(name) && emptiedNow.has(name)
    const some = emptiedThen.size === 0 ? [] : found.filter(isApart)
    return { apart: some, shown: some.length ? found.filter((name) => !isApart(name)) : found }
  }, [found, emptiedThen, emptiedNow])
  const sort = isTree ? undefined : readSort(parameters.get('sort'), SORT_KEYS)
  const needsAll = sort !== undefined && sort.by !== 'name'
  const facts = useAnswers<RepositoryFacts, RepositoryName>(factsKey)
  const reading = useReading(needsAll ? shown : NO_NAMES, repositoryFactsQuery, facts, needsAll)
  const measured = needsAll ? facts.of : NO_FACTS
  const sorted = useMemo(
    () => sortRepositories(shown, sort, measured),
    // oxlint-disable-next-line react/exhaustive-deps -- sort is made anew each time from these two
    [shown, sort?.by, sort?.isDescending, measured],
  )
  const rangesOf = useCallback((name: string) => matchRanges(name, sought), [sought])
  const [isStopped, setStopped] = useState(false)
  const isIncomplete = catalog?.next !== undefined

  const isFiltered = query.trim() !== ''
  // Unfiltered, those listed separately are counted separately, too.
  const others = isFiltered ? 0 : apart.length
  const soFar = isIncomplete ? ' so far' : ''
  const empty = others > 0 ? `, and ${formatCount(others)} empty` : ''
  const total = formatCount((names?.length ?? 0) - others) + soFar + empty

  const goOn = () => {
    setStopped(false)
    void refetch()
  }
  const stop = () => {
    setStopped(true)
    void queryClient.cancelQueries({ queryKey: catalogQuery().queryKey })
  }
  const refresh = () => {
    setStopped(false)
    setEmptiedThen(emptiedRepositories.read())
    queryClient.removeQueries({ queryKey: factsKey })
    void queryClient.resetQueries({ queryKey: catalogQuery().queryKey })
    void queryClient.invalidateQueries({ queryKey: repositoriesKey })
  }
  // More than a name was pasted, or the list may still turn out to have the name.
  const openLink = typed && (isIncomplete || typed.repository !== query.trim()) && (
    <OpenReference reference={typed} />
  )
  const drawReading = () => {
    if (error !== null) {
      return (
        <div className="mb-3">
          <CatalogFailure
            error={error}
            shown={names?.length}
            isIncomplete={isIncomplete}
            onRetry={goOn}
            isBusy={isFetching}
          />
        </div>
      )
    }
    if (isFetching && !names) return <Loading what="the repositories" onCancel={stop} />
    if (isFetching && isIncomplete) {
      return (
        <p className="mb-3 flex items-center gap-3 text-soft" role="status">
          Loading the rest of the list…
          <Button look="quiet" onClick={stop}>
            Stop
          </Button>
        </p>
      )
    }
    if (isFetching || !isStopped) return null
    return (
      <EmptyState title="Stopped" action={<Button onClick={goOn}>Resume</Button>}>
        The list is incomplete.
      </EmptyState>
    )
  }
  return (
    <Page
      title="Repositories"
      beside={
        <p className="text-soft" aria-live="polite">
          {names && (isFiltered ? `${formatCount(found.length)} of ${total}` : total)}
        </p>
      }
      actions={<RefreshButton isBusy={isFetching} onRefresh={refresh} />}
    >
      <div className="my-3 flex flex-wrap items-center gap-2">
        <FilterField label="Filter names" value={text} onChange={setText} />
        {needsAll && <ReadingLine reading={reading} />}
        <span className="hidden grow sm:block" />
        <ViewSwitch isTree={isTree} />
      </div>
      {drawReading()}
      {names?.length === 0 && !isIncomplete && (
        <EmptyState title="The registry lists no repositories">
          <p>Open one by name, or push an image, then press Refresh:</p>
          <code className="mt-1 block font-mono break-words">docker push HOST:5000/hello:1.0</code>
        </EmptyState>
      )}
      {found.length > 0 && (typed?.tag || typed?.digest) && <p className="mb-3">{openLink}</p>}
      {names && names.length > 0 && found.length === 0 && (
        <EmptyState
          title={`No repository matches “${visibleText(query, 200)}”`}
          action={
            <>
              {openLink}
              <Button onClick={() => setText('')}>Clear the filter</Button>
            </>
          }
        >
          Only names are searched, not tags, digests or platforms
          {isIncomplete && ', and only the loaded part of the list'}.
        </EmptyState>
      )}
      {shown.length > 0 && (
        <RepositoryTable
          repositories={sorted}
          sort={sort}
          onSort={(by) => changeParameters((present) => putParameter(present, 'sort', by))}
          isTree={isTree}
          isFiltered={isFiltered}
          rangesOf={rangesOf}
        />
      )}
      {apart.length > 0 && (
        <LazyPart>
          <EmptiedGroup
            repositories={apart}
            all={isIncomplete ? undefined : names}
            isFiltered={isFiltered}
          />
        </LazyPart>
      )}
      {catalog && catalog.refused > 0 && (
        <p className="mt-3 text-soft">
          {formatCounted(catalog.refused, 'name')} in the registry’s list{' '}
          {catalog.refused === 1 ? 'is' : 'are'} invalid and not shown.
        </p>
      )}
    </Page>
  )
}
