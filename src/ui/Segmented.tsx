import { useState } from 'react'

/** A choice of a few, all of them visible. What is pressed shows at once, though `value` may follow later. */
export function Segmented<Value extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string
  value: Value
  options: readonly (readonly [Value, text: string])[]
  onChange: (value: Value) => void
}) {
  const [known, setKnown] = useState(value)
  const [shown, setShown] = useState(value)
  if (known !== value) {
    setKnown(value)
    setShown(value)
  }
  return (
    <fieldset className="flex h-8 shrink-0 overflow-hidden rounded-lg border border-line bg-surface">
      <legend className="sr-only">{label}</legend>
      {options.map(([option, text]) => (
        <label
          key={option}
          className="relative flex cursor-pointer items-center px-3 text-soft has-checked:bg-accent-soft has-checked:font-semibold has-checked:text-accent has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            name={label}
            className="absolute inset-0 cursor-pointer appearance-none opacity-0"
            checked={option === shown}
            onChange={() => {
              setShown(option)
              onChange(option)
            }}
          />
          {text}
        </label>
      ))}
    </fieldset>
  )
}
