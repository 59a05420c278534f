import { useQueryClient } from '@tanstack/react-query'
import { Suspense, lazy } from 'react'
import type { DeletionReport, TagOutcome } from '../deletion/report.ts'
import { repositoryKey } from '../queries/tags.ts'
import type { RepositoryName, Tag } from '../registry/names.ts'

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
}: {
  repository: RepositoryName
  tags: readonly Tag[]
  /** Those of `tags` that are not on the screen; the plan names them. */
  notShown: readonly Tag[]
  onClose: () => void
  /** The tags that are gone. */
  onDone?: (deleted: readonly Tag[]) => void
}) {
  const queryClient = useQueryClient()
  const done = (report: DeletionReport) => {
    const gone = [...report.outcomes].filter(([, { kind }]) => GONE.has(kind))
    const deleted = gone.map(([tag]) => tag)
    for (const tag of deleted) {
      queryClient.removeQueries({ queryKey: [...repositoryKey(repository), 'summary', tag] })
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
