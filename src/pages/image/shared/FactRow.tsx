import type { ReactNode } from 'react'

/** A row of a `<dl>`; none where there is nothing to say. */
export function FactRow({ name, children }: { name: string; children: ReactNode }) {
  if (children === undefined || children === null || children === false || children === '')
    return null
  return (
    <>
      <dt className="text-soft">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  )
}
