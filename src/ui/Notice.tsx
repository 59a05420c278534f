import type { ReactNode } from 'react'

const LOOK = {
  info: 'border-line bg-sunken',
  warning: 'border-warning/30 bg-warning-soft',
  danger: 'border-danger/30 bg-danger-soft',
} as const

/** A message in place of the data: what happened, and what to do about it. */
export function Notice({
  look = 'info',
  className = '',
  title,
  children,
  action,
}: {
  look?: keyof typeof LOOK
  className?: string
  title?: ReactNode
  children?: ReactNode
  action?: ReactNode
}) {
  return (
    <div
      role={look === 'info' ? 'status' : 'alert'}
      className={`flex flex-wrap items-center gap-x-4 gap-y-2 rounded-xl border px-4 py-3 ${LOOK[look]} ${className}`}
    >
      <div className="min-w-0 flex-1 basis-60 break-words">
        {title && <p className="font-semibold">{title}</p>}
        {children && <div className="text-soft">{children}</div>}
      </div>
      {action}
    </div>
  )
}
