import type { ReactNode } from 'react'
import { Checkbox } from '../../../../ui/Checkbox.tsx'

/** Props of a field whose content no dictionary knows. */
export const TEXT_FIELD = {
  spellCheck: false,
  autoCapitalize: 'none',
  autoComplete: 'off',
  className:
    'block h-8 w-full min-w-0 rounded-lg border border-line bg-surface px-2.5 font-mono text-sm aria-invalid:border-danger',
} as const

/** What is wrong with one or several fields. */
export function Fault({ text }: { text: string | undefined }) {
  if (text === undefined) return null
  return (
    <p role="alert" className="mt-1 text-sm text-danger">
      {text}
    </p>
  )
}

/** A small field for a whole number. Anything else stays in it, to be corrected. */
export function NumberField({
  label,
  value,
  isInvalid,
  onChange,
  placeholder = '',
}: {
  label: string
  value: string
  isInvalid: boolean
  onChange: (value: string) => void
  placeholder?: string
}) {
  return (
    <input
      type="text"
      inputMode="numeric"
      aria-label={label}
      aria-invalid={isInvalid}
      placeholder={placeholder}
      value={value}
      onChange={(event) => onChange(event.target.value.trim())}
      autoComplete="off"
      className="h-8 w-14 rounded-lg border border-line bg-surface px-2 text-right aria-invalid:border-danger"
    />
  )
}

/** A condition with a checkbox; its fields are shown while it is checked. */
export function Condition({
  label,
  isOn,
  onToggle,
  lead,
  text,
  problem,
  children,
}: {
  label: string
  isOn: boolean
  onToggle: (isOn: boolean) => void
  /** Shown before the checkbox: applies whether or not it is checked. */
  lead?: string
  text: string
  problem: string | undefined
  children: ReactNode
}) {
  return (
    <div>
      <div className="flex min-h-8 flex-wrap items-center gap-x-2 gap-y-1">
        {lead && <span>{lead}</span>}
        <label className="flex items-center gap-2 py-1">
          <Checkbox
            aria-label={label}
            checked={isOn}
            onChange={(event) => onToggle(event.target.checked)}
          />
          <span className={isOn ? '' : 'text-faint'}>{text}</span>
        </label>
        {isOn && children}
      </div>
      <Fault text={problem} />
    </div>
  )
}
