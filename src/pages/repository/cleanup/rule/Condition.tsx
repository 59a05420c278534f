import type { ReactNode } from 'react'
import { Checkbox } from '../../../../ui/Checkbox.tsx'
import { Fault } from '../fields/fields.tsx'

/** A condition with a box to tick; its fields are there while it is ticked. */
export function Condition({
  label,
  isOn,
  onToggle,
  lead,
  text,
  problem,
  children,
}: {
  label: string
  isOn: boolean
  onToggle: (isOn: boolean) => void
  /** Stands before the box: it holds with it and without. */
  lead?: string
  text: string
  problem: string | undefined
  children: ReactNode
}) {
  return (
    <div>
      <div className="flex min-h-8 flex-wrap items-center gap-x-2 gap-y-1">
        {lead && <span>{lead}</span>}
        <label className="flex items-center gap-2 py-1">
          <Checkbox
            aria-label={label}
            checked={isOn}
            onChange={(event) => onToggle(event.target.checked)}
          />
          <span className={isOn ? '' : 'text-faint'}>{text}</span>
        </label>
        {isOn && children}
      </div>
      <Fault text={problem} />
    </div>
  )
}
