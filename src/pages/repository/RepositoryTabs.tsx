import { Ellipsis, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Link, useLocation } from 'react-router'
import { MenuItem, Popover } from '../../ui/Popover.tsx'

/** The views of the page as links (`?view=` in the address). Each returns to its filter or rule as it was left. */
export function RepositoryTabs({ view }: { view: 'tags' | 'cleanup' }) {
  const { search } = useLocation()
  const [left, setLeft] = useState({ tags: '?', cleanup: '?view=cleanup' })
  return (
    <nav aria-label="Views" className="flex gap-5 overflow-x-auto max-sm:basis-full sm:mt-1">
      {(['tags', 'cleanup'] as const).map((name) => (
        <Link
          key={name}
          to={name === view ? search : left[name]}
          onClick={() => {
            // The current address: the router's may lag behind for a moment.
            const { search: present } = window.location
            setLeft((before) => ({ ...before, [view]: present || '?' }))
          }}
          {...(name === view ? { 'aria-current': 'page' } : {})}
          className="border-b-2 border-transparent py-2 whitespace-nowrap text-soft hover:text-text max-sm:py-3 aria-[current]:border-accent aria-[current]:text-text"
        >
          {name === 'tags' ? 'Tags' : 'Clean up'}
        </Link>
      ))}
    </nav>
  )
}

/** The actions for the whole repository, in a menu where nobody clicks them by mistake. */
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
