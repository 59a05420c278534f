import type { ComponentProps } from 'react'

const LOOK = {
  plain: 'border-line bg-surface text-text hover:border-faint',
  primary: 'border-transparent bg-accent text-on-accent hover:brightness-110',
  danger: 'border-transparent bg-danger text-on-danger hover:brightness-110',
  quiet: 'border-transparent bg-transparent text-soft hover:text-text hover:bg-line-soft',
} as const

type ButtonLook = keyof typeof LOOK

/** The classes of a button, for a link that looks like one. */
export function buttonClass(look: ButtonLook = 'plain'): string {
  return `inline-flex h-8 shrink-0 items-center justify-center gap-1.5 rounded-lg border px-3 font-medium whitespace-nowrap disabled:cursor-default disabled:opacity-55 ${LOOK[look]}`
}

/**
 * `danger` is only for deletion. With `isOff` it does nothing for now but, unlike with `disabled`, keeps the focus.
 */
export function Button({
  look = 'plain',
  className = '',
  isOff = false,
  onClick,
  ...rest
}: ComponentProps<'button'> & { look?: ButtonLook; isOff?: boolean }) {
  return (
    <button
      type="button"
      aria-disabled={isOff || undefined}
      className={`${buttonClass(look)} aria-disabled:cursor-default aria-disabled:opacity-55 ${className}`}
      onClick={isOff ? undefined : onClick}
      {...rest}
    />
  )
}

/** A button with only an icon; `label` is its name and tooltip. */
export function IconButton({
  label,
  className = 'hover:bg-line-soft hover:text-text',
  ...rest
}: ComponentProps<'button'> & { label: string }) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      className={`inline-flex size-6 shrink-0 items-center justify-center rounded text-faint aria-disabled:cursor-default aria-disabled:opacity-40 ${className}`}
      {...rest}
    />
  )
}
