import { useState } from 'react'
import { Link, useLocation } from 'react-router'

/** A part of the repository page; the address names it as `?view=`. */
export type RepositoryView = 'tags' | 'cleanup'

/** The view that an address names; the tags where it names none that exists. */
export function parseRepositoryView(text: string | null): RepositoryView {
  return text === 'cleanup' ? 'cleanup' : 'tags'
}

const TEXT: Readonly<Record<RepositoryView, string>> = { tags: 'Tags', cleanup: 'Clean up' }

/** The parts of the page as links. Each leads back to its filter or rule as it was left. */
export function RepositoryTabs({ view }: { view: RepositoryView }) {
  const { search } = useLocation()
  const [left, setLeft] = useState({ tags: '?', cleanup: '?view=cleanup' })
  return (
    <nav aria-label="Views" className="mt-3 flex gap-5 overflow-x-auto border-b border-line">
      {(['tags', 'cleanup'] as const).map((name) => (
        <Link
          key={name}
          to={name === view ? search : left[name]}
          onClick={() => {
            // The address as it is now: the one that the router gives may be a moment behind.
            const { search: present } = window.location
            setLeft((before) => ({ ...before, [view]: present || '?' }))
          }}
          {...(name === view ? { 'aria-current': 'page' } : {})}
          className="-mb-px border-b-2 border-transparent py-2 whitespace-nowrap text-soft hover:text-text aria-[current]:border-accent aria-[current]:font-semibold aria-[current]:text-text"
        >
          {TEXT[name]}
        </Link>
      ))}
    </nav>
  )
}
