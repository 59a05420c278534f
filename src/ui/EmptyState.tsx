import type { ReactNode } from 'react'

/** If there is nothing to list: why, and what to do. */
export function EmptyState({
  title,
  children,
  action,
}: {
  title: ReactNode
  children?: ReactNode
  action?: ReactNode
}) {
  return (
    <div
      role="status"
      className="flex flex-col items-center gap-2 rounded-xl border border-dashed border-line px-6 py-12 text-center"
    >
      <p className="font-semibold">{title}</p>
      {children && <div className="max-w-prose text-soft">{children}</div>}
      {action && (
        <div className="mt-2 flex max-w-full flex-wrap items-center justify-center gap-2">
          {action}
        </div>
      )}
    </div>
  )
}
