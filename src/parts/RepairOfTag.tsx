import { useQueryClient } from '@tanstack/react-query'
import { Suspense, lazy, useState } from 'react'
import { repositoryKey } from '../queries/tags.ts'
import type { RepositoryName, Tag } from '../registry/names.ts'
import { Button } from '../ui/Button.tsx'

const RepairDialog = lazy(async () => {
  const module = await import('./deletion/RepairDialog.tsx')
  return { default: module.RepairDialog }
})

/** A button that opens the repair of a tag whose link on the registry's disk is empty. */
export function RepairOfTag({ repository, tag }: { repository: RepositoryName; tag: Tag }) {
  const queryClient = useQueryClient()
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button onClick={() => setOpen(true)}>Repair…</Button>
      {isOpen && (
        <Suspense>
          <RepairDialog
            repository={repository}
            tag={tag}
            onClose={() => {
              setOpen(false)
              void queryClient.invalidateQueries({ queryKey: repositoryKey(repository) })
            }}
          />
        </Suspense>
      )}
    </>
  )
}
