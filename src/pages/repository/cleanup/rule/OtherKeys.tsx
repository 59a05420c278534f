import { X } from 'lucide-react'
import { visibleText } from '../../../../format/visibleText.ts'
import { Button } from '../../../../ui/Button.tsx'
import type { Pair } from './ruleDraft.ts'

/** What an address says that no field shows: it is never passed over, but can be taken out. */
export function OtherKeys({
  pairs,
  shown,
  onChange,
  place,
}: {
  pairs: readonly Pair[]
  /** Keys that have a field, for their first value. */
  shown: readonly string[]
  onChange: (pairs: readonly Pair[]) => void
  place: string
}) {
  return (
    <ul className="flex flex-wrap gap-2">
      {pairs.map(([key, value], at) => {
        const isFirst = pairs.findIndex(([one]) => one === key) === at
        if (isFirst && shown.includes(key)) return null
        const text = visibleText(`${key}=${value}`, 60)
        return (
          // oxlint-disable-next-line react/no-array-index-key -- the same key may be there twice
          <li key={`${at} ${text}`} className="mt-2">
            <Button
              onClick={() => onChange(pairs.toSpliced(at, 1))}
              aria-label={`Take ${text} out of ${place}`}
            >
              <span className="max-w-60 truncate font-mono text-sm text-danger">{text}</span>
              <X size={14} aria-hidden />
            </Button>
          </li>
        )
      })}
    </ul>
  )
}
