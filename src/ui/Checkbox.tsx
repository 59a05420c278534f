import { type ComponentProps, useEffect, useRef } from 'react'

/** Looks the same in both themes. `isPartly`: some of what it stands for is checked. */
export function Checkbox({
  isPartly = false,
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
      className={`block size-4 appearance-none rounded-[4px] border border-faint bg-surface before:hidden before:size-full before:bg-on-accent checked:border-accent checked:bg-accent checked:before:block indeterminate:border-accent indeterminate:bg-accent indeterminate:before:block forced-colors:appearance-auto ${CHECK} ${DASH}`}
      {...rest}
    />
  )
}

const CHECK = 'checked:before:[clip-path:polygon(15%_50%,26%_39%,42%_55%,74%_22%,85%_33%,42%_77%)]'
const DASH = 'indeterminate:before:[clip-path:polygon(18%_42%,82%_42%,82%_58%,18%_58%)]'
