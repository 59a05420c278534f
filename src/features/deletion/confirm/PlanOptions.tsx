import type { DeletionPlan } from '../../../deletion/plan/deletionPlan.ts'
import { leaveAttachments, leaveImages } from '../../../deletion/plan/leaveOut.ts'
import { formatCounted } from '../../../format/count.ts'
import { Checkbox } from '../../../ui/Checkbox.tsx'
import { namePart } from '../plan/planParts.ts'

/** The choices made in a plan's checkboxes. */
export type PlanChoice = {
  readonly tagsOnly: boolean
  readonly withAttachments: boolean
}

/** The plan with those choices applied. */
export function choose(
  plan: DeletionPlan,
  { tagsOnly, withAttachments }: PlanChoice,
): DeletionPlan {
  const images = tagsOnly ? leaveImages(plan) : plan
  return withAttachments ? images : leaveAttachments(images)
}

type OptionProps = {
  readonly planned: DeletionPlan
  readonly choice: PlanChoice
  readonly onChoice: (choice: PlanChoice) => void
}

/** Whether signatures and other attachments are deleted with their image. */
export function AttachmentsOption(props: OptionProps) {
  const plan = choose(props.planned, { ...props.choice, withAttachments: true })
  const names = plan.groups
    .filter(({ role, method }) => role.kind === 'attachment' && method.kind !== 'none')
    .map((group) => namePart(plan, group, group.role).word)
  if (props.choice.tagsOnly || names.length === 0) return null
  const words = [...new Set(names)]
  const shown = [...words.slice(0, 3), ...(words.length > 3 ? ['…'] : [])].join(', ')
  const text = `Also delete ${formatCounted(names.length, 'attachment')} (${shown})`
  return <Option {...props} name="withAttachments" text={text} />
}

/** Only if tags can be deleted by name. */
export function TagsOnlyOption(props: OptionProps) {
  const hasImages = props.planned.groups.some(({ method }) => method.kind === 'digest')
  if (props.planned.ability !== 'by-tag' || !hasImages) return null
  const text = 'Delete only the tags, and leave their images to'
  return (
    <Option {...props} name="tagsOnly" text={text} command="garbage-collect --delete-untagged" />
  )
}

function Option({
  choice,
  onChoice,
  name,
  text,
  command = '',
}: OptionProps & { name: keyof PlanChoice; text: string; command?: string }) {
  return (
    <label className="mt-1 flex items-start gap-2">
      <span className="mt-0.5 shrink-0">
        <Checkbox
          aria-label={`${text} ${command}`.trim()}
          checked={choice[name]}
          onChange={(event) => onChoice({ ...choice, [name]: event.target.checked })}
        />
      </span>
      <span>
        {text} {command && <code className="font-mono text-sm">{command}</code>}
      </span>
    </label>
  )
}
