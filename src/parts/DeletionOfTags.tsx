import { useQueryClient } from '@tanstack/react-query'
import { type ComponentType, Suspense, lazy, useState } from 'react'
import { type DeletionReport, isRemoved } from '../deletion/report.ts'
import { noteTagCount } from '../queries/emptiedRepositories.ts'
import { tagSummaryQuery } from '../queries/summaries.ts'
import { repositoryKey } from '../queries/tags.ts'
import type { Tag } from '../registry/names.ts'
import type { DeleteDialogProps } from './deletion/DeleteDialog.tsx'

type Dialog = ComponentType<DeleteDialogProps>

/** The dialog, once its part of the program is there. */
let loadedDialog: Dialog | undefined

/** Begins to load the dialog's part of the program, so that it is there when it is opened. */
export async function loadDeleteDialog() {
  const module = await import('./deletion/DeleteDialog.tsx')
  loadedDialog = module.DeleteDialog
  return { default: module.DeleteDialog }
}

const LazyDialog = lazy(loadDeleteDialog)

export type DeletionOfTagsProps = Omit<DeleteDialogProps, 'onDone'> & {
  /** The tags that are gone. */
  readonly onDone?: (deleted: readonly Tag[]) => void
}

/** The dialog that plans and carries out a deletion, loaded when it is opened. Afterwards everything about the repository is asked again. */
export function DeletionOfTags({
  repository,
  tags,
  notShown,
  expected,
  onClose,
  onDone,
}: DeletionOfTagsProps) {
  const queryClient = useQueryClient()
  // What is lazy shows nothing for a third of a second, even when it is there already.
  const [DeleteDialog] = useState<Dialog>(() => loadedDialog ?? LazyDialog)
  const done = (report: DeletionReport) => {
    const gone = [...report.outcomes].filter(([, outcome]) => isRemoved(outcome))
    const deleted = gone.map(([tag]) => tag)
    for (const tag of deleted) {
      queryClient.removeQueries({ queryKey: tagSummaryQuery(repository, tag).queryKey })
    }
    const { verification, outcomes } = report
    const isEmpty =
      verification.kind === 'done' && verification.checked === 0 && gone.length === outcomes.size
    if (isEmpty) noteTagCount(repository, 0)
    void queryClient.invalidateQueries({ queryKey: repositoryKey(repository) })
    onDone?.(deleted)
  }
  return (
    <Suspense>
      <DeleteDialog
        repository={repository}
        tags={tags}
        notShown={notShown}
        expected={expected}
        onClose={onClose}
        onDone={done}
      />
    </Suspense>
  )
}
