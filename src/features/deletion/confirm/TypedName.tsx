import { type RefObject, useId } from 'react'
import type { RepositoryName } from '../../../registry/names.ts'

/** Where the repository's name is typed, and what is wrong with what stands there. */
export function TypedName({
  repository,
  because,
  value,
  onChange,
  onEnter,
  problem,
  field,
}: {
  repository: RepositoryName
  /** Why it is asked for. */
  because: string
  value: string
  onChange: (value: string) => void
  onEnter: () => void
  problem: string | undefined
  field: RefObject<HTMLInputElement | null>
}) {
  const id = useId()
  return (
    <div className="border-t border-line-soft px-5 py-3">
      <label htmlFor={id} className="block">
        {because} Type <b className="font-mono text-sm font-semibold break-words">{repository}</b>{' '}
        to confirm.
      </label>
      <input
        ref={field}
        id={id}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return
          // Else the same key presses the button that has the focus by then.
          event.preventDefault()
          onEnter()
        }}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        aria-invalid={problem !== undefined}
        aria-describedby={`${id}-problem`}
        className="mt-1.5 h-8 w-full rounded-lg border border-line bg-page px-2.5 font-mono text-sm aria-invalid:border-danger"
      />
      {/* There before it says something, so that the button below does not move away. */}
      <p id={`${id}-problem`} role="alert" className="mt-1 min-h-5 text-sm text-danger">
        {problem}
      </p>
    </div>
  )
}

/** What is wrong with a typed name; `undefined` where it is right, or may still become it. */
export function findNameProblem(typed: string, name: string, isTried: boolean): string | undefined {
  const text = typed.trim()
  if (text === name) return undefined
  if (!isTried && name.startsWith(text)) return undefined
  return text === ''
    ? 'The name has to be typed first. Nothing was deleted.'
    : 'That is not the name of this repository. Nothing was deleted.'
}
