import { type FormEvent, useId, useState } from 'react'
import { formatImageReference } from '../../registry/imageReference.ts'
import { type Reference, type RepositoryName, isDigest } from '../../registry/names.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog, DialogBody, DialogFooter } from '../../ui/Dialog.tsx'
import { Failure } from '../../components/failures/Failure.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { formatProgress } from '../../format/count.ts'
import { visibleText } from '../../format/visibleText.ts'
import { PlanLines, describeEnd } from './PlanLines.tsx'
import { tagProblem } from './tagProblem.ts'
import { useRetag } from './useRetag.ts'

export type AddTagDialogProps = {
  readonly repository: RepositoryName
  /** The image that gets another tag. */
  readonly source: Reference
  readonly onClose: () => void
}

/** Adds a tag to an image. Before that, it shows the new name and what would be overwritten. */
export function AddTagDialog({ repository, source, onClose }: AddTagDialogProps) {
  const problemId = useId()
  const [text, setText] = useState('')
  const { phase, confirm, planAgain } = useRetag(repository, source, text, onClose)
  const problem = tagProblem(text)
  const isRunning = phase.kind === 'running'
  const plan = phase.kind === 'planned' && !phase.plan.refusal ? phase.plan : undefined
  const isMove = phase.kind === 'planned' && phase.plan.overwritten !== undefined
  const reference = isDigest(source) ? { digest: source } : { tag: source }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (plan) void confirm(plan)
  }
  return (
    <Dialog title="Add a tag" onClose={onClose} mayClose={!isRunning} width={560}>
      <form onSubmit={submit} className="contents">
        <DialogBody>
          <p className="text-soft">
            Points another tag at the image of{' '}
            <span className="font-mono text-sm text-text [overflow-wrap:anywhere]">
              {formatImageReference({ repository, ...reference })}
            </span>
            . No data is copied.
          </p>
          <label className="mt-3 block">
            <span className="text-soft">New tag</span>
            <input
              // oxlint-disable-next-line jsx-a11y/no-autofocus -- the dialog is opened to type here
              autoFocus
              value={text}
              onChange={(event) => setText(event.target.value)}
              disabled={isRunning}
              spellCheck={false}
              autoComplete="off"
              autoCapitalize="off"
              aria-invalid={problem !== undefined}
              aria-describedby={problemId}
              className="mt-1 block h-9 w-full rounded-lg border border-line bg-page px-3 font-mono aria-invalid:border-danger"
            />
          </label>
          {/* Reserved for what is known about the tag, so that nothing moves while typing. */}
          <div className="mt-3 min-h-36">
            <div id={problemId} aria-live="polite">
              {problem && <p className="text-danger">{problem}</p>}
            </div>
            <div aria-live="polite">
              {phase.kind === 'planning' && (
                <p className="text-soft">
                  {phase.total > 0
                    ? formatProgress('Checking which tags share its image', phase.done, phase.total)
                    : `Checking where ${text} points…`}
                </p>
              )}
              {(phase.kind === 'planned' || phase.kind === 'running') && (
                <PlanLines repository={repository} plan={phase.plan} />
              )}
              {phase.kind === 'ended' && (
                <Notice
                  look="warning"
                  title={describeEnd(phase.report, text)}
                  action={<Button onClick={planAgain}>Check again</Button>}
                >
                  {'message' in phase.report && visibleText(phase.report.message, 500)}
                </Notice>
              )}
              {phase.kind === 'failed' && <Failure error={phase.error} onRetry={planAgain} />}
            </div>
          </div>
        </DialogBody>
        <DialogFooter>
          <Button onClick={onClose} disabled={isRunning}>
            Cancel
          </Button>
          <Button type="submit" look="primary" disabled={!plan}>
            {isRunning ? 'Writing…' : isMove ? 'Move the tag here' : 'Add the tag'}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  )
}
