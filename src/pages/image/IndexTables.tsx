import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { formatBytes, formatExactBytes } from '../../format/bytes.ts'
import { formatCount, formatCounted } from '../../format/count.ts'
import { formatPlatform } from '../../format/platform.ts'
import { attestedDigest, describeDescriptor, isAttestationEntry } from '../../image/artifact.ts'
import { type IndexEntry, flattenEntries } from '../../image/indexEntries.ts'
import { platformName } from '../../image/platforms.ts'
import { DigestMark } from '../../components/DigestMark.tsx'
import { Failure } from '../../components/Failure.tsx'
import { indexEntriesQuery } from '../../queries/imageDetails.ts'
import type { Descriptor, ImageIndex } from '../../registry/manifest.ts'
import { isDigest } from '../../registry/names.ts'
import { paths } from '../../routing/paths.ts'
import { Button } from '../../ui/Button.tsx'
import { Cell, Waiting } from '../../ui/cells.tsx'
import { PartLink } from './imageSearch.tsx'
import type { ShownImage } from './imageState.ts'
import { PlainTable, StateMark } from './shared/PlainTable.tsx'

/** The entries of an index: its platforms, and apart from them the attestations. */
export function IndexTables({
  shown: { repository, root, chosen },
  index,
}: {
  shown: ShownImage
  index: ImageIndex
}) {
  const { data, error, refetch } = useQuery(indexEntriesQuery(repository, root.digest, index))
  const retry = () => void refetch()
  const all = index.manifests.map((descriptor, at) => ({ descriptor, entry: data?.[at] }))
  const platforms = all.filter(({ descriptor }) => !isAttestationEntry(descriptor))
  const attestations = all.filter(({ descriptor }) => isAttestationEntry(descriptor))
  const isOfImages = platforms.some(({ descriptor }) => !describeDescriptor(descriptor))
  const [title, column] = isOfImages
    ? (['Platforms', 'Platform'] as const)
    : (['Entries', 'Entry'] as const)
  /** Entries with their sizes; of attestations also the entries that they speak about. */
  const drawTable = (
    label: string,
    head: string,
    rows: readonly EntryRow[],
    attested?: readonly EntryRow[],
  ) => {
    const names = rows.map(nameEntry)
    const firsts = new Map(names.map((name, index) => [name, index] as const).toReversed())
    return (
      <PlainTable
        label={label}
        columns={[
          { head },
          { head: 'Digest', className: 'w-52 max-sm:hidden' },
          { head: 'Layers', align: 'right', className: 'w-20 max-sm:hidden' },
          { head: 'Size', align: 'right', className: 'w-28' },
        ]}
        rows={rows}
        most={100}
      >
        {({ descriptor, entry }, index) => {
          const name = names[index] ?? ''
          const size = entry?.size
          const address = paths.image({ repository, digest: descriptor.digest })
          const platform = platformName(descriptor)
          const isChosen = descriptor === chosen
          // Which platform an attestation speaks about.
          const about = attested && attestedDigest(descriptor)
          const aboutRow = attested?.find((row) => row.descriptor.digest === about)
          const look = `hover:underline ${platform === undefined ? '' : 'font-mono text-sm'} ${isChosen ? 'font-semibold text-accent' : ''}`
          return (
            <tr key={`${index} ${descriptor.digest}`} className={isChosen ? 'bg-accent-soft' : ''}>
              <th
                scope="row"
                className="truncate border-b border-line-soft px-3 py-2 text-left font-normal"
              >
                {/* A platform is chosen on this page, everything else has its own. */}
                {platform !== undefined && firsts.get(name) === index ? (
                  <PartLink changes={{ platform }} isCurrent={isChosen} className={look}>
                    {name}
                  </PartLink>
                ) : (
                  <Link to={address} aria-current={isChosen ? 'true' : undefined} className={look}>
                    {name}
                  </Link>
                )}
                {entry && <StateMark state={entry.state} />}
                {about && isDigest(about) && (
                  <span className="ml-2 text-sm text-soft">
                    of{' '}
                    <span className="font-mono">
                      {aboutRow ? nameEntry(aboutRow) : about.slice(0, 19)}
                    </span>
                  </span>
                )}
              </th>
              <Cell className="max-sm:hidden">
                <Link to={address} className="hover:underline">
                  <DigestMark digest={descriptor.digest} />
                </Link>
              </Cell>
              <Cell align="right" className="max-sm:hidden">
                {!entry && <Waiting width="1rem" />}
                {entry?.manifest && formatCount(entry.manifest.layers.length)}
              </Cell>
              <Cell align="right" title={size === undefined ? undefined : formatExactBytes(size)}>
                {!entry && <Waiting width="3rem" />}
                {size !== undefined && formatBytes(size)}
                {entry?.state === 'not read' && <span className="text-faint">not read</span>}
              </Cell>
            </tr>
          )
        }}
      </PlainTable>
    )
  }
  return (
    <div className="mb-6 grid gap-4">
      {error !== null && (
        <Failure error={error} title="The entries couldn’t be read" onRetry={retry} />
      )}
      {data && flattenEntries(data).some((entry) => entry.state === 'unreadable') && (
        <p className="flex items-center gap-3 text-soft">
          Some entries couldn’t be read.
          <Button onClick={retry}>Try again</Button>
        </p>
      )}
      {all.length === 0 && <p className="text-soft">This index has no entries.</p>}
      {platforms.length > 0 && <div>{drawTable(title, column, platforms)}</div>}
      {attestations.length > 0 && (
        <details>
          <summary className="mb-2 cursor-pointer text-soft hover:text-text">
            {formatCounted(attestations.length, 'attestation')}
          </summary>
          {drawTable('Attestations', 'Attestation', attestations, platforms)}
        </details>
      )}
    </div>
  )
}

/** An entry of an index, and what is known of it by now. */
type EntryRow = {
  readonly descriptor: Descriptor
  readonly entry: IndexEntry | undefined
}

/** The platform that the entry or its config names; what else it is; else that it names none. */
function nameEntry({ descriptor, entry }: EntryRow): string {
  const platform = platformName(descriptor)
  if (platform !== undefined) return platform
  if (entry?.platform) return formatPlatform(entry.platform)
  if (entry?.entries) {
    const count = flattenEntries(entry.entries).filter((one) => !one.isAttestation).length
    return `image index, ${formatCounted(count, 'platform')}`
  }
  const artifact = entry?.artifact ?? describeDescriptor(descriptor)
  return artifact && artifact.kind !== 'image' ? artifact.label : 'unknown platform'
}
