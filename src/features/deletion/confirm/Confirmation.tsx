import { type ReactNode, useMemo, useRef, useState } from 'react'
import { type DeletionPlan, isReady, listGoing } from '../../../deletion/plan/deletionPlan.ts'
import { formatCounted } from '../../../format/count.ts'
import { attachmentTag } from '../../../image/attachments.ts'
import type { RepositoryName, Tag } from '../../../registry/names.ts'
import { Button } from '../../../ui/Button.tsx'
import { DialogBody, DialogFooter } from '../../../ui/Dialog.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { PlanProgressLine } from './PlanProgressLine.tsx'
import type { PlanChoice } from './PlanOptions.tsx'
import { PlanView, choose } from '../plan/PlanView.tsx'
import { TypedName, findNameProblem } from './TypedName.tsx'
import { countForGood } from './UndoLine.tsx'
import type { Phase, RecordState } from '../deletionState.ts'

/** The plan as far as it is known, and the button that carries it out: the more harm, the more it asks for. */
export function Confirmation({
  repository,
  phase,
  record,
  notShown,
  isWholeRepository,
  count,
  cancel,
  onConfirm,
  onAdd,
}: {
  repository: RepositoryName
  phase: Phase & { readonly kind: 'planning' | 'planned' }
  record: RecordState
  notShown: readonly Tag[]
  isWholeRepository: boolean
  /** Of the selected tags, where it is known. */
  count: number | undefined
  cancel: ReactNode
  onConfirm: (plan: DeletionPlan) => Promise<void>
  onAdd: (tags: readonly Tag[]) => void
}) {
  const [choice, setChoice] = useState<PlanChoice>({ tagsOnly: false, withAttachments: true })
  const [typed, setTyped] = useState('')
  const [isTried, setTried] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const planned = phase.plan
  const plan = useMemo(() => planned && choose(planned, choice), [planned, choice])
  const asksForName =
    plan !== undefined && isReady(plan) && (isWholeRepository || countForGood(plan) > 0)
  const problem = asksForName ? findNameProblem(typed, repository, isTried) : undefined
  const mayGo = plan !== undefined && isReady(plan) && record !== 'opening'
  const going = plan ? listGoing(plan).length : count
  const go = () => {
    if (!mayGo) return
    if (asksForName && typed.trim() !== repository) {
      setTried(true)
      field.current?.focus()
      return
    }
    void onConfirm(plan)
  }
  return (
    <>
      <DialogBody>
        <PlanProgressLine
          progress={phase.kind === 'planning' ? phase.progress : undefined}
          rest={phase.kind === 'planned' ? describeLook(phase.plan) : undefined}
        />
        {record === 'none' && (
          <Notice className="mb-3" look="warning" title="This cannot be undone from here">
            This browser gives Homeport no storage, so what goes cannot be written down before.
          </Notice>
        )}
        {planned && plan && (
          <PlanView
            planned={planned}
            plan={plan}
            isCounting={phase.kind === 'planning'}
            notShown={notShown}
            choice={choice}
            onChoice={setChoice}
            isRecorded={record !== 'none'}
            onAdd={onAdd}
          />
        )}
      </DialogBody>
      {asksForName && (
        <TypedName
          repository={repository}
          because={
            isWholeRepository
              ? 'Every tag of this repository goes.'
              : 'What goes here cannot all be brought back.'
          }
          value={typed}
          onChange={(value) => {
            setTyped(value)
            setTried(false)
          }}
          onEnter={go}
          problem={problem}
          field={field}
        />
      )}
      <DialogFooter>
        {cancel}
        <Button look="danger" disabled={!mayGo} onClick={go}>
          {!going ? 'Delete' : `Delete ${formatCounted(going, 'tag')}`}
        </Button>
      </DialogFooter>
    </>
  )
}

function describeLook({ states }: DeletionPlan): string {
  const attached = [...states.keys()].filter(attachmentTag).length
  const own = states.size - attached
  const among = attached > 0 ? ` and ${formatCounted(attached, 'attachment tag')}` : ''
  const all =
    states.size === 1 ? 'Its only tag was' : `All ${formatCounted(own, 'tag')}${among} were`
  return `${all} looked at a moment ago. What is not under Goes stays.`
}
