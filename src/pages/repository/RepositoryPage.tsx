import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { useParameters } from '../../routing/useParameters.ts'
import { formatCounted } from '../../format/count.ts'
import type { DeletionRequest } from '../../features/deletion/deletionState.ts'
import { Failure } from '../../components/failures/Failure.tsx'
import { LazyPart, lazyComponent } from '../../components/failures/LazyPart.tsx'
import { Loading } from '../../components/Loading.tsx'
import { Page } from '../../components/Page.tsx'
import { RefreshButton } from '../../components/RefreshButton.tsx'
import { RepositoryCrumbs } from '../../components/RepositoryCrumbs.tsx'
import { loadDeletion, openDeletion } from '../../features/deletion/openDeletion.ts'
import { rememberRepository } from '../../queries/storage/remembered.ts'
import { hiddenTagsQuery } from '../../queries/hiddenTags.ts'
import { settings } from '../../queries/session/settings.ts'
import { forgetAnswers } from '../../queries/summaries.ts'
import { repositoryKey, tagListQuery } from '../../queries/tags.ts'
import { NotFoundError, RegistryRejectedError } from '../../registry/errors.ts'
import type { RepositoryName, Tag } from '../../registry/names.ts'
import { Button } from '../../ui/Button.tsx'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { RepositoryMenu, RepositoryTabs } from './RepositoryTabs.tsx'
import { TagList } from './tags/TagList.tsx'

const CleanUpView = lazyComponent(
  async () => (await import('./cleanup/CleanUpView.tsx')).CleanUpView,
)

const NoTags = lazyComponent(async () => (await import('./NoTags.tsx')).NoTags)

/** `/repository/NAME`: the tags of one repository, or (`?view=cleanup`) a rule that selects tags to delete. */
export function RepositoryPage({ repository }: { repository: RepositoryName }) {
  const queryClient = useQueryClient()
  const [parameters] = useParameters()
  const list = tagListQuery(repository)
  const { data: listed, dataUpdatedAt: listedAt, error, isFetching, refetch } = useQuery(list)
  const hidden = useQuery({
    ...hiddenTagsQuery(repository, listed ?? [], listedAt),
    enabled: listed !== undefined,
  })
  const missing = hidden.data?.length ?? 0
  // Stays the same list if no tags are hidden: with a new one, everything that reads it would start again.
  const tags = useMemo(
    () =>
      hidden.data?.length ? [...new Set([...(listed ?? []), ...hidden.data])] : (listed ?? []),
    [listed, hidden.data],
  )
  const [deleted, setDeleted] = useState<readonly Tag[]>([])
  const remove = useCallback(
    (asked: Pick<DeletionRequest, 'tags' | 'notShown' | 'expected'>) =>
      void openDeletion(queryClient, { repository, ...asked, onDeleted: setDeleted }),
    [queryClient, repository],
  )
  const refresh = () => {
    forgetAnswers(queryClient, repository)
    // What is shown stays until the new data arrives, and so does the selection.
    void queryClient.invalidateQueries({ queryKey: repositoryKey(repository) })
  }
  // Without the registry's error format, the 404 comes from something in between.
  const isUnknown = error instanceof NotFoundError && error.details.length > 0
  const tab = parameters.get('view') === 'cleanup' ? 'cleanup' : 'tags'
  const chooseView = () => {
    // A loaded list stays, even if reloading it fails.
    if (isUnknown || (listed && tags.length === 0)) return 'empty'
    if (listed) return tab
    if (error !== null) return 'failed'
    return isFetching ? 'loading' : 'stopped'
  }
  const view = chooseView()
  useEffect(() => {
    if (listed) rememberRepository(repository)
  }, [listed, repository])
  useEffect(() => forgetAnswers(queryClient, repository, true), [queryClient, repository])
  const mayDelete = listed !== undefined && !settings.readOnly
  useEffect(() => {
    if (!mayDelete) return undefined
    // Not before the rows have started to request their details. A failure here is shown when the dialog is opened.
    const timer = setTimeout(() => void loadDeletion().catch(() => undefined), 500)
    return () => clearTimeout(timer)
  }, [mayDelete])
  const drawView = () => {
    switch (view) {
      case 'loading':
        return (
          <Loading
            what="the tags"
            onCancel={() => void queryClient.cancelQueries({ queryKey: list.queryKey })}
          />
        )
      case 'tags':
        return <TagList repository={repository} tags={tags} deleted={deleted} onDelete={remove} />
      case 'cleanup':
        return (
          <LazyPart loading={<Loading what="the clean-up" />}>
            <CleanUpView {...{ repository, tags, listedAt }} onDelete={remove} />
          </LazyPart>
        )
      case 'stopped':
        return (
          <EmptyState
            title="Stopped"
            action={<Button onClick={() => void refetch()}>Load the tags</Button>}
          />
        )
      case 'empty':
        return (
          <LazyPart>
            <NoTags repository={repository} isUnknown={isUnknown} />
          </LazyPart>
        )
      case 'failed':
        return null
    }
  }
  // The tabs are there before the list, so that nothing moves when it arrives.
  const hasTabs = view === 'loading' || view === 'tags' || view === 'cleanup'
  return (
    <Page
      title={repository}
      above={<RepositoryCrumbs repository={repository} />}
      heading={repository.slice(repository.lastIndexOf('/') + 1)}
      beside={
        <span className="inline-flex min-w-0 order-last basis-full items-center gap-1 font-mono text-sm text-soft sm:order-none sm:grow sm:basis-80">
          <span className="break-all">{`${settings.pullHost}/${repository}`}</span>
          <CopyButton text={`${settings.pullHost}/${repository}`} label="Copy repository name" />
        </span>
      }
      actions={
        <>
          {(view === 'tags' || view === 'cleanup') && !settings.readOnly && (
            <RepositoryMenu onDelete={() => remove({ tags: 'every' })} />
          )}
          <RefreshButton isBusy={isFetching} onRefresh={refresh} />
        </>
      }
    >
      {missing > 0 && (
        <Notice
          className="mt-3"
          title={`${formatCounted(missing, 'tag')} missing from the registry’s own list`}
        >
          distribution 3.1.0 and 3.1.1 on S3 leave out tags whose name starts with another tag’s
          name, such as 10 after 1. Homeport found them and shows them; version 3.1.2 fixes this.
        </Notice>
      )}
      {hidden.error !== null && error === null && (
        <Unchecked error={hidden.error} onRetry={() => void hidden.refetch()} />
      )}
      {error !== null && !isUnknown && (
        <Failure
          className="mt-4"
          error={error}
          onRetry={() => void refetch()}
          isBusy={isFetching}
        />
      )}
      {hasTabs ? (
        <div className="mt-2 flex flex-wrap items-start gap-x-6 max-sm:mt-0">
          <RepositoryTabs view={tab} />
          {drawView()}
        </div>
      ) : (
        drawView()
      )}
    </Page>
  )
}

/** Nobody knows whether the list is complete. With some registries that is always so: no reason for alarm. */
function Unchecked({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const title = 'Couldn’t verify that this tag list is complete'
  if (!(error instanceof RegistryRejectedError) || error.status >= 500) {
    return <Failure className="mt-3" error={error} title={title} onRetry={onRetry} />
  }
  return (
    <p className="mt-3 text-soft">
      {title}: the registry refuses to say. Until then, Homeport deletes only tags, never whole
      images.
    </p>
  )
}
