/** What is wrong with a field, or with several. */
export function Fault({ text }: { text: string | undefined }) {
  if (text === undefined) return null
  return (
    <p role="alert" className="mt-1 text-sm text-danger">
      {text}
    </p>
  )
}

/** A small field for a whole number; what is no number stays in it, to be mended. */
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

/** A choice; a value that is none of the options is shown as it is. */
export function SelectField({
  label,
  title,
  value,
  options,
  onChange,
}: {
  label: string
  title?: string
  value: string
  options: Readonly<Record<string, string>>
  onChange: (value: string) => void
}) {
  return (
    <select
      aria-label={label}
      title={title}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      className="h-8 max-w-full rounded-lg border border-line bg-surface px-2"
    >
      {!Object.hasOwn(options, value) && <option value={value}>{value || '…'}</option>}
      {Object.entries(options).map(([one, text]) => (
        <option key={one} value={one}>
          {text}
        </option>
      ))}
    </select>
  )
}
