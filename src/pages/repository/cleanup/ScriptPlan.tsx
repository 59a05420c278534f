import { useQuery } from '@tanstack/react-query'
import { describeCounts } from '../../../cleanup/script/lines.ts'
import { Failure } from '../../../components/failures/Failure.tsx'
import { formatCount } from '../../../format/count.ts'
import { skipsQuery } from '../../../queries/candidates.ts'
import type { Tag } from '../../../registry/names.ts'
import type { CleanUp } from './useCleanUp.ts'

/** At most this many skipped tags are listed. */
const NAMED = 5

/** What the script would do with the selected tags on this registry, worded like its dry run. */
export function ScriptPlan({
  cleanUp: { repository, digests, listedAt },
  selected,
}: {
  cleanUp: CleanUp
  selected: readonly Tag[]
}) {
  const { data, error, refetch } = useQuery(skipsQuery(repository, selected, digests, listedAt))
  if (error !== null) {
    const title = 'Couldn’t check what the script would do here'
    return <Failure className="mt-3" error={error} title={title} onRetry={() => void refetch()} />
  }
  const skipped = [...(data ?? [])]
  return (
    <div role="status" aria-label="On this registry" className="mt-3">
      {data
        ? `On this registry: ${describeCounts(selected.length - skipped.length, skipped.length, 'would be ')}`
        : 'Checking what the script would do on this registry…'}
      {skipped.length > 0 && (
        <div className="my-1 text-sm text-soft">
          <ul>
            {skipped.slice(0, NAMED).map(([tag, { why }]) => (
              <li key={tag} className="break-words">
                <span className="font-mono text-text">{tag}</span>: {why}
              </li>
            ))}
            {skipped.length > NAMED && <li>and {formatCount(skipped.length - NAMED)} more</li>}
          </ul>
          <p className="mt-1">
            The script deletes a tag of a kept image only where the registry can delete single tags
            (3.x). This page can do it on 2.x too: it moves the tag to a copy and deletes that.
          </p>
        </div>
      )}
    </div>
  )
}
