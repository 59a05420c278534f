import { useQuery, useQueryClient } from '@tanstack/react-query'
import { deletionAbilityQuery } from '../../queries/deletionAbility.ts'
import { listKnownDigests } from '../../queries/summaries.ts'
import type { RepositoryName, Tag } from '../../registry/names.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog, DialogBody, DialogFooter } from '../../ui/Dialog.tsx'
import { Failure } from '../Failure.tsx'
import { Loading } from '../Loading.tsx'
import { RefusedView } from './RefusedView.tsx'
import { RepairTag } from './RepairTag.tsx'
import { focusOnMount } from './focusOnMount.ts'

/** What is wrong with a tag whose link is empty, and what can be done about it. */
export function RepairDialog({
  repository,
  tag,
  onClose,
}: {
  repository: RepositoryName
  tag: Tag
  onClose: () => void
}) {
  const queryClient = useQueryClient()
  const { data: ability, error, refetch } = useQuery(deletionAbilityQuery(repository))
  return (
    <Dialog title={`Repair ${tag} in ${repository}`} onClose={onClose}>
      <DialogBody>
        <div className="pt-2">
          {error !== null && <Failure error={error} onRetry={() => void refetch()} />}
          {!ability && error === null && <Loading what="what the registry allows" />}
          {ability?.kind === 'refused' && <RefusedView refusal={ability} />}
          {ability && ability.kind !== 'refused' && (
            <RepairTag
              repository={repository}
              tag={tag}
              ability={ability.kind}
              digests={listKnownDigests(queryClient, repository)}
              isAlone
              onRepaired={onClose}
            />
          )}
        </div>
      </DialogBody>
      <DialogFooter>
        <Button ref={focusOnMount} onClick={onClose}>
          Close
        </Button>
      </DialogFooter>
    </Dialog>
  )
}
