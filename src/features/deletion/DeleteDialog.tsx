import { type ReactNode, useEffect, useEffectEvent, useState, useSyncExternalStore } from 'react'
import { useLocation, useNavigate } from 'react-router'
import type { DeletionPlan } from '../../deletion/plan/deletionPlan.ts'
import { canTryAgain, isRemoved } from '../../deletion/plan/report.ts'
import { formatCounted } from '../../format/count.ts'
import { basePath } from '../../queries/session/settings.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog, DialogBody, DialogFooter } from '../../ui/Dialog.tsx'
import { Failure } from '../../components/failures/Failure.tsx'
import { Confirmation } from './confirm/Confirmation.tsx'
import type { DeletionSession } from './deletionSession.ts'
import { RefusedView } from './RefusedView.tsx'
import { ReportView } from './report/ReportView.tsx'
import { RunLine, RunView, focusOnMount } from './report/RunView.tsx'
import { summarize } from './words.ts'

/** How an undo of this plan ended. */
type Undone = { readonly plan: DeletionPlan; readonly title: string; readonly isWhole: boolean }

/**
 * Shows what will be deleted and kept, deletes after confirmation, and reports. It can't be closed while the deletion
 * runs. Leaving its page drops a plan; a running deletion is shown as a line on other pages, then as its report.
 */
export function DeleteDialog({
  session,
  onClose,
  undoLine,
}: {
  session: DeletionSession
  onClose: () => void
  /** Draws the undo button of a report: restoring is another feature. */
  undoLine: (
    entries: readonly string[],
    onUndone: (title: string, isWhole: boolean) => void,
  ) => ReactNode
}) {
  const { repository, tags, thenShow } = session.request
  const { selected, phase, record } = useSyncExternalStore(
    session.state.subscribe,
    session.state.read,
  )
  const isOnOwnPage = basePath + useLocation().pathname === session.path
  const navigate = useNavigate()
  const [isChecking, setChecking] = useState(false)
  const [undone, setUndone] = useState<Undone>()
  const close = useEffectEvent(onClose)
  useEffect(() => {
    if (!isOnOwnPage && !session.hasBegun()) close()
  }, [isOnOwnPage, session])
  if (phase.kind === 'running' && !isOnOwnPage) return <RunLine phase={phase} session={session} />
  const outcomes = phase.kind === 'done' ? [...phase.report.outcomes] : []
  const end = () => {
    onClose()
    const isGone = outcomes.some(([, outcome]) => isRemoved(outcome))
    if (isGone && thenShow !== undefined && isOnOwnPage) void navigate(thenShow)
  }
  const again = () => session.plan()
  const checkAgain = async () => {
    setChecking(true)
    await session.checkAgain().finally(() => setChecking(false))
  }
  const closeButton = (
    <Button ref={focusOnMount} onClick={end}>
      {phase.kind === 'done' ? 'Close' : 'Cancel'}
    </Button>
  )
  const left = outcomes.flatMap(([tag, outcome]) => (canTryAgain(outcome) ? [tag] : []))
  const what = selected?.length === 1 ? selected[0] : formatCounted(selected?.length ?? 0, 'tag')
  const undoneHere = phase.kind === 'done' && undone?.plan === phase.plan ? undone : undefined
  const title =
    phase.kind === 'done'
      ? (undoneHere?.title ?? summarize(phase.report))
      : tags === 'every'
        ? `Delete the repository ${repository}`
        : `Delete ${what} from ${repository}`
  return (
    <Dialog title={title} onClose={end} mayClose={phase.kind !== 'running'} isSteady>
      {(phase.kind === 'planning' || phase.kind === 'planned') && (
        <Confirmation
          session={session}
          phase={phase}
          record={record}
          selected={selected}
          cancel={closeButton}
        />
      )}
      {phase.kind === 'running' && <RunView phase={phase} session={session} />}
      {(phase.kind === 'refused' || phase.kind === 'failed' || phase.kind === 'done') && (
        <>
          <DialogBody>
            {phase.kind === 'refused' && <RefusedView refusal={phase.refusal} />}
            {phase.kind === 'failed' && <Failure error={phase.error} onRetry={again} />}
            {phase.kind === 'done' && (
              <ReportView
                report={phase.report}
                ability={phase.plan.ability}
                isUndone={undoneHere?.isWhole === true}
                undoLine={
                  phase.report.entries.length > 0 &&
                  undoLine(phase.report.entries, (text, isWhole) =>
                    setUndone({ plan: phase.plan, title: text, isWhole }),
                  )
                }
              />
            )}
          </DialogBody>
          <DialogFooter>
            {phase.kind === 'done' && (
              <>
                <Button isOff={isChecking} onClick={() => void checkAgain()}>
                  {isChecking ? 'Checking…' : 'Check again'}
                </Button>
                {left.length > 0 && phase.report.stopped?.kind === 'no-journal' && (
                  <Button onClick={() => session.plan(left, { isRecorded: false })}>
                    Continue without undo
                  </Button>
                )}
                {left.length > 0 && (
                  <Button onClick={() => session.plan(left)}>
                    Try again{left.length > 1 && ` with ${formatCounted(left.length, 'tag')}`}
                  </Button>
                )}
              </>
            )}
            {closeButton}
            {phase.kind === 'refused' && <Button onClick={again}>Check again</Button>}
          </DialogFooter>
        </>
      )}
    </Dialog>
  )
}
