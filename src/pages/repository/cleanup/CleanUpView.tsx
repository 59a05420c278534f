import { useDeferredValue, useMemo, useState } from 'react'
import { parsePins } from '../../../cleanup/rules/pins.ts'
import { describeRefusal, describeWarning } from '../../../cleanup/rules/words.ts'
import { formatCount, formatCounted } from '../../../format/count.ts'
import { sortTags } from '../../../format/tagOrder.ts'
import { attachmentTag } from '../../../image/attachments.ts'
import type { Candidate } from '../../../cleanup/rules/evaluation.ts'
import type { Digest, RepositoryName, Tag } from '../../../registry/names.ts'
import { Notice } from '../../../ui/Notice.tsx'
import { PinsField, type PinsSource } from './fields/PinsField.tsx'
import { Preview } from './preview/Preview.tsx'
import { ReadingTrouble } from './ReadingLine.tsx'
import { ReviewBar } from './ReviewBar.tsx'
import { RuleForm } from './rule/RuleForm.tsx'
import { RuleInWords } from './rule/RuleInWords.tsx'
import { ScriptExport } from './ScriptExport.tsx'
import type { ShownGroup } from './preview/previewRows.ts'
import { useEvaluation } from './useEvaluation.ts'
import { useRuleDraft } from './rule/useRuleDraft.ts'

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
  onDelete: (tags: readonly Tag[], expected: ReadonlyMap<Tag, Digest>) => void
}) {
  const { draft, setDraft, read } = useRuleDraft()
  const [source, setSource] = useState<PinsSource>()
  const [group, setGroup] = useState<ShownGroup>()
  const sorted = useMemo(() => sortTags(tags), [tags])
  const named = useMemo(() => sorted.filter((tag) => !attachmentTag(tag)), [sorted])

  // The form follows each key at once; the preview a moment later.
  const deferred = useDeferredValue(read)
  const hasClauses = draft.clauses.length > 0
  const meant = 'rule' in deferred && deferred.rule.clauses.length > 0 ? deferred.rule : undefined
  // While a field is being filled in, what the rule meant before stays to be seen, and selects nothing.
  const [before, setBefore] = useState(meant)
  if (meant && meant !== before) setBefore(meant)
  const rule = meant ?? (hasClauses ? before : undefined)
  const isStale = rule !== meant
  const pasted = useDeferredValue(source)
  const pins = useMemo(
    () => (pasted ? parsePins(pasted.text, repository) : undefined),
    [pasted, repository],
  )
  const { evaluation, reading } = useEvaluation(repository, rule, sorted, listedAt, pins)
  const isPartly = reading.read < reading.all
  const unresolved = evaluation?.unresolved.filter((tag) => reading.known.has(tag)) ?? []
  const isOfDraft = evaluation?.clauses.length === draft.clauses.length
  const obstacle = isStale
    ? 'The rule is not complete.'
    : evaluation?.refusal
      ? 'Nothing goes: the rule stops.'
      : isPartly
        ? `${formatCount(reading.read)} of ${formatCounted(reading.all, 'date')} read.`
        : undefined
  return (
    <div className="pt-4">
      {!hasClauses && <Introduction />}
      <RuleForm
        draft={draft}
        problems={'problems' in read ? read.problems : []}
        onChange={setDraft}
        tags={named}
        outcome={isOfDraft ? { evaluation, isPartly, group, onGroup: setGroup } : undefined}
      >
        <PinsField
          source={source}
          onChange={setSource}
          summary={pins && 'pins' in pins ? summarizePins(pins.pins) : undefined}
          problems={pins && 'problems' in pins ? pins.problems : []}
        />
      </RuleForm>
      {(hasClauses || 'problems' in read) && <RuleInWords read={read} />}
      {rule && (
        <div className={isStale ? 'invisible' : ''}>
          <ScriptExport repository={repository} rule={rule} hasPins={source !== undefined} />
        </div>
      )}
      <p className="mt-3 text-sm text-faint">
        A registry does not tell when an image was pushed or pulled, nor which manifests have no
        tag: ages here are those of the images’ making, and a rule is about tags alone.
      </p>
      <ReadingTrouble reading={reading} unresolved={unresolved} />
      {evaluation && (
        <>
          {evaluation.warnings.map(
            (warning) =>
              warning.kind === 'no-pin-here' && (
                <div key={warning.kind} className="mt-3">
                  <Notice look="warning" title={describeWarning(warning)} />
                </div>
              ),
          )}
          {evaluation.refusal && (
            <div className="mt-3">
              <Notice look="danger" title={describeRefusal(evaluation.refusal)} />
            </div>
          )}
          <div className={isStale ? 'opacity-50' : ''}>
            <Preview
              repository={repository}
              evaluation={evaluation}
              reading={reading}
              group={group}
              onGroup={setGroup}
            />
          </div>
          <ReviewBar
            selected={isStale ? [] : evaluation.selected}
            obstacle={obstacle}
            isBusy={deferred !== read || pasted !== source}
            onReview={() => onDelete(evaluation.selected, digestsOf(reading.known))}
          />
        </>
      )}
    </div>
  )
}

function Introduction() {
  return (
    <p className="mb-3 max-w-prose text-soft">
      A rule names the tags that may go, clause by clause; the first clause that matches a tag
      decides about it, and what no clause names stays. Here you see what it would take. Nothing is
      deleted before you have looked at the plan and confirmed it.
    </p>
  )
}

function summarizePins({ images, imagesHere }: { images: number; imagesHere: number }): string {
  return `${formatCounted(images, 'image')}, ${formatCount(imagesHere)} of this repository`
}

function digestsOf(known: ReadonlyMap<Tag, Candidate>): ReadonlyMap<Tag, Digest> {
  return new Map(
    [...known.values()].flatMap(({ tag, digest }) => (digest ? [[tag, digest] as const] : [])),
  )
}
