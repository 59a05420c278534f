import type { ReactNode } from 'react'

/** Without a total, it only shows that something is in progress. */
export function ProgressBar({
  label,
  done,
  total,
}: {
  label: string
  done: number
  total: number
}) {
  return (
    <progress
      aria-label={label}
      max={total > 0 ? total : undefined}
      value={total > 0 ? done : undefined}
      className="mt-1.5 block h-1 w-full appearance-none overflow-hidden rounded-full border-0 bg-line-soft indeterminate:animate-pulse indeterminate:bg-line motion-reduce:animate-none [&::-moz-progress-bar]:bg-accent indeterminate:[&::-moz-progress-bar]:bg-transparent [&::-webkit-progress-bar]:bg-transparent [&::-webkit-progress-value]:bg-accent"
    />
  )
}

/** Work in progress, as a bar at the bottom of the window: how far it is, and a button to stop it. */
export function WorkBar({
  label,
  text,
  done,
  total,
  children,
}: {
  label: string
  text: ReactNode
  done: number
  total: number
  children: ReactNode
}) {
  return (
    <section
      aria-label={label}
      data-foot
      className="fixed inset-x-3 bottom-5 z-30 mx-auto flex max-w-xl flex-wrap items-center gap-x-3 gap-y-2 rounded-xl border border-line bg-surface px-4 py-2.5 shadow-xl"
    >
      <div className="min-w-0 flex-1 basis-60">
        <p className="truncate">{text}</p>
        <ProgressBar label={label} done={done} total={total} />
      </div>
      {children}
    </section>
  )
}
