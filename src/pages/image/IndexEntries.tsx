import { Link } from 'react-router'
import { formatBytes, formatExactBytes } from '../../format/bytes.ts'
import { formatCount, formatCounted } from '../../format/count.ts'
import { formatPlatform } from '../../format/platform.ts'
import { describeDescriptor, isAttestationEntry } from '../../image/artifact.ts'
import { type IndexEntry, flattenEntries } from '../../image/indexEntries.ts'
import { platformName } from '../../image/platforms.ts'
import { DigestText } from '../../components/DigestMark.tsx'
import { Failure } from '../../components/Failure.tsx'
import type { Descriptor, ImageIndex } from '../../registry/manifest.ts'
import { paths } from '../../routing/paths.ts'
import { Button } from '../../ui/Button.tsx'
import { Cell, Waiting } from '../../ui/cells.tsx'
import { type ShownImage, listPlatforms } from './imageState.ts'
import { PlainTable, StateMark } from './shared/PlainTable.tsx'

/**
 * The entries of an index that are no platform to choose, and what could not be read of any. Attestations of platforms
 * are under Referrers.
 */
export function IndexEntries({ shown, index }: { shown: ShownImage; index: ImageIndex }) {
  const { repository, chosen } = shown
  const { data, error, retry } = shown.entries
  const platforms = new Set(listPlatforms(shown).map(({ descriptor }) => descriptor))
  const rows = index.manifests.flatMap((descriptor, at) =>
    platforms.has(descriptor) || (platforms.size > 0 && isAttestationEntry(descriptor))
      ? []
      : { descriptor, entry: data?.[at] },
  )
  return (
    <div className="mb-6 grid gap-4 empty:hidden">
      {error !== null && (
        <Failure error={error} title="The entries couldn’t be read" onRetry={retry} />
      )}
      {data && flattenEntries(data).some((entry) => entry.state === 'unreadable') && (
        <p className="flex items-center gap-3 text-soft">
          Some entries couldn’t be read.
          <Button onClick={retry}>Try again</Button>
        </p>
      )}
      {index.manifests.length === 0 && <p className="text-soft">This index has no entries.</p>}
      {rows.length > 0 && (
        <div>
          <PlainTable
            label="Entries"
            columns={[
              { head: platforms.size > 0 ? 'Other entries' : 'Entry' },
              { head: 'Digest', className: 'w-52 max-sm:hidden' },
              { head: 'Layers', align: 'right', className: 'w-20 max-sm:hidden' },
              { head: 'Size', align: 'right', className: 'w-28' },
            ]}
            rows={rows}
            most={100}
          >
            {(row, index) => {
              const { descriptor, entry } = row
              const size = entry?.size
              const isChosen = descriptor === chosen
              return (
                <tr
                  key={`${index} ${descriptor.digest}`}
                  className={isChosen ? 'bg-accent-soft' : ''}
                >
                  <th
                    scope="row"
                    className="truncate border-b border-line-soft px-3 py-2 text-left font-normal"
                  >
                    <Link
                      to={paths.image({ repository, digest: descriptor.digest })}
                      aria-current={isChosen ? 'true' : undefined}
                      className={`hover:underline ${isChosen ? 'font-semibold text-accent' : ''}`}
                    >
                      {nameEntry(row)}
                    </Link>
                    {entry && <StateMark state={entry.state} />}
                  </th>
                  <Cell className="max-sm:hidden">
                    <DigestText digest={descriptor.digest} />
                  </Cell>
                  <Cell align="right" className="max-sm:hidden">
                    {!entry && <Waiting width="1rem" />}
                    {entry?.manifest && formatCount(entry.manifest.layers.length)}
                  </Cell>
                  <Cell
                    align="right"
                    title={size === undefined ? undefined : formatExactBytes(size)}
                  >
                    {!entry && <Waiting width="3rem" />}
                    {size !== undefined && formatBytes(size)}
                    {entry?.state === 'not read' && <span className="text-faint">not read</span>}
                  </Cell>
                </tr>
              )
            }}
          </PlainTable>
        </div>
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
