import { Check as CheckIcon, CircleHelp, TriangleAlert, X } from 'lucide-react'
import { Command } from '../../ui/Command.tsx'
import { Waiting } from '../../ui/cells.tsx'
import { TestDeletion } from './TestDeletion.tsx'
import type { Check } from './checks/checks.ts'
import type { Finding } from './finding.ts'
import { STATES } from './report.ts'

const LOOK = {
  ok: [CheckIcon, 'text-ok'],
  limited: [TriangleAlert, 'text-warning'],
  failed: [X, 'text-danger'],
  unknown: [CircleHelp, 'text-faint'],
} as const

/** One check: what was seen and, where something doesn't work, what to change. */
export function CheckRow({
  check: { id, title },
  finding,
}: {
  check: Check
  finding: Finding | undefined
}) {
  const [Icon, colour] = LOOK[finding?.state ?? 'unknown']
  return (
    <div
      id={id}
      className="grid gap-x-4 gap-y-1 border-b border-line-soft px-4 py-3 last:border-b-0 target:bg-accent-soft sm:grid-cols-[11rem_1fr]"
    >
      <dt className="flex items-center gap-2 self-start font-semibold">
        {finding ? <Icon size={16} aria-hidden className={`shrink-0 ${colour}`} /> : <Waiting />}
        {title}
        {finding && <span className="sr-only">: {STATES[finding.state]}</span>}
      </dt>
      <dd className="min-w-0 break-words">
        {finding?.seen}
        {finding?.remedy && (
          <div className="mt-1 text-soft">
            <p>{finding.remedy.text}</p>
            {finding.remedy.lines && (
              <ul className="mt-1 space-y-1">
                {finding.remedy.lines.map((line) => (
                  <li key={line}>
                    <Command text={line} label="Copy line" />
                  </li>
                ))}
              </ul>
            )}
          </div>
        )}
        {finding?.testable && <TestDeletion repository={finding.testable} />}
      </dd>
    </div>
  )
}
