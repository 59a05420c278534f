import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { Failure } from '../../components/Failure.tsx'
import { Loading } from '../../components/Loading.tsx'
import { Page } from '../../components/Page.tsx'
import { settings } from '../../queries/settings.ts'
import { followJournal, journalQuery } from '../../queries/journal.ts'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { EntryList } from './entries/EntryList.tsx'
import { RecordTools } from './record/RecordTools.tsx'
import { RecoveryNotice } from './RecoveryNotice.tsx'

/** `/deleted`: what was deleted from this browser, and can be brought back. */
export function DeletedPage() {
  const queryClient = useQueryClient()
  const { data, error, isFetching, refetch } = useQuery(journalQuery())
  useEffect(() => followJournal(queryClient), [queryClient])
  return (
    <Page title="Deleted">
      <p className="mt-1 max-w-prose text-soft">
        What was deleted from this browser, and tags that were moved. It comes back byte for byte,
        as long as no garbage was collected in the registry since.
      </p>
      <div className="mt-4 space-y-4">
        {settings.readOnly && (
          <Notice title="Homeport is read-only here">
            Nothing can be restored: start Homeport with ENV_MODE_BROWSE_ONLY=false.
          </Notice>
        )}
        {error !== null && (
          <Failure
            error={error}
            title="The record could not be read"
            onRetry={() => void refetch()}
            isBusy={isFetching}
          />
        )}
        {!data && error === null && <Loading what="the record" />}
        {data && 'unavailable' in data && (
          <Notice
            look="warning"
            title="This browser keeps no record of what is deleted"
            action={
              <Button onClick={() => void refetch()} disabled={isFetching}>
                {isFetching ? 'Trying…' : 'Try again'}
              </Button>
            }
          >
            {data.unavailable}. Deletions made here are not recorded, and Homeport cannot bring them
            back. Allow this page to store data, make room, or use a window that is not private.
          </Notice>
        )}
        {data && 'entries' in data && (
          <>
            <RecoveryNotice entries={data.entries} />
            <RecordTools entries={data.entries} />
            {data.entries.length > 0 ? (
              <EntryList entries={data.entries} />
            ) : (
              <EmptyState title="Nothing was deleted from this browser">
                What you delete is written down here first, with everything that it takes to bring
                it back. What others delete, or other tools, is not here.
              </EmptyState>
            )}
          </>
        )}
      </div>
    </Page>
  )
}
