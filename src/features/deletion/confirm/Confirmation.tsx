import { type FormEvent, type ReactNode, useId, useMemo, useRef, useState } from 'react'
import { isReady, listGoing } from '../../../deletion/plan/deletionPlan.ts'
import { formatCounted } from '../../../format/count.ts'
import type { Tag } from '../../../registry/names.ts'
import { Button } from '../../../ui/Button.tsx'
import { DialogBody, DialogFooter } from '../../../ui/Dialog.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import type { DeletionSession } from '../deletionSession.ts'
import type { Phase, RecordState } from '../deletionState.ts'
import { PlanView } from '../plan/PlanView.tsx'
import { countForGood, findNameProblem } from '../words.ts'
import { type PlanChoice, choose } from './PlanOptions.tsx'
import { PlanProgressLine } from './PlanProgressLine.tsx'

/** The plan as far as it is known, and the button that carries it out: the more harm, the more it asks for. */
export function Confirmation({
  session,
  phase,
  record,
  selected,
  cancel,
}: {
  session: DeletionSession
  phase: Phase & { readonly kind: 'planning' | 'planned' }
  record: RecordState
  selected: readonly Tag[] | undefined
  cancel: ReactNode
}) {
  const { repository, tags } = session.request
  const [choice, setChoice] = useState<PlanChoice>({ tagsOnly: false, withAttachments: true })
  const [typed, setTyped] = useState('')
  const [isTried, setTried] = useState(false)
  const id = useId()
  const field = useRef<HTMLInputElement>(null)
  const planned = phase.plan
  const plan = useMemo(() => planned && choose(planned, choice), [planned, choice])
  const isWhole = tags === 'every'
  const asksForName = plan !== undefined && isReady(plan) && (isWhole || countForGood(plan) > 0)
  const problem = asksForName ? findNameProblem(typed, repository, isTried) : undefined
  const mayGo = plan !== undefined && isReady(plan) && record !== 'opening'
  const going = plan ? listGoing(plan).length : selected?.length
  const go = (event: FormEvent) => {
    event.preventDefault()
    if (!mayGo) return
    if (asksForName && typed.trim() !== repository) {
      setTried(true)
      field.current?.focus()
      return
    }
    void session.confirm(plan)
  }
  return (
    <>
      <DialogBody>
        <PlanProgressLine phase={phase} />
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
            notShown={session.request.notShown ?? []}
            choice={choice}
            onChoice={setChoice}
            isRecorded={record !== 'none'}
            onAdd={(more) => session.plan([...new Set([...(selected ?? []), ...more])])}
          />
        )}
      </DialogBody>
      {/* Not around the boxes of the plan: Enter in one of them is no answer. */}
      <form onSubmit={go} className="contents">
        {asksForName && (
          <div className="border-t border-line-soft px-5 py-3">
            <label htmlFor={id} className="block">
              {isWhole
                ? 'Every tag of this repository goes.'
                : 'What goes here cannot all be brought back.'}{' '}
              Type <b className="font-mono text-sm font-semibold break-words">{repository}</b> to
              confirm.
            </label>
            <input
              ref={field}
              id={id}
              value={typed}
              onChange={(event) => {
                setTyped(event.target.value)
                setTried(false)
              }}
              autoComplete="off"
              autoCapitalize="off"
              spellCheck={false}
              aria-invalid={problem !== undefined}
              aria-describedby={`${id}-problem`}
              className="mt-1.5 h-8 w-full rounded-lg border border-line bg-page px-2.5 font-mono text-sm aria-invalid:border-danger"
            />
            {/* There before it says something, so that the button below does not move away. */}
            <p id={`${id}-problem`} role="alert" className="mt-1 min-h-5 text-sm text-danger">
              {problem}
            </p>
          </div>
        )}
        <DialogFooter>
          {cancel}
          <Button type="submit" look="danger" disabled={!mayGo}>
            {!going ? 'Delete' : `Delete ${formatCounted(going, 'tag')}`}
          </Button>
        </DialogFooter>
      </form>
    </>
  )
}
