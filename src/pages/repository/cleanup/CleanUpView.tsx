import { Trash2 } from 'lucide-react'
import { describeRule } from '../../../cleanup/language/sentence.ts'
import type { Evaluation } from '../../../cleanup/rules/evaluation.ts'
import { describeRefusal, describeWarning } from '../../../cleanup/rules/words.ts'
import { formatCount, formatCounted } from '../../../format/count.ts'
import { nameSome } from '../../../format/nameSome.ts'
import { Failure } from '../../../components/Failure.tsx'
import { settings } from '../../../queries/settings.ts'
import type { Digest, RepositoryName, Tag } from '../../../registry/names.ts'
import { Button } from '../../../ui/Button.tsx'
import { CopyButton } from '../../../ui/CopyButton.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { PinsField } from './PinsField.tsx'
import { Preview } from './Preview.tsx'
import { RuleForm } from './rule/RuleForm.tsx'
import { ScriptExport } from './ScriptExport.tsx'
import { type CleanUp, useCleanUp } from './useCleanUp.ts'

/**
 * `/repository/NAME?view=cleanup&…`: a rule, what it would take, and the way to the dialog that deletes that.
 * The address alone deletes nothing.
 */
export function CleanUpView({
  repository,
  tags,
  listedAt,
  onDelete,
}: {
  repository: RepositoryName
  tags: readonly Tag[]
  /** When the list of tags came, in `Date.now()` milliseconds. */
  listedAt: number
  /** `expected`: where the rule saw them. */
  onDelete: (asked: { tags: readonly Tag[]; expected: ReadonlyMap<Tag, Digest> }) => void
}) {
  const cleanUp = useCleanUp(repository, tags, listedAt)
  const { draft, read, rule, evaluation, reading, isStale } = cleanUp
  const hasClauses = draft.clauses.length > 0
  const noPin = evaluation?.warnings.find(({ kind }) => kind === 'no-pin-here')
  return (
    <div className="pt-4">
      {!hasClauses && (
        <p className="mb-3 max-w-prose text-soft">
          The first matching clause decides; unmatched tags are kept. Nothing is deleted until you
          review the plan and confirm.
        </p>
      )}
      <RuleForm cleanUp={cleanUp}>
        <PinsField cleanUp={cleanUp} />
      </RuleForm>
      {(hasClauses || 'problems' in read) && <RuleInWords read={read} />}
      {rule && (
        <div className={isStale ? 'invisible' : ''}>
          <ScriptExport repository={repository} rule={rule} hasPins={!!cleanUp.pasted} />
        </div>
      )}
      <p className="mt-3 text-sm text-faint">
        Registries don’t tell when an image was pushed or pulled, or which manifests are untagged.
        So age means build date, and rules apply to tags only.
      </p>
      <ReadingTrouble evaluation={evaluation} reading={reading} />
      {evaluation && (
        <>
          {noPin && <Notice className="mt-3" look="warning" title={describeWarning(noPin)} />}
          {evaluation.refusal && (
            <Notice className="mt-3" look="danger" title={describeRefusal(evaluation.refusal)} />
          )}
          <div className={isStale ? 'opacity-50' : ''}>
            <Preview cleanUp={cleanUp} evaluation={evaluation} />
          </div>
          <ReviewBar cleanUp={cleanUp} evaluation={evaluation} onDelete={onDelete} />
        </>
      )}
    </div>
  )
}

/** What the form says, as a sentence; or why it says nothing. */
function RuleInWords({ read }: Pick<CleanUp, 'read'>) {
  if ('problems' in read) {
    return (
      <Notice className="mt-4" look="warning" title="Rule incomplete: nothing is selected">
        <ul>
          {[...new Set(read.problems.map(({ text }) => text))].map((problem) => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
      </Notice>
    )
  }
  const sentence = describeRule(read.rule)
  return (
    <section
      aria-label="The rule in words"
      className="mt-4 flex items-start gap-3 rounded-xl border border-line bg-sunken py-2 pr-2 pl-4"
    >
      <p className="min-w-0 grow py-1.5 break-words">{sentence}</p>
      <CopyButton text={sentence} label="Copy the sentence" />
    </section>
  )
}

/** What could not be read, and what follows from that. */
function ReadingTrouble({ evaluation, reading }: Pick<CleanUp, 'evaluation' | 'reading'>) {
  if (reading.error !== undefined && !reading.isRunning) {
    return <Failure className="mt-3" error={reading.error} onRetry={reading.start} />
  }
  // Asked about without an answer that proves where they point.
  const unresolved = evaluation?.unresolved.filter((tag) => reading.known.has(tag)) ?? []
  if (unresolved.length === 0) return null
  const isOne = unresolved.length === 1
  return (
    <Notice
      className="mt-3"
      look="warning"
      title={`Couldn’t find out where ${nameSome(unresolved)} ${isOne ? 'points' : 'point'}`}
      action={<Button onClick={() => reading.again(unresolved)}>Check again</Button>}
    >
      The registry didn’t answer clearly. {isOne ? 'It is kept' : 'They are kept'}, and until then
      only tags are deleted, never whole images.
    </Notice>
  )
}

/** What the rule comes to, and the way to the dialog that deletes; at the foot of the window. */
function ReviewBar({
  cleanUp: { reading, isStale, isPartly, isBusy },
  evaluation,
  onDelete,
}: {
  cleanUp: CleanUp
  evaluation: Evaluation
  onDelete: (asked: { tags: readonly Tag[]; expected: ReadonlyMap<Tag, Digest> }) => void
}) {
  const selected = isStale ? [] : evaluation.selected
  const count = formatCounted(selected.length, 'tag')
  const explain = () => {
    if (settings.readOnly)
      return 'Homeport is read-only: to delete, start it with ENV_MODE_BROWSE_ONLY=false.'
    if (isStale) return 'The rule is incomplete.'
    if (evaluation.refusal) return 'Nothing will be deleted: the rule stops.'
    if (!isPartly) return undefined
    return `${formatCount(reading.read)} of ${formatCounted(reading.all, 'date')} read.`
  }
  const reason = explain()
  const review = () => {
    const expected = new Map<Tag, Digest>()
    for (const { tag, digest } of reading.known.values()) if (digest) expected.set(tag, digest)
    onDelete({ tags: selected, expected })
  }
  return (
    <section
      aria-label="Clean-up"
      data-foot
      className="fixed inset-x-3 bottom-5 z-20 mx-auto flex w-fit max-w-[calc(100vw-24px)] flex-wrap items-center justify-center gap-x-3 gap-y-2 rounded-xl border border-line bg-surface py-2.5 pr-2.5 pl-4 shadow-xl max-sm:w-full"
    >
      <span
        role="status"
        className={reason || selected.length === 0 ? 'max-sm:grow' : 'max-sm:sr-only'}
      >
        {reason ?? (
          <>
            <b className="font-semibold">{count}</b> would be deleted
          </>
        )}
      </span>
      <Button
        look="danger"
        disabled={reason !== undefined || isBusy || selected.length === 0}
        onClick={review}
      >
        <Trash2 size={14} aria-hidden />{' '}
        {selected.length > 0 ? `Review the deletion of ${count}…` : 'Review the deletion…'}
      </Button>
    </section>
  )
}
