import type { ReactNode } from 'react'
import type { DeletionPlan } from '../../deletion/deletionPlan.ts'
import { formatCounted } from '../../format/count.ts'
import type { PlanChoice } from './PlanView.tsx'
import { nameGroup } from './planParts.ts'

type OptionProps = {
  readonly plan: DeletionPlan
  readonly choice: PlanChoice
  readonly onChoice: (choice: PlanChoice) => void
}

/** Whether signatures and the like go with what they belong to. */
export function AttachmentsOption({ plan, choice, onChoice }: OptionProps) {
  if (choice.tagsOnly) return null
  const names = plan.groups
    .filter(({ role, method }) => role.kind === 'attachment' && method.kind !== 'none')
    .map((group) => nameGroup(plan, group).word)
  if (names.length === 0) return null
  const words = [...new Set(names)]
  const shown = [...words.slice(0, 3), ...(words.length > 3 ? ['…'] : [])].join(', ')
  return (
    <Option
      isChecked={choice.withAttachments}
      onChange={(withAttachments) => onChoice({ ...choice, withAttachments })}
    >
      Also delete {formatCounted(names.length, 'attachment')} ({shown})
    </Option>
  )
}

/** Only where tags can be removed by name. */
export function TagsOnlyOption({ plan, choice, onChoice }: OptionProps) {
  const hasImages = plan.groups.some(({ method }) => method.kind === 'digest')
  if (plan.ability !== 'by-tag' || !hasImages) return null
  return (
    <Option isChecked={choice.tagsOnly} onChange={(tagsOnly) => onChoice({ ...choice, tagsOnly })}>
      Remove the tags only, and leave their images to{' '}
      <code className="font-mono text-sm">garbage-collect --delete-untagged</code>
    </Option>
  )
}

function Option({
  isChecked,
  onChange,
  children,
}: {
  isChecked: boolean
  onChange: (isChecked: boolean) => void
  children: ReactNode
}) {
  return (
    <label className="mt-1 flex items-start gap-2">
      <input
        type="checkbox"
        checked={isChecked}
        onChange={(event) => onChange(event.target.checked)}
        className="mt-0.5 size-4 shrink-0 accent-accent"
      />
      <span>{children}</span>
    </label>
  )
}
