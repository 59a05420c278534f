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

function fact(value: ReactNode, rest: ReactNode, title?: string): ReactNode {
  return (
    <li title={title}>
      <span className="font-semibold text-text">{value}</span> {rest}
    </li>
  )
}

function countFact(count: number, one: string): ReactNode {
  return fact(formatCount(count), count === 1 ? one : `${one}s`)
}

function waitingFact(width: string): ReactNode {
  return (
    <li>
      <Waiting width={width} />
    </li>
  )
}

function IndexFacts({ shown, index }: { shown: ShownImage; index: ImageIndex }) {
  const { repository, root } = shown
  const { data: entries } = useQuery(indexEntriesQuery(repository, root.digest, index))
  if (!entries) return waitingFact('14rem')
  const all = flattenEntries(entries).filter((entry) => !entry.isAttestation)
  const images = all.filter(({ artifact }) => !artifact || artifact.kind === 'image')
  const read = images.filter((entry) => entry.state === 'read')
  const { smallest, largest, total } = measureEntries(entries)
  const missing = images.filter((entry) => entry.state === 'missing').length
  const isPart = images.some((entry) => entry.state === 'unreadable' || entry.state === 'not read')
  const inAll = (
    <>
      · <span className="font-semibold text-text">{formatBytes(total)}</span> total
      {isPart && ' of what was read'} (compressed)
    </>
  )
  const range = formatByteRange(smallest, largest)
  return (
    <>
      {images.length > 0 && countFact(images.length, 'platform')}
      {images.length < all.length && countFact(all.length - images.length, 'artifact')}
      {read.length > 0 &&
        fact(range, read.length > 1 ? inAll : 'compressed', formatExactBytes(total))}
      {missing > 0 && (
        <li className="font-semibold text-warning">
          {missing} of {formatCounted(images.length, 'platform')} {missing === 1 ? 'is' : 'are'}{' '}
          missing from the registry
        </li>
      )}
    </>
  )
}

/** Of what is no index: size, number of parts, platform. */
function OwnFacts({ shown: { content, config } }: { shown: ShownImage }) {
  if (content?.kind === 'schema-1') {
    return fact(content.schema1.layers.length, 'layers, sizes unknown')
  }
  if (!content || !('parts' in content)) return null
  const { kind, parts } = content
  const size = distinctSize(parts)
  const elsewhere = distinctSize(parts.filter(isStoredElsewhere))
  const ofIt = elsewhere > 0 ? `, ${formatBytes(elsewhere)} of it stored elsewhere` : ''
  const platform = config.image && configPlatform(config.image)
  return (
    <>
      {fact(formatBytes(size), `compressed${ofIt}`, formatExactBytes(size))}
      {countFact(parts.length, kind === 'image' ? 'layer' : 'file')}
      {kind === 'image' && config.isPending && waitingFact('5rem')}
      {kind === 'image' && !config.isPending && (
        <li className="min-w-20 font-mono text-sm leading-5">
          {platform ? (
            formatPlatform(platform)
          ) : (
            <span className="font-sans">unknown platform</span>
          )}
        </li>
      )}
    </>
  )
}

function CreatedFact({ shown }: { shown: ShownImage }) {
  const { content, config, entry } = shown
  const isWaiting = entry.isPending || (content?.kind === 'image' && config.isPending)
  if (isWaiting) return waitingFact('9.5rem')
  const created = findCreated(shown)
  if (created === undefined || created === 'not recorded') return <li>build date unknown</li>
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
