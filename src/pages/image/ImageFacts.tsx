import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { formatByteRange, formatBytes, formatExactBytes } from '../../format/bytes.ts'
import { formatCount, formatCounted } from '../../format/count.ts'
import { formatPlatform } from '../../format/platform.ts'
import { describeManifest } from '../../image/artifact.ts'
import { attachmentTag } from '../../image/attachments.ts'
import { type Created, annotatedTime } from '../../image/created.ts'
import { flattenEntries, measureEntries } from '../../image/indexEntries.ts'
import { distinctSize, isStoredElsewhere } from '../../image/layers.ts'
import { configPlatform } from '../../image/platforms.ts'
import { Age } from '../../components/Age.tsx'
import { DigestMark } from '../../components/DigestMark.tsx'
import { indexEntriesQuery } from '../../queries/imageDetails.ts'
import type { ImageIndex } from '../../registry/manifest.ts'
import type { Tag } from '../../registry/names.ts'
import { paths } from '../../routing/paths.ts'
import { Waiting } from '../../ui/cells.tsx'
import type { ShownImage } from './imageState.ts'

/** One line of what people want to know first; late values have their place. */
export function ImageFacts({ tag, shown }: { tag: Tag | undefined; shown: ShownImage }) {
  const { repository, index } = shown
  const { manifest } = shown.root
  const subject =
    ('subject' in manifest ? manifest.subject?.digest : undefined) ??
    (tag && attachmentTag(tag)?.subject)
  return (
    <ul className="mt-2 flex flex-wrap content-start gap-x-5 gap-y-1 text-soft max-sm:min-h-17">
      <li className="first-letter:uppercase">{describeManifest(manifest).label}</li>
      {!index && <OwnFacts shown={shown} />}
      <CreatedFact shown={shown} />
      {index && <IndexFacts shown={shown} index={index} />}
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

function CountFact({ count, one }: { count: number; one: string }) {
  return <Fact value={formatCount(count)}>{count === 1 ? one : `${one}s`}</Fact>
}

function WaitingFact({ width }: { width: string }) {
  return (
    <li>
      <Waiting width={width} />
    </li>
  )
}

function IndexFacts({
  shown: { repository, root },
  index,
}: {
  shown: ShownImage
  index: ImageIndex
}) {
  const { data: entries } = useQuery(indexEntriesQuery(repository, root.digest, index))
  if (!entries) return <WaitingFact width="14rem" />
  const all = flattenEntries(entries).filter((entry) => !entry.isAttestation)
  const images = all.filter(({ artifact }) => !artifact || artifact.kind === 'image')
  const read = images.filter((entry) => entry.state === 'read')
  const { smallest, largest, total } = measureEntries(entries)
  const missing = images.filter((entry) => entry.state === 'missing').length
  const isPart = images.some((entry) => entry.state === 'unreadable' || entry.state === 'not read')
  return (
    <>
      {images.length > 0 && <CountFact count={images.length} one="platform" />}
      {images.length < all.length && (
        <CountFact count={all.length - images.length} one="artifact" />
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

/** Of what is no index: size, number of parts, platform. */
function OwnFacts({ shown: { content, config } }: { shown: ShownImage }) {
  if (content?.kind === 'schema-1') {
    return <Fact value={content.schema1.layers.length}>layers, no sizes recorded</Fact>
  }
  if (!content || !('parts' in content)) return null
  const { parts } = content
  const size = distinctSize(parts)
  const elsewhere = distinctSize(parts.filter(isStoredElsewhere))
  const what = content.kind === 'image' ? 'layer' : 'file'
  return (
    <>
      <Fact value={formatBytes(size)} title={formatExactBytes(size)}>
        compressed{elsewhere > 0 && `, ${formatBytes(elsewhere)} of it stored elsewhere`}
      </Fact>
      <CountFact count={parts.length} one={what} />
      {content.kind === 'image' && <PlatformFact config={config} />}
    </>
  )
}

function PlatformFact({ config: { isPending, image } }: Pick<ShownImage, 'config'>) {
  if (isPending) return <WaitingFact width="5rem" />
  const platform = image && configPlatform(image)
  return (
    <li className="min-w-20 font-mono text-sm leading-5">
      {platform ? formatPlatform(platform) : <span className="font-sans">no platform given</span>}
    </li>
  )
}

function CreatedFact({ shown }: { shown: ShownImage }) {
  const { content, config, entry } = shown
  if (entry.isPending || (content?.kind === 'image' && config.isPending))
    return <WaitingFact width="9.5rem" />
  const created = findCreated(shown)
  if (created === undefined) return <li>created: unknown</li>
  return (
    <li>
      created{' '}
      <span className="font-semibold text-text">
        <Age date={created} />
      </span>
    </li>
  )
}

/** Of an image its config tells, of anything else an annotation. */
function findCreated({ root, content, config }: ShownImage): Created | undefined {
  if (content?.kind === 'image') return config.image?.created
  if (content?.kind === 'schema-1') return content.schema1.config.created
  const { manifest } = content?.fetched ?? root
  return 'annotations' in manifest ? annotatedTime(manifest) : undefined
}
