import { Link } from 'react-router'
import { formatBytes } from '../../format/bytes.ts'
import { formatCounted } from '../../format/count.ts'
import { formatPlatform } from '../../format/platform.ts'
import { describeDescriptor, isAttestationEntry } from '../../image/artifact.ts'
import { type IndexEntry, flattenEntries } from '../../image/index/indexEntries.ts'
import { platformName } from '../../image/index/platforms.ts'
import { DigestText } from '../../components/DigestMark.tsx'
import { Failure } from '../../components/failures/Failure.tsx'
import type { Descriptor, ImageIndex } from '../../registry/manifest.ts'
import { paths } from '../../routing/paths.ts'
import { Button } from '../../ui/Button.tsx'
import { Cell, Waiting } from '../../ui/cells.tsx'
import { type ShownImage, listPlatforms } from './imageState.ts'
import { PlainTable } from './shared/PlainTable.tsx'

/**
 * The entries of an index that aren't platforms to choose from, and whether any entry couldn't be read. Attestations of
 * platforms are listed under Referrers.
 */
export function IndexEntries({ shown, index }: { shown: ShownImage; index: ImageIndex }) {
  const { repository, chosen } = shown
  const { data, error, refetch } = shown.entries
  const retry = () => void refetch()
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
        <PlainTable
          label="Entries"
          columns={[
            { head: platforms.size > 0 ? 'Other entries' : 'Entry' },
            { head: 'Digest', className: 'w-52 max-sm:hidden' },
            { head: 'Size', align: 'right', className: 'w-28' },
          ]}
          rows={rows}
          most={100}
        >
          {({ descriptor, entry }, index) => (
            <tr
              key={`${index} ${descriptor.digest}`}
              className={descriptor === chosen ? 'bg-accent-soft' : ''}
            >
              <th
                scope="row"
                className="truncate border-b border-line-soft px-3 py-2 text-left font-normal"
              >
                <Link
                  to={paths.image({ repository, digest: descriptor.digest })}
                  aria-current={descriptor === chosen ? 'true' : undefined}
                  className="hover:underline aria-[current]:font-semibold aria-[current]:text-accent"
                >
                  {nameEntry(descriptor, entry)}
                </Link>
              </th>
              <Cell className="max-sm:hidden">
                <DigestText digest={descriptor.digest} />
              </Cell>
              <Cell align="right">
                <EntrySize entry={entry} />
              </Cell>
            </tr>
          )}
        </PlainTable>
      )}
    </div>
  )
}

/** The compressed size of an entry, or why it is unknown; a placeholder while it loads. */
export function EntrySize({ entry }: { entry: IndexEntry | undefined }) {
  if (!entry) return <Waiting width="3rem" />
  const isLost = entry.state === 'missing' || entry.state === 'unreadable'
  return <span className={isLost ? 'text-warning' : ''}>{formatEntrySize(entry)}</span>
}

/** The same as text. */
export function formatEntrySize({ state, size, entries }: IndexEntry): string {
  if (state !== 'read' || entries) return entries ? '' : state
  return size === undefined ? 'unknown size' : formatBytes(size)
}

/** Its platform, according to the entry or its config; else what it is; else that its platform is unknown. */
function nameEntry(descriptor: Descriptor, entry: IndexEntry | undefined): string {
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
