import { useQueryClient } from '@tanstack/react-query'
import { Suspense, lazy } from 'react'
import type { DeletionReport, TagOutcome } from '../deletion/report.ts'
import { tagSummaryQuery } from '../queries/summaries.ts'
import { repositoryKey } from '../queries/tags.ts'
import type { Tag } from '../registry/names.ts'
import type { DeleteDialogProps } from './deletion/DeleteDialog.tsx'

const DeleteDialog = lazy(async () => {
  const module = await import('./deletion/DeleteDialog.tsx')
  return { default: module.DeleteDialog }
})

const GONE: ReadonlySet<TagOutcome['kind']> = new Set(['deleted', 'already-gone'])

/** The dialog that plans and carries out a deletion, loaded when it is opened. Afterwards everything about the repository is asked again. */
export function DeletionOfTags({
  repository,
  tags,
  notShown,
  onClose,
  onDone,
}: Omit<DeleteDialogProps, 'onDone'> & {
  /** The tags that are gone. */
  onDone?: (deleted: readonly Tag[]) => void
}) {
  const queryClient = useQueryClient()
  const done = (report: DeletionReport) => {
    const gone = [...report.outcomes].filter(([, { kind }]) => GONE.has(kind))
    const deleted = gone.map(([tag]) => tag)
    for (const tag of deleted) {
      queryClient.removeQueries({ queryKey: tagSummaryQuery(repository, tag).queryKey })
    }
    void queryClient.invalidateQueries({ queryKey: repositoryKey(repository) })
    onDone?.(deleted)
  }
  return (
    <Suspense>
      <DeleteDialog
        repository={repository}
        tags={tags}
        notShown={notShown}
        onClose={onClose}
        onDone={done}
      />
    </Suspense>
  )
}
