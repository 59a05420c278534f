import { Ellipsis, Trash2 } from 'lucide-react'
import { MenuItem, Popover } from '../../ui/Popover.tsx'

/** What is done with the whole repository: behind a button of its own, where nobody presses it by mistake. */
export function RepositoryMenu({ onDelete }: { onDelete: () => void }) {
  return (
    <Popover
      isMenu
      label="More…"
      icon={<Ellipsis size={16} aria-hidden />}
      className="!size-8 !rounded-lg border border-line bg-surface"
      width="w-max"
    >
      {(menu) => (
        <MenuItem popoverTarget={menu} onClick={onDelete}>
          <Trash2 size={14} aria-hidden className="text-danger" />
          <span className="py-1 font-medium text-danger">Delete repository…</span>
        </MenuItem>
      )}
    </Popover>
  )
}
