import { Trash2 } from 'lucide-react'
import type { Evaluation } from '../../../cleanup/rules/evaluation.ts'
import { formatCount, formatCounted } from '../../../format/count.ts'
import { settings } from '../../../queries/settings.ts'
import type { Digest, Tag } from '../../../registry/names.ts'
import { Button } from '../../../ui/Button.tsx'
import type { CleanUp } from './useCleanUp.ts'

/** What the rule comes to, and the way to the dialog that deletes; at the foot of the window. */
export function ReviewBar({
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
      return 'Homeport is read-only: start it with ENV_MODE_BROWSE_ONLY=false to delete here.'
    if (isStale) return 'The rule is not complete.'
    if (evaluation.refusal) return 'Nothing goes: the rule stops.'
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
            <b className="font-semibold">{count}</b> would go
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
