import type { Rule } from '../../../cleanup/language/rule.ts'
import { describeRule } from '../../../cleanup/language/sentence.ts'
import { describeRefusal, describeWarning } from '../../../cleanup/rules/words.ts'
import { nameSome } from '../../../format/nameSome.ts'
import { Failure } from '../../../components/failures/Failure.tsx'
import type { Digest, RepositoryName, Tag } from '../../../registry/names.ts'
import { Button } from '../../../ui/Button.tsx'
import { CopyButton } from '../../../ui/CopyButton.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { Outcome } from './Outcome.tsx'
import { PinsField } from './PinsField.tsx'
import { Preview } from './Preview.tsx'
import { onlyShown, writeDraft } from './rule/ruleDraft.ts'
import { RuleForm } from './rule/RuleForm.tsx'
import { ScriptExport } from './ScriptExport.tsx'
import { type CleanUp, useCleanUp } from './useCleanUp.ts'

/**
 * `/repository/NAME?view=cleanup&…`: a rule, what it would delete, and the button that opens the delete dialog.
 * Opening the address deletes nothing.
 */
export function CleanUpView({
  repository,
  tags,
  listedAt,
  onDelete,
}: {
  repository: RepositoryName
  tags: readonly Tag[]
  /** When the tag list was loaded, in `Date.now()` milliseconds. */
  listedAt: number
  /** `expected`: where they pointed when the rule was evaluated. */
  onDelete: (asked: { tags: readonly Tag[]; expected: ReadonlyMap<Tag, Digest> }) => void
}) {
  const cleanUp = useCleanUp(repository, tags, listedAt)
  const { draft, read, rule, evaluation, reading, isStale } = cleanUp
  const hasClauses = draft.clauses.length > 0
  const noPin = evaluation?.warnings.find(({ kind }) => kind === 'no-pin-here')
  return (
    <div className="grid min-w-0 basis-full gap-x-6 gap-y-4 pt-4 min-[1180px]:grid-cols-[minmax(0,28rem)_minmax(0,1fr)] min-[1180px]:grid-rows-[auto_1fr]">
      <div className="flex min-w-0 flex-col gap-4">
        <RuleForm cleanUp={cleanUp}>
          <PinsField cleanUp={cleanUp} />
        </RuleForm>
        {hasClauses && 'rule' in read && <RuleInWords rule={read.rule} />}
      </div>
      <div className="flex min-w-0 flex-col gap-4 min-[1180px]:col-start-2 min-[1180px]:row-span-2">
        {'problems' in read && <RuleTrouble cleanUp={cleanUp} problems={read.problems} />}
        <ReadingTrouble evaluation={evaluation} reading={reading} />
        {evaluation && (
          <>
            {noPin && <Notice look="warning" title={describeWarning(noPin)} />}
            {evaluation.refusal && (
              <Notice look="danger" title={describeRefusal(evaluation.refusal)} />
            )}
            <Outcome cleanUp={cleanUp} evaluation={evaluation} onDelete={onDelete} />
            <div className={isStale ? 'opacity-50' : ''}>
              <Preview cleanUp={cleanUp} evaluation={evaluation} />
            </div>
          </>
        )}
        {!hasClauses && 'rule' in read && (
          <EmptyState title="No rule yet">
            Start with a preset or from scratch. Every tag is then listed here, with the reason why
            it would be deleted or kept. Nothing is deleted until you review the plan and confirm.
          </EmptyState>
        )}
      </div>
      <div className="flex min-w-0 flex-col gap-4">
        {rule && (
          <div className={isStale ? 'invisible' : ''}>
            <ScriptExport cleanUp={cleanUp} rule={rule} />
          </div>
        )}
        <p className="text-sm text-faint">
          Registries don’t report when an image was pushed or pulled, or which manifests are
          untagged. So age means build date, and rules apply to tags only.
        </p>
      </div>
    </div>
  )
}

/** The rule as a sentence. */
function RuleInWords({ rule }: { rule: Rule }) {
  const sentence = describeRule(rule)
  return (
    <section
      aria-label="The rule in words"
      className="flex items-start gap-3 rounded-xl border border-line bg-sunken py-2 pr-2 pl-4"
    >
      <p className="min-w-0 grow py-1.5 break-words">{sentence}</p>
      <CopyButton text={sentence} label="Copy the sentence" />
    </section>
  )
}

/** Why the form isn't a rule yet. */
function RuleTrouble({
  cleanUp: { draft, setDraft },
  problems,
}: {
  cleanUp: CleanUp
  problems: readonly { readonly text: string }[]
}) {
  const shown = onlyShown(draft)
  // It came with the link, and no field can fix it.
  const hasMore = writeDraft(shown).size < writeDraft(draft).size
  return (
    <Notice
      look="warning"
      title="This is not a rule yet: nothing is selected"
      action={hasMore && <Button onClick={() => setDraft(shown)}>Remove unknown parts</Button>}
    >
      <ul>
        {[...new Set(problems.map(({ text }) => text))].map((problem) => (
          <li key={problem}>{problem}</li>
        ))}
      </ul>
    </Notice>
  )
}

/** What couldn't be read, and what that means. */
function ReadingTrouble({ evaluation, reading }: Pick<CleanUp, 'evaluation' | 'reading'>) {
  if (reading.error !== undefined && !reading.isRunning) {
    return <Failure error={reading.error} onRetry={reading.start} />
  }
  // Tags for which no response proves where they point.
  const unresolved = evaluation?.unresolved.filter((tag) => reading.known.has(tag)) ?? []
  if (unresolved.length === 0) return null
  const isOne = unresolved.length === 1
  return (
    <Notice
      look="warning"
      title={`Couldn’t check where ${nameSome(unresolved)} ${isOne ? 'points' : 'point'}`}
      action={<Button onClick={() => reading.again(unresolved)}>Check again</Button>}
    >
      The registry’s response was unclear. {isOne ? 'The tag is kept' : 'The tags are kept'}; until
      this is resolved, only tags are deleted, never whole images.
    </Notice>
  )
}
