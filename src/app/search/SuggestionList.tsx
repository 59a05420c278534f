import type { Suggestion } from './suggestions.ts'

/** The list below the search field; the focus stays in the field. */
export function SuggestionList({
  id,
  isShown,
  suggestions,
  active,
  onOpen,
}: {
  id: string
  isShown: boolean
  suggestions: readonly Suggestion[]
  active: number
  onOpen: (index: number) => void
}) {
  return (
    <div
      hidden={!isShown}
      className="absolute top-full right-0 left-0 z-40 mt-1 overflow-hidden rounded-lg border border-line bg-surface shadow-xl"
    >
      <div id={id} role="listbox" aria-label="Suggestions">
        {suggestions.map(({ text, what, to }, index) => (
          <div
            key={to}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === active}
            tabIndex={-1}
            // The field keeps the focus: a mouse press would take it away before the click.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onOpen(index)}
            onKeyDown={(event) => event.key === 'Enter' && onOpen(index)}
            className="flex h-9 cursor-pointer items-center gap-3 px-3 hover:bg-sunken aria-selected:bg-accent-soft"
          >
            <span className="min-w-0 truncate">{text}</span>
            <span className="ml-auto shrink-0 text-sm text-faint">{what}</span>
          </div>
        ))}
      </div>
      <p role="status" className={suggestions.length === 0 ? 'px-3 py-2 text-soft' : 'sr-only'}>
        {isShown &&
          suggestions.length === 0 &&
          'Type a name such as library/nginx or library/nginx:1.27'}
      </p>
    </div>
  )
}
