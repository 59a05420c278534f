import { type ReactNode, useState } from 'react'
import { formatCount } from '../../../format/count.ts'
import { Button } from '../../../ui/Button.tsx'

const MOST = 100

/** The first hundred of a list, and a button for the others: thousands of lines make a dialog slow. */
export function LongList<Item>({
  items,
  label,
  children,
}: {
  items: readonly Item[]
  /** What they are, in the plural. */
  label: string
  children: (item: Item) => ReactNode
}) {
  const [isWhole, setWhole] = useState(false)
  const shown = isWhole ? items : items.slice(0, MOST)
  return (
    <>
      {shown.map(children)}
      {shown.length < items.length && (
        <Button look="quiet" onClick={() => setWhole(true)}>
          Show all {formatCount(items.length)} {label}
        </Button>
      )}
    </>
  )
}
