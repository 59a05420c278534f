import { Link } from 'react-router'
import { formatBytes, formatExactBytes } from '../../format/bytes.ts'
import { formatCount, formatCounted } from '../../format/count.ts'
import { formatPlatform } from '../../format/platform.ts'
import { attestedDigest, describeDescriptor } from '../../image/artifact.ts'
import { type IndexEntry, flattenEntries } from '../../image/indexEntries.ts'
import { namedPlatform } from '../../image/platforms.ts'
import type { Descriptor } from '../../registry/manifest.ts'
import { type RepositoryName, isDigest } from '../../registry/names.ts'
import { paths } from '../../routing/paths.ts'
import { Cell, Waiting } from '../../ui/cells.tsx'
import { useImageSearch } from './imageViews.ts'

/** An entry of an index, and what is known of it by now. */
export type EntryRow = {
  readonly descriptor: Descriptor
  /** Place in the index. */
  readonly at: number
  readonly entry: IndexEntry | undefined
}

/** The platform that the entry or its config names; what else it is; else that it names none. */
export function entryName({ descriptor, entry }: EntryRow): string {
  const platform = namedPlatform(descriptor) ?? entry?.platform
  if (platform) return formatPlatform(platform)
  if (entry?.entries) {
    const count = flattenEntries(entry.entries).filter((one) => !one.isAttestation).length
    return `image index, ${formatCounted(count, 'platform')}`
  }
  const artifact = entry?.artifact ?? describeDescriptor(descriptor)
  return artifact && artifact.kind !== 'image' ? artifact.label : 'no platform given'
}

/** An entry's name as a link: a platform is chosen on this page, everything else has its own. */
export function EntryName({
  repository,
  row,
  name,
  isFirst,
  isChosen,
}: {
  repository: RepositoryName
  row: EntryRow
  name: string
  isFirst: boolean
  isChosen: boolean
}) {
  const { linkTo } = useImageSearch()
  const { descriptor, entry } = row
  const isPlatform = namedPlatform(descriptor) !== undefined
  const to =
    isPlatform && isFirst
      ? linkTo({ platform: name, layer: undefined, step: undefined })
      : paths.image({ repository, digest: descriptor.digest })
  return (
    <>
      <Link
        to={to}
        {...(isPlatform && isFirst ? { replace: true, preventScrollReset: true } : {})}
        {...(isChosen ? { 'aria-current': 'true' as const } : {})}
        className={`hover:underline ${isPlatform ? 'font-mono text-sm' : ''} ${isChosen ? 'font-semibold text-accent' : ''}`}
      >
        {name}
      </Link>
      {entry?.state === 'missing' && (
        <span className="ml-2 text-sm font-semibold text-warning">missing in the registry</span>
      )}
      {entry?.state === 'unreadable' && (
        <span className="ml-2 text-sm text-danger">unreadable</span>
      )}
    </>
  )
}

/** Which platform an attestation speaks about. */
export function Attested({
  descriptor,
  rows,
}: {
  descriptor: Descriptor
  rows: readonly EntryRow[]
}) {
  const digest = attestedDigest(descriptor)
  if (!digest || !isDigest(digest)) return null
  const about = rows.find((row) => row.descriptor.digest === digest)
  return (
    <span className="ml-2 text-sm text-soft">
      of {about ? <span className="font-mono">{entryName(about)}</span> : digest.slice(0, 19)}
    </span>
  )
}

/** Layers and compressed size; empty where the entry could not be read. */
export function EntryFigures({ entry }: { entry: IndexEntry | undefined }) {
  const size = entry?.size
  return (
    <>
      <Cell align="right" className="max-sm:hidden">
        {entry?.manifest
          ? formatCount(entry.manifest.layers.length)
          : !entry && <Waiting width="1rem" />}
      </Cell>
      <Cell align="right" {...(size === undefined ? {} : { title: formatExactBytes(size) })}>
        {!entry && <Waiting width="3rem" />}
        {size !== undefined && formatBytes(size)}
        {entry?.state === 'not read' && <span className="text-faint">not read</span>}
      </Cell>
    </>
  )
}
