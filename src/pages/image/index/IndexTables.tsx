import { useQuery } from '@tanstack/react-query'
import { formatCounted } from '../../../format/count.ts'
import { describeDescriptor, isAttestationEntry } from '../../../image/artifact.ts'
import { flattenEntries } from '../../../image/indexEntries.ts'
import { Failure } from '../../../components/Failure.tsx'
import { indexEntriesQuery } from '../../../queries/imageDetails.ts'
import type { ImageIndex } from '../../../registry/manifest.ts'
import { Button } from '../../../ui/Button.tsx'
import type { ShownImage } from '../imageState.ts'
import { EntryTable } from './EntryTable.tsx'

/** The entries of an index: its platforms, and apart from them the attestations. */
export function IndexTables({
  shown: { repository, root, chosen },
  index,
}: {
  shown: ShownImage
  index: ImageIndex
}) {
  const query = useQuery(indexEntriesQuery(repository, root.digest, index))
  const { data, error } = query
  const retry = () => void query.refetch()
  const rows = index.manifests.map((descriptor, at) => ({ descriptor, at, entry: data?.[at] }))
  const platforms = rows.filter(({ descriptor }) => !isAttestationEntry(descriptor))
  const attestations = rows.filter(({ descriptor }) => isAttestationEntry(descriptor))
  const isOfImages = platforms.some(({ descriptor }) => !describeDescriptor(descriptor))
  return (
    <div className="mb-6 grid gap-4">
      {error !== null && (
        <Failure error={error} title="The entries could not be read" onRetry={retry} />
      )}
      {data && flattenEntries(data).some((entry) => entry.state === 'unreadable') && (
        <p className="flex items-center gap-3 text-soft">
          Some entries could not be read.
          <Button onClick={retry}>Try again</Button>
        </p>
      )}
      {rows.length === 0 && <p className="text-soft">This index has no entries.</p>}
      {platforms.length > 0 && (
        <div>
          <EntryTable
            label={isOfImages ? 'Platforms' : 'Entries'}
            head={isOfImages ? 'Platform' : 'Entry'}
            repository={repository}
            rows={platforms}
            chosen={chosen}
          />
        </div>
      )}
      {attestations.length > 0 && (
        <details>
          <summary className="mb-2 cursor-pointer text-soft hover:text-text">
            {formatCounted(attestations.length, 'attestation')}
          </summary>
          <EntryTable
            label="Attestations"
            head="Attestation"
            repository={repository}
            rows={attestations}
            attested={platforms}
          />
        </details>
      )}
    </div>
  )
}
