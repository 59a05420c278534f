import { Search, X } from 'lucide-react'
import { IconButton } from './Button.tsx'

/** Longer texts match nothing, and nginx refuses such long addresses. */
const LONGEST = 2000

/** A text field that filters what is below it. */
export function FilterField({
  label,
  value,
  onChange,
  problem,
}: {
  label: string
  value: string
  onChange: (value: string) => void
  problem?: string | undefined
}) {
  return (
    <div className="min-w-0 grow basis-56 sm:max-w-96">
      <div className="relative flex items-center">
        <Search
          size={15}
          aria-hidden
          className="pointer-events-none absolute left-2.5 text-faint"
        />
        <input
          type="text"
          aria-label={label}
          placeholder={label}
          value={value}
          maxLength={LONGEST}
          onChange={(event) => onChange(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape' && value !== '') {
              event.stopPropagation()
              onChange('')
            }
            // What came with a link may wait for that.
            if (event.key === 'Enter') onChange(value)
          }}
          spellCheck={false}
          autoComplete="off"
          aria-invalid={problem !== undefined}
          title={problem}
          className="h-8 w-full rounded-lg border border-line bg-surface pr-8 pl-8 max-sm:h-11 aria-invalid:border-danger"
        />
        {value !== '' && (
          <IconButton
            label="Clear the filter"
            onClick={() => onChange('')}
            className="absolute right-1 hover:text-text"
          >
            <X size={14} aria-hidden />
          </IconButton>
        )}
      </div>
      {problem && (
        <p role="alert" className="mt-1 text-sm text-danger">
          {problem}
        </p>
      )}
    </div>
  )
}
