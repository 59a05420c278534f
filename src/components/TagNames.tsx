import { formatCounted } from '../format/count.ts'
import { sortTags } from '../format/tagOrder.ts'
import type { Tag } from '../registry/names.ts'

/** More than these would take a while to be put in order. */
const MOST_SORTED = 500

/** Tags in a row, in the order of the list of tags. Of very many the first ones, and a way to see the others. */
export function TagNames({
  tags,
  className = '',
  most = 24,
  others = ['more', 'more'],
}: {
  tags: readonly Tag[]
  className?: string
  /** Of more than these the rest is folded. */
  most?: number
  /** What the rest is called: one of them, and many. */
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
          <span className="flex flex-wrap gap-x-2">{sorted.slice(most).map(name)}</span>
        </details>
      )}
    </>
  )
}
