import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { Failure } from '../../components/failures/Failure.tsx'
import { Loading } from '../../components/Loading.tsx'
import { Page } from '../../components/Page.tsx'
import { READ_ONLY } from '../../components/readOnlyWords.ts'
import { settings } from '../../queries/session/settings.ts'
import { followJournal, journalQuery } from '../../queries/storage/journal.ts'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { EntryList } from './entries/EntryList.tsx'
import { RecordTools } from './record/RecordTools.tsx'
import { RecoveryNotice } from './RecoveryNotice.tsx'

/** `/deleted`: what was deleted using this browser and can be restored. */
export function DeletedPage() {
  const queryClient = useQueryClient()
  const { data, error, isFetching, refetch } = useQuery(journalQuery())
  useEffect(() => followJournal(queryClient), [queryClient])
  return (
    <Page title="Deleted">
      <p className="mt-1 max-w-prose text-soft">
        Tags deleted, moved or added using this browser, a row per image. Restorable, byte for byte,
        until garbage collection runs.
      </p>
      <div className="mt-4 space-y-4">
        {settings.readOnly && <Notice title={READ_ONLY[0]}>{READ_ONLY[1]}</Notice>}
        {error !== null && (
          <Failure
            error={error}
            title="The history couldn’t be read"
            onRetry={() => void refetch()}
            isBusy={isFetching}
          />
        )}
        {!data && error === null && <Loading what="the history" />}
        {data && 'unavailable' in data && (
          <Notice
            look="warning"
            title="This browser keeps no history of deletions"
            action={
              <Button onClick={() => void refetch()} disabled={isFetching}>
                {isFetching ? 'Trying…' : 'Try again'}
              </Button>
            }
          >
            {data.unavailable}. Deletions made here are not recorded, so Homeport can’t undo them.
            Allow this page to store data, free some space, or use a normal window instead of a
            private one.
          </Notice>
        )}
        {data && 'entries' in data && (
          <>
            <RecoveryNotice entries={data.entries} />
            <RecordTools entries={data.entries} />
            {data.entries.length > 0 ? (
              <EntryList entries={data.entries} />
            ) : (
              <EmptyState title="Nothing has been deleted using this browser">
                Before you delete something, everything needed to restore it is recorded here.
                Deletions by other people or tools are not.
              </EmptyState>
            )}
          </>
        )}
      </div>
    </Page>
  )
}
