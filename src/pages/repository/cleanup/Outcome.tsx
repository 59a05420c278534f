import { Trash2 } from 'lucide-react'
import type { Evaluation } from '../../../cleanup/rules/evaluation.ts'
import { countKept } from '../../../cleanup/rules/words.ts'
import { formatCount, formatCounted } from '../../../format/count.ts'
import { READ_ONLY } from '../../../components/readOnlyWords.ts'
import { settings } from '../../../queries/session/settings.ts'
import type { Digest, Tag } from '../../../registry/names.ts'
import { Button } from '../../../ui/Button.tsx'
import { ReadingLine } from '../../../components/useReading.tsx'
import type { CleanUp } from './useCleanUp.ts'

/** The result of a rule: how many tags would be deleted, why the others are kept, and the button to review it. */
export function Outcome({
  cleanUp: { reading, isStale, isPartly, isBusy, digests, only, setOnly },
  evaluation,
  onDelete,
}: {
  cleanUp: CleanUp
  evaluation: Evaluation
  onDelete: (asked: { tags: readonly Tag[]; expected: ReadonlyMap<Tag, Digest> }) => void
}) {
  const { attachments, verdicts, refusal } = evaluation
  const { all, reasons } = countKept(verdicts)
  const selected = isStale ? [] : evaluation.selected
  const count = formatCounted(selected.length, 'tag')
  const sayCount = () => {
    if (isStale) return 'The rule is incomplete'
    return refusal ? 'Nothing will be deleted' : `${count} would be deleted`
  }
  const isReady = !isStale && !isPartly && !refusal && !settings.readOnly
  return (
    <section
      aria-label="Clean-up"
      className="flex flex-wrap items-center gap-x-4 gap-y-3 rounded-xl border border-line bg-surface px-4 py-3"
    >
      <div className="min-w-0 grow basis-72">
        <div role="status">
          <h2 className="text-lg font-semibold">
            {sayCount()}
            {isPartly && !isStale && !refusal && ' so far'}
          </h2>
          {!isStale && !isPartly && (
            <p className="text-soft">
              {formatCount(all)} kept
              {reasons.map(([words, count], at) => (
                <span key={words}>
                  {at === 0 ? ': ' : ', '}
                  <button
                    type="button"
                    aria-pressed={only === words}
                    title={`Show only the ${formatCounted(count, 'tag')} kept for this reason`}
                    onClick={() => setOnly(only === words ? undefined : words)}
                    className="min-h-6 rounded underline decoration-faint underline-offset-2 hover:text-text aria-pressed:text-accent"
                  >
                    {words}
                  </button>
                  {count < all && ` (${formatCount(count)})`}
                </span>
              ))}
            </p>
          )}
        </div>
        <ReadingLine reading={reading} />
        {!isStale && attachments > 0 && (
          <p className="text-sm text-soft">
            {formatCounted(attachments, 'attachment')} not counted: deleted or kept along with the
            image
          </p>
        )}
        {settings.readOnly && <p className="text-warning">{READ_ONLY.join('. ')}</p>}
      </div>
      <Button
        look="danger"
        className="max-sm:grow"
        disabled={!isReady || isBusy || selected.length === 0}
        onClick={() => onDelete({ tags: selected, expected: digests })}
      >
        <Trash2 size={14} aria-hidden />{' '}
        {selected.length > 0 ? `Review the deletion of ${count}…` : 'Review the deletion…'}
      </Button>
    </section>
  )
}
