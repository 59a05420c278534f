import { formatCounted } from '../format/count.ts'
import { sortTags } from '../format/tagOrder.ts'
import type { Tag } from '../registry/names.ts'

/** Sorting more than this would take too long. */
const MOST_SORTED = 500

/** Tags in the order of the tag list. If there are very many, the rest can be unfolded. */
export function TagNames({
  tags,
  className = '',
  most = 24,
  others = ['more', 'more'],
}: {
  tags: readonly Tag[]
  className?: string
  /** How many are shown before the rest is folded. */
  most?: number
  /** Words for the folded rest, singular and plural. */
  others?: readonly [one: string, many: string]
}) {
  const sorted = tags.length > MOST_SORTED ? tags : sortTags(tags)
  const name = (tag: Tag) => (
    <bdi key={tag} className={`font-mono text-sm break-all ${className}`}>
      {tag}
    </bdi>
  )
  return (
    <>
      {sorted.slice(0, most).map(name)}
      {sorted.length > most && (
        <details className="text-sm text-soft open:basis-full">
          <summary className="cursor-pointer">
            {formatCounted(sorted.length - most, ...others)}
          </summary>
          <span className="flex flex-wrap gap-x-3">{sorted.slice(most).map(name)}</span>
        </details>
      )}
    </>
  )
}
