import type { TagOutcome } from '../../../deletion/plan/report.ts'
import type { RunProgress } from '../../../deletion/run/run.ts'
import { describeOutcome } from '../../../deletion/words.ts'
import { formatProgress } from '../../../format/count.ts'
import { visibleText } from '../../../format/visibleText.ts'
import type { Tag } from '../../../registry/names.ts'
import { Button } from '../../../ui/Button.tsx'
import { DialogBody, DialogFooter } from '../../../ui/Dialog.tsx'
import { ProgressBar, WorkBar } from '../../../ui/ProgressBar.tsx'
import type { DeletionSession } from '../deletionSession.ts'
import type { RunningPhase } from '../deletionState.ts'
import { Line, LongList } from '../plan/PlanSection.tsx'

type RunProps = { readonly phase: RunningPhase; readonly session: DeletionSession }

/** The running deletion: progress, the result for each tag so far, pause and stop. */
export function RunView({ phase, session }: RunProps) {
  const { plan, progress, control, remaining } = phase
  const tags = plan.groups.flatMap(({ method, tags: names }) =>
    method.kind === 'none' ? [] : names,
  )
  return (
    <>
      <DialogBody>
        <p className="flex flex-wrap justify-between gap-x-4 pt-1 text-soft">
          <span role="status">
            {describeProgress(progress)}
            {control !== 'running' &&
              ` · ${control === 'paused' ? 'paused' : 'stopping'}: the current step is finished first`}
          </span>
          <span className="ml-auto tabular-nums">{remaining}</span>
        </p>
        <ProgressBar label="Deletion" done={progress?.done ?? 0} total={progress?.total ?? 0} />
        <div className="mt-3">
          <OutcomeList tags={tags} outcomes={progress?.outcomes ?? new Map()} />
        </div>
      </DialogBody>
      <DialogFooter>
        <RunButtons phase={phase} session={session} first={focusOnMount} />
      </DialogFooter>
    </>
  )
}

/** The same as one line at the bottom of other pages. */
export function RunLine({ phase, session }: RunProps) {
  const { plan, progress, control, remaining } = phase
  return (
    <WorkBar
      label={`Deletion in ${plan.repository}`}
      done={progress?.done ?? 0}
      total={progress?.total ?? 0}
      text={
        <>
          <b className="font-semibold">{plan.repository}</b>{' '}
          <span className="text-soft">
            {control === 'paused' ? 'Paused' : describeProgress(progress)}
          </span>
          {remaining && <span className="text-faint"> · {remaining}</span>}
        </>
      }
    >
      <RunButtons phase={phase} session={session} />
    </WorkBar>
  )
}

/** Buttons to pause or resume, and to stop. */
function RunButtons({
  phase: { control },
  session,
  first,
}: RunProps & { first?: typeof focusOnMount }) {
  return (
    <>
      {control !== 'stopped' && (
        <Button
          ref={first}
          onClick={() => session.steer(control === 'paused' ? 'resume' : 'pause')}
        >
          {control === 'paused' ? 'Resume' : 'Pause'}
        </Button>
      )}
      <Button disabled={control === 'stopped'} onClick={() => session.steer('stop')}>
        Stop
      </Button>
    </>
  )
}

/** As a `ref`: focuses the element when it appears, since the button that had the focus has just disappeared. */
export function focusOnMount(element: HTMLElement | null): void {
  element?.focus()
}

const PHASES: Readonly<Record<RunProgress['phase'], string>> = {
  looking: 'Checking all tags again',
  deleting: 'Deleting',
  settling: 'A response was lost. Waiting until the tags stop changing…',
  waiting: 'The registry accepted the deletion. Waiting until it has carried it out…',
  checking: 'Verifying remaining tags',
}

function describeProgress(progress: RunProgress | undefined): string {
  if (!progress) return 'Starting…'
  const { phase, done, total } = progress
  if (phase === 'settling' || phase === 'waiting') return PHASES[phase]
  return formatProgress(PHASES[phase], done, total, 'tag')
}

/** Any other result is a warning. */
const LOOK: Readonly<Partial<Record<TagOutcome['kind'], string>>> = {
  deleted: 'text-ok',
  'already-gone': 'text-ok',
  'not-started': 'text-soft',
  'not-settled': 'text-danger',
  failed: 'text-danger',
}

/** The result for each tag; `waiting` until its turn comes, `restored` once all of it is undone. */
export function OutcomeList({
  tags,
  outcomes,
  isUndone = false,
}: {
  tags: readonly Tag[]
  outcomes: ReadonlyMap<Tag, TagOutcome>
  isUndone?: boolean
}) {
  return (
    <ul aria-label="Results">
      <LongList items={tags} label="tags" most={100}>
        {(tag) => (
          <Line
            key={tag}
            as="li"
            tags={[tag]}
            reason={isUndone ? 'restored' : describeResult(outcomes.get(tag))}
          />
        )}
      </LongList>
    </ul>
  )
}

function describeResult(outcome: TagOutcome | undefined) {
  if (!outcome) return <span className="text-faint">waiting</span>
  return (
    <>
      <span className={LOOK[outcome.kind] ?? 'text-warning'}>{describeOutcome(outcome)}</span>
      {'message' in outcome && (
        <span className="block font-mono text-sm break-all">
          {visibleText(outcome.message, 500)}
        </span>
      )}
    </>
  )
}
