import { X } from 'lucide-react'
import { visibleText } from '../../../../format/visibleText.ts'
import { Button } from '../../../../ui/Button.tsx'

/** What an address says that is no part of a rule: it is never passed over, but can be taken out. */
export function OtherKeys({
  others,
  onRemove,
  place,
}: {
  others: readonly (readonly [string, string])[]
  /** Gets those that are left. */
  onRemove: (others: readonly (readonly [string, string])[]) => void
  place: string
}) {
  if (others.length === 0) return null
  return (
    <ul className="mt-2 flex flex-wrap gap-2">
      {others.map(([key, value], at) => {
        const text = visibleText(`${key}=${value}`, 60)
        return (
          // oxlint-disable-next-line react/no-array-index-key -- the same key may be there twice
          <li key={`${at} ${text}`}>
            <Button
              onClick={() => onRemove(others.toSpliced(at, 1))}
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
