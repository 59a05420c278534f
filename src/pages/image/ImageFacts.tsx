import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { formatByteRange, formatBytes, formatExactBytes } from '../../format/bytes.ts'
import { formatCount, formatCounted } from '../../format/count.ts'
import { formatPlatform } from '../../format/platform.ts'
import { describeManifest } from '../../image/artifact.ts'
import { attachmentTag } from '../../image/attachments.ts'
import { readCreated } from '../../image/created.ts'
import { flattenEntries, measureEntries } from '../../image/indexEntries.ts'
import { distinctSize, isStoredElsewhere } from '../../image/layers.ts'
import { configPlatform } from '../../image/platforms.ts'
import { readSchema1 } from '../../image/schema1.ts'
import { Age } from '../../parts/Age.tsx'
import { DigestMark } from '../../parts/DigestMark.tsx'
import { indexEntriesQuery } from '../../queries/imageDetails.ts'
import type { Descriptor, ImageIndex } from '../../registry/manifest.ts'
import type { ImageReference } from '../../registry/imageReference.ts'
import type { FetchedManifest } from '../../registry/manifests.ts'
import type { Digest, RepositoryName } from '../../registry/names.ts'
import { paths } from '../../routing/paths.ts'
import { Waiting } from '../../ui/cells.tsx'
import type { ShownImage } from './useShownImage.ts'

/** One line of what people want to know first; late values have their place. */
export function ImageFacts({
  reference: { repository, tag },
  root,
  shown,
}: {
  reference: ImageReference
  root: FetchedManifest
  shown: ShownImage
}) {
  const { manifest } = root
  const artifact = describeManifest(manifest)
  const subject =
    ('subject' in manifest ? manifest.subject?.digest : undefined) ??
    (tag && attachmentTag(tag)?.subject)
  return (
    <ul className="mt-2 flex flex-wrap content-start gap-x-5 gap-y-1 text-soft max-sm:min-h-17">
      <li className="first-letter:uppercase">{artifact.label}</li>
      {!shown.index && <ManifestSizes root={root} shown={shown} />}
      <CreatedFact root={root} shown={shown} />
      {shown.index && (
        <IndexSizes repository={repository} digest={root.digest} index={shown.index} />
      )}
      {subject && (
        <li className="flex items-center gap-1.5">
          refers to
          <Link to={paths.image({ repository, digest: subject })} className="hover:underline">
            <DigestMark digest={subject} />
          </Link>
        </li>
      )}
    </ul>
  )
}

function Fact({
  value,
  children,
  title,
}: {
  value: ReactNode
  children?: ReactNode
  title?: string
}) {
  return (
    <li title={title}>
      <span className="font-semibold text-text">{value}</span> {children}
    </li>
  )
}

function IndexSizes({
  repository,
  digest,
  index,
}: {
  repository: RepositoryName
  digest: Digest
  index: ImageIndex
}) {
  const { data: entries } = useQuery(indexEntriesQuery(repository, digest, index))
  if (!entries) {
    return (
      <li>
        <Waiting width="14rem" />
      </li>
    )
  }
  const all = flattenEntries(entries).filter((entry) => !entry.isAttestation)
  const images = all.filter(({ artifact }) => !artifact || artifact.kind === 'image')
  const others = all.length - images.length
  const read = images.filter((entry) => entry.state === 'read')
  const { smallest, largest, total } = measureEntries(entries)
  const missing = images.filter((entry) => entry.state === 'missing').length
  const isPart = images.some((entry) => entry.state === 'unreadable' || entry.state === 'not read')
  return (
    <>
      {images.length > 0 && (
        <Fact value={formatCount(images.length)}>
          {images.length === 1 ? 'platform' : 'platforms'}
        </Fact>
      )}
      {others > 0 && (
        <Fact value={formatCount(others)}>{others === 1 ? 'artifact' : 'artifacts'}</Fact>
      )}
      {read.length > 0 && (
        <Fact value={formatByteRange(smallest, largest)} title={formatExactBytes(total)}>
          {read.length > 1 && (
            <>
              · <span className="font-semibold text-text">{formatBytes(total)}</span> in all
              {isPart && ' of what was read'}
            </>
          )}
          {read.length > 1 ? ', compressed' : 'compressed'}
        </Fact>
      )}
      {missing > 0 && (
        <li className="font-semibold text-warning">
          {missing} of {formatCounted(images.length, 'platform')} {missing === 1 ? 'is' : 'are'}{' '}
          missing in the registry
        </li>
      )}
    </>
  )
}

function ManifestSizes({ root, shown }: { root: FetchedManifest; shown: ShownImage }) {
  const { manifest } = root
  if (manifest.kind === 'schema-1') {
    return <Fact value={manifest.layers.length}>layers, no sizes recorded</Fact>
  }
  const blobs =
    manifest.kind === 'image-manifest'
      ? manifest.layers
      : manifest.kind === 'artifact-manifest'
        ? manifest.blobs
        : undefined
  if (!blobs) return null
  const isImage = shown.artifact?.kind === 'image'
  return (
    <>
      <SizeFact blobs={blobs} />
      <Fact value={blobs.length}>
        {isImage
          ? blobs.length === 1
            ? 'layer'
            : 'layers'
          : blobs.length === 1
            ? 'file'
            : 'files'}
      </Fact>
      {isImage && <PlatformFact shown={shown} />}
    </>
  )
}

function SizeFact({ blobs }: { blobs: readonly Descriptor[] }) {
  const size = distinctSize(blobs)
  const elsewhere = distinctSize(blobs.filter(isStoredElsewhere))
  return (
    <Fact value={formatBytes(size)} title={formatExactBytes(size)}>
      compressed{elsewhere > 0 && `, ${formatBytes(elsewhere)} of it stored elsewhere`}
    </Fact>
  )
}

function PlatformFact({ shown: { config } }: { shown: ShownImage }) {
  if (config.isPending) {
    return (
      <li>
        <Waiting width="5rem" />
      </li>
    )
  }
  const platform = config.config && configPlatform(config.config)
  return (
    <li className="min-w-20 font-mono text-sm leading-5">
      {platform ? formatPlatform(platform) : <span className="font-sans">no platform given</span>}
    </li>
  )
}

function CreatedFact({ root, shown }: { root: FetchedManifest; shown: ShownImage }) {
  const manifest = (shown.fetched ?? root).manifest
  if (shown.config.isPending) {
    return (
      <li>
        <Waiting width="9.5rem" />
      </li>
    )
  }
  const created =
    shown.config.config?.created ??
    (manifest.kind === 'schema-1' ? readSchema1(manifest).config.created : undefined) ??
    (shown.config.error !== null && shown.artifact?.kind === 'image'
      ? undefined
      : 'annotations' in manifest
        ? readCreated(manifest.annotations.get('org.opencontainers.image.created'))
        : undefined)
  if (created === undefined) return <li>created: unknown</li>
  return (
    <li>
      created{' '}
      <span className="font-semibold text-text">
        <Age date={created === 'not recorded' ? undefined : created} />
      </span>
    </li>
  )
}
