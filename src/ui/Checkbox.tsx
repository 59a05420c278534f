import { type ComponentProps, useEffect, useRef } from 'react'

/** A box to tick, drawn alike in both themes, in the middle of what a finger can hit. `isPartly`: some of what it stands for is ticked. */
export function Checkbox({
  isPartly = false,
  className = '',
  ...rest
}: ComponentProps<'input'> & { 'aria-label': string; isPartly?: boolean }) {
  const ref = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (ref.current) ref.current.indeterminate = isPartly
  }, [isPartly])
  return (
    <input
      ref={ref}
      type="checkbox"
      className={`-m-1 grid size-6 place-items-center appearance-none rounded-md before:col-start-1 before:row-start-1 before:size-4 before:rounded-sm before:border before:border-faint before:bg-surface after:col-start-1 after:row-start-1 after:hidden after:size-3.5 after:bg-on-accent checked:before:border-accent checked:before:bg-accent checked:after:block indeterminate:before:border-accent indeterminate:before:bg-accent indeterminate:after:block forced-colors:appearance-auto ${CHECK} ${DASH} ${className}`}
      {...rest}
    />
  )
}

const CHECK = 'checked:after:[clip-path:polygon(15%_50%,26%_39%,42%_55%,74%_22%,85%_33%,42%_77%)]'
const DASH = 'indeterminate:after:[clip-path:polygon(18%_42%,82%_42%,82%_58%,18%_58%)]'

/** A box for all `count` rows of a list, `selected` of which are ticked. */
export function SelectAll({
  label,
  selected,
  count,
  onChange,
}: {
  label: string
  selected: number
  count: number
  onChange: (isSelected: boolean) => void
}) {
  return (
    <Checkbox
      aria-label={label}
      checked={count > 0 && selected === count}
      isPartly={selected > 0 && selected < count}
      onChange={(event) => onChange(event.target.checked)}
    />
  )
}
