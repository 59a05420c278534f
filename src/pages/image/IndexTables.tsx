import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { formatCount, formatCounted } from '../../format/count.ts'
import { describeDescriptor, isAttestationEntry } from '../../image/artifact.ts'
import { flattenEntries } from '../../image/indexEntries.ts'
import { DigestMark } from '../../parts/DigestMark.tsx'
import { Failure } from '../../parts/Failure.tsx'
import { indexEntriesQuery } from '../../queries/imageDetails.ts'
import type { Descriptor, ImageIndex } from '../../registry/manifest.ts'
import type { Digest, RepositoryName } from '../../registry/names.ts'
import { paths } from '../../routing/paths.ts'
import { Button } from '../../ui/Button.tsx'
import { Cell, HeadCell } from '../../ui/cells.tsx'
import { Attested, EntryFigures, EntryName, type EntryRow, entryName } from './EntryCells.tsx'
import { PlainTable } from './PlainTable.tsx'

/** Rows drawn of a very long index; the rest on demand. */
const ROWS = 100

/** The entries of an index: its platforms, and apart from them the attestations. */
export function IndexTables({
  repository,
  digest,
  index,
  chosen,
}: {
  repository: RepositoryName
  digest: Digest
  index: ImageIndex
  chosen: Descriptor | undefined
}) {
  const { data, error, refetch } = useQuery(indexEntriesQuery(repository, digest, index))
  const rows = index.manifests.map((descriptor, at): EntryRow => ({
    descriptor,
    at,
    entry: data?.[at],
  }))
  const platforms = rows.filter(({ descriptor }) => !isAttestationEntry(descriptor))
  const attestations = rows.filter(({ descriptor }) => isAttestationEntry(descriptor))
  return (
    <div className="mb-6 grid gap-4">
      {error !== null && (
        <Failure
          error={error}
          title="The entries could not be read"
          onRetry={() => void refetch()}
        />
      )}
      {data && flattenEntries(data).some((entry) => entry.state === 'unreadable') && (
        <p className="flex items-center gap-3 text-soft">
          Some entries could not be read.
          <Button onClick={() => void refetch()}>Try again</Button>
        </p>
      )}
      {index.manifests.length === 0 && <p className="text-soft">This index has no entries.</p>}
      {platforms.length > 0 && (
        <EntryTable
          label={
            platforms.some(({ descriptor }) => !describeDescriptor(descriptor))
              ? 'Platforms'
              : 'Entries'
          }
          repository={repository}
          rows={platforms}
          chosen={chosen}
        />
      )}
      {attestations.length > 0 && (
        <details>
          <summary className="cursor-pointer text-soft hover:text-text">
            {formatCounted(attestations.length, 'attestation')}
          </summary>
          <div className="mt-2">
            <EntryTable
              label="Attestations"
              repository={repository}
              rows={attestations}
              chosen={undefined}
              all={rows}
            />
          </div>
        </details>
      )}
    </div>
  )
}

function EntryTable({
  label,
  repository,
  rows,
  chosen,
  all = rows,
}: {
  label: 'Platforms' | 'Entries' | 'Attestations'
  repository: RepositoryName
  rows: readonly EntryRow[]
  chosen: Descriptor | undefined
  all?: readonly EntryRow[]
}) {
  const [isWhole, setWhole] = useState(rows.length <= ROWS)
  const seen = new Set<string>()
  const isAttestations = label === 'Attestations'
  return (
    <div>
      <PlainTable
        label={label}
        columns={
          <>
            <col />
            <col className="w-52 max-sm:hidden" />
            <col className="w-20 max-sm:hidden" />
            <col className="w-28" />
          </>
        }
        head={
          <>
            <HeadCell>{label.slice(0, -1).replace('Entrie', 'Entry')}</HeadCell>
            <HeadCell className="max-sm:hidden">Digest</HeadCell>
            <HeadCell align="right" className="max-sm:hidden">
              Layers
            </HeadCell>
            <HeadCell align="right">Size</HeadCell>
          </>
        }
      >
        {(isWhole ? rows : rows.slice(0, ROWS)).map((row) => {
          const name = entryName(row)
          const isFirst = !seen.has(name)
          seen.add(name)
          return (
            <tr key={row.at} className={row.descriptor === chosen ? 'bg-accent-soft' : ''}>
              <th
                scope="row"
                className="truncate border-b border-line-soft px-3 py-2 text-left font-normal"
              >
                <EntryName
                  repository={repository}
                  row={row}
                  name={name}
                  isFirst={isFirst}
                  isChosen={row.descriptor === chosen}
                />
                {isAttestations && <Attested descriptor={row.descriptor} rows={all} />}
              </th>
              <Cell className="max-sm:hidden">
                <Link
                  to={paths.image({ repository, digest: row.descriptor.digest })}
                  className="hover:underline"
                >
                  <DigestMark digest={row.descriptor.digest} />
                </Link>
              </Cell>
              <EntryFigures entry={row.entry} />
            </tr>
          )
        })}
      </PlainTable>
      {!isWhole && (
        <p className="mt-2 flex items-center gap-3 text-soft">
          The first {ROWS} of {formatCount(rows.length)} are shown.
          <Button onClick={() => setWhole(true)}>Show all</Button>
        </p>
      )}
    </div>
  )
}
