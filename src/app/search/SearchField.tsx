import { useQuery } from '@tanstack/react-query'
import { Search } from 'lucide-react'
import { useEffect, useId, useMemo, useRef, useState } from 'react'
import { useLocation, useNavigate } from 'react-router'
import { readDigestStart } from '../../format/digest.ts'
import { catalogQuery } from '../../queries/repositories.ts'
import { registryHosts } from '../../queries/session/settings.ts'
import { tagListQuery } from '../../queries/tags.ts'
import type { RepositoryName } from '../../registry/names.ts'
import { readAddress } from '../../routing/paths.ts'
import { readTyped } from '../../routing/readTyped.ts'
import { isTyping } from '../../ui/isTyping.ts'
import { listSuggestions } from './suggestions.ts'

const NO_NAMES: readonly RepositoryName[] = []

/**
 * Opens a repository or image by name, from every page, even if the registry doesn't list its repositories. Suggests
 * names from the part of the catalog loaded so far. `/` or Ctrl-K focuses it.
 */
export function SearchField() {
  const navigate = useNavigate()
  const listId = useId()
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useState('')
  const [isOpen, setOpen] = useState(false)
  const [active, setActive] = useState(0)
  const { data: catalog } = useQuery({ ...catalogQuery(), enabled: isOpen })
  const names = catalog?.repositories ?? NO_NAMES
  const here = readRepository(useLocation().pathname)
  const typed = readTyped(text.replace(/:\s*$/, ''), registryHosts, names)
  const { data: tags } = useQuery({
    // Only fetched for a name with a colon behind it, but the key is needed in any case.
    ...tagListQuery(typed?.repository ?? ('' as RepositoryName)),
    enabled: isOpen && typed !== undefined && (typed.tag !== undefined || /:\s*$/.test(text)),
    retry: false,
  })
  const suggestions = useMemo(
    () => listSuggestions(text, names, tags ?? [], registryHosts, here),
    [text, names, tags, here],
  )
  useEffect(() => {
    const focus = (event: KeyboardEvent) => {
      const hasKey = event.ctrlKey || event.metaKey
      const isSlash = event.key === '/' && !isTyping() && !hasKey && !event.altKey
      const isPalette = event.key.toLowerCase() === 'k' && hasKey
      if ((!isSlash && !isPalette) || document.querySelector('dialog[open]')) return
      event.preventDefault()
      input.current?.focus()
      input.current?.select()
    }
    document.addEventListener('keydown', focus)
    return () => document.removeEventListener('keydown', focus)
  }, [])

  const open = (index: number) => {
    const to = suggestions[index]?.to
    if (to === undefined) return
    setText('')
    setOpen(false)
    input.current?.blur()
    void navigate(to)
  }
  const isListed = isOpen && text.trim() !== ''
  const chosen = Math.min(active, suggestions.length - 1)
  return (
    <search className="relative mx-auto min-w-0 flex-1 sm:max-w-130">
      <Search
        size={15}
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-faint"
      />
      <input
        ref={input}
        role="combobox"
        type="text"
        aria-label="Go to a repository or image by name"
        aria-expanded={isListed && suggestions.length > 0}
        aria-controls={listId}
        aria-autocomplete="list"
        {...(isListed && chosen >= 0 ? { 'aria-activedescendant': `${listId}-${chosen}` } : {})}
        placeholder="Go to repository or image"
        value={text}
        spellCheck={false}
        autoComplete="off"
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onChange={(event) => {
          setText(event.target.value)
          setActive(0)
          setOpen(true)
        }}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') setActive(Math.min(chosen + 1, suggestions.length - 1))
          else if (event.key === 'ArrowUp') setActive(Math.max(chosen - 1, 0))
          else if (event.key === 'Enter') open(chosen)
          else if (event.key === 'Escape') {
            if (text === '') input.current?.blur()
            else setText('')
          } else return
          event.preventDefault()
        }}
        className="h-9 w-full rounded-lg border border-line bg-page pr-3 pl-8 text-ellipsis sm:pr-9"
      />
      <kbd
        aria-hidden
        className="pointer-events-none absolute top-1/2 right-2 hidden -translate-y-1/2 rounded border border-line bg-surface px-1.5 font-mono text-[11px] text-faint sm:block"
      >
        /
      </kbd>
      {/* The focus stays in the field. */}
      <div
        hidden={!isListed}
        className="absolute top-full right-0 left-0 z-40 mt-1 overflow-hidden rounded-lg border border-line bg-surface shadow-xl"
      >
        <div id={listId} role="listbox" aria-label="Suggestions">
          {suggestions.map(({ text: suggested, what, to }, index) => (
            <div
              key={to}
              id={`${listId}-${index}`}
              role="option"
              aria-selected={index === chosen}
              tabIndex={-1}
              // Otherwise pressing the mouse would move the focus before the click.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => open(index)}
              onKeyDown={(event) => event.key === 'Enter' && open(index)}
              className="flex h-9 cursor-pointer items-center gap-3 px-3 hover:bg-sunken aria-selected:bg-accent-soft"
            >
              <span className="min-w-0 truncate">{suggested}</span>
              <span className="ml-auto shrink-0 text-sm text-faint">{what}</span>
            </div>
          ))}
        </div>
        <p role="status" className={suggestions.length === 0 ? 'px-3 py-2 text-soft' : 'sr-only'}>
          {isListed &&
            suggestions.length === 0 &&
            (readDigestStart(text)
              ? 'A digest is found in its repository: open that, then filter its tags'
              : 'Type a name such as library/nginx or library/nginx:1.27')}
        </p>
      </div>
    </search>
  )
}

/** The repository that the open page is about. */
function readRepository(pathname: string): RepositoryName | undefined {
  const address = readAddress(pathname, registryHosts)
  if (address.page === 'repository') return address.repository
  return address.page === 'image' ? address.reference.repository : undefined
}
