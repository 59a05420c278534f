import { Ellipsis, Trash2 } from 'lucide-react'
import { Button } from '../../ui/Button.tsx'
import { Popover } from '../../ui/Popover.tsx'

/** What is done with the whole repository: behind a button of its own, where nobody presses it by mistake. */
export function RepositoryMenu({ onDelete }: { onDelete: () => void }) {
  return (
    <Popover
      label="More…"
      icon={<Ellipsis size={16} aria-hidden />}
      className="!size-8 !rounded-lg border border-line bg-surface"
      width="w-max"
    >
      {(panel) => (
        <div className="p-2">
          <Button look="quiet" className="!text-danger" popoverTarget={panel} onClick={onDelete}>
            <Trash2 size={14} aria-hidden /> Delete repository…
          </Button>
        </div>
      )}
    </Popover>
  )
}
