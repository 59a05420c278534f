import { useEffect, useEffectEvent, useState, useSyncExternalStore } from 'react'
import { useLocation, useNavigate } from 'react-router'
import { type DeletionReport, canTryAgain, isRemoved } from '../../deletion/plan/report.ts'
import { formatCounted } from '../../format/count.ts'
import { basePath } from '../../queries/settings.ts'
import type { Tag } from '../../registry/names.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog, DialogBody, DialogFooter } from '../../ui/Dialog.tsx'
import { Failure } from '../../components/Failure.tsx'
import { Confirmation } from './confirm/Confirmation.tsx'
import type { DeletionSession } from './deletionSession.ts'
import { focusOnMount } from './focusOnMount.ts'
import { RefusedView } from './RefusedView.tsx'
import { ReportView } from './report/ReportView.tsx'
import { RunLine, RunView } from './report/RunView.tsx'
import { summarize } from './words.ts'

/**
 * Shows what goes and what stays, carries it out when that is confirmed, and reports. It cannot be closed
 * while the registry works. Leaving its page gives a plan up; of a deletion at work other pages show a line,
 * and its report.
 */
export function DeleteDialog({
  session,
  path,
  onClose,
}: {
  session: DeletionSession
  /** Of the page that opened it. */
  path: string
  onClose: () => void
}) {
  const { repository, tags, notShown = [], thenShow } = session.request
  const { selected, phase, record } = useSyncExternalStore(
    session.state.subscribe,
    session.state.read,
  )
  const pathname = basePath + useLocation().pathname
  const navigate = useNavigate()
  const [ownPath, setOwnPath] = useState(path)
  const [isChecking, setChecking] = useState(false)
  const leave = useEffectEvent((path: string) => {
    const { kind } = phase
    const hasBegun = kind === 'failed' ? phase.hasBegun : kind === 'running' || kind === 'done'
    if (path !== ownPath && !hasBegun) onClose()
  })
  useEffect(() => leave(pathname), [pathname])
  const close = () => {
    onClose()
    const isGone = phase.kind === 'done' && [...phase.report.outcomes.values()].some(isRemoved)
    if (isGone && thenShow !== undefined && pathname === ownPath) void navigate(thenShow)
  }
  if (phase.kind === 'running' && pathname !== ownPath) {
    return <RunLine phase={phase} onSteer={(to) => session.steer(to)} />
  }
  const again = () => session.planAgain()
  const checkAgain = async () => {
    setChecking(true)
    await session.checkAgain().finally(() => setChecking(false))
  }
  const closeButton = (
    <Button ref={focusOnMount} onClick={close}>
      {phase.kind === 'done' ? 'Close' : 'Cancel'}
    </Button>
  )
  const what = selected?.length === 1 ? selected[0] : formatCounted(selected?.length ?? 0, 'tag')
  const title =
    phase.kind === 'done'
      ? summarize(phase.report)
      : tags === 'every'
        ? `Delete the repository ${repository}`
        : `Delete ${what} from ${repository}`
  return (
    <Dialog title={title} onClose={close} mayClose={phase.kind !== 'running'}>
      {(phase.kind === 'planning' || phase.kind === 'planned') && (
        <Confirmation
          repository={repository}
          phase={phase}
          record={record}
          notShown={notShown}
          isWholeRepository={tags === 'every'}
          count={selected?.length}
          cancel={closeButton}
          onConfirm={(plan) => {
            setOwnPath(pathname)
            return session.confirm(plan)
          }}
          onAdd={(more) => session.plan([...new Set([...(selected ?? []), ...more])])}
        />
      )}
      {phase.kind === 'running' && <RunView phase={phase} onSteer={(to) => session.steer(to)} />}
      {(phase.kind === 'refused' || phase.kind === 'failed' || phase.kind === 'done') && (
        <>
          <DialogBody>
            {phase.kind === 'refused' && <RefusedView refusal={phase.refusal} />}
            {phase.kind === 'failed' && <Failure error={phase.error} onRetry={again} />}
            {phase.kind === 'done' && (
              <ReportView report={phase.report} ability={phase.plan.ability} onLeave={onClose} />
            )}
          </DialogBody>
          <DialogFooter>
            {phase.kind === 'done' && (
              <>
                <Button isOff={isChecking} onClick={() => void checkAgain()}>
                  {isChecking ? 'Checking…' : 'Check again'}
                </Button>
                <TryAgain report={phase.report} onTry={(...asked) => session.plan(...asked)} />
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

function TryAgain({
  report,
  onTry,
}: {
  report: DeletionReport
  onTry: (tags: readonly Tag[], options?: { readonly isRecorded: boolean }) => void
}) {
  const tags = [...report.outcomes].flatMap(([tag, outcome]) => (canTryAgain(outcome) ? [tag] : []))
  if (tags.length === 0) return null
  return (
    <>
      {report.stopped?.kind === 'no-journal' && (
        <Button onClick={() => onTry(tags, { isRecorded: false })}>Plan it without a record</Button>
      )}
      <Button onClick={() => onTry(tags)}>
        {tags.length === 1 ? 'Try again' : `Try again with ${formatCounted(tags.length, 'tag')}`}
      </Button>
    </>
  )
}
