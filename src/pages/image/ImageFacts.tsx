import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { formatBytes, formatExactBytes } from '../../format/bytes.ts'
import { formatCount, formatCounted } from '../../format/count.ts'
import { formatPlatform } from '../../format/platform.ts'
import { describeManifest } from '../../image/artifact.ts'
import { attachmentTag, listMarks } from '../../image/attachments.ts'
import { type Created, annotatedTime } from '../../image/created.ts'
import { flattenEntries, measureEntries } from '../../image/indexEntries.ts'
import { distinctSize, isStoredElsewhere } from '../../image/layers.ts'
import { configPlatform } from '../../image/platforms.ts'
import { Age } from '../../components/Age.tsx'
import { DigestText } from '../../components/DigestMark.tsx'
import type { Tag } from '../../registry/names.ts'
import { paths } from '../../routing/paths.ts'
import { Waiting } from '../../ui/cells.tsx'
import type { Attached } from './attached.ts'
import { PartLink } from './imageSearch.tsx'
import type { ShownImage } from './imageState.ts'

/** What people want to know first, in one line, on a narrow screen in two columns; late values have their place. */
export function ImageFacts({
  tag,
  shown,
  attached,
}: {
  tag: Tag | undefined
  shown: ShownImage
  attached: Attached
}) {
  const { repository, index } = shown
  const { manifest } = shown.root
  const subject =
    ('subject' in manifest ? manifest.subject?.digest : undefined) ??
    (tag && attachmentTag(tag)?.subject)
  return (
    <ul className="mt-2 grid grid-cols-2 gap-x-5 gap-y-1 text-soft sm:flex sm:flex-wrap">
      <li className="first-letter:uppercase">{describeManifest(manifest).label}</li>
      {!index && <OwnFacts shown={shown} />}
      {index && <PlatformCount shown={shown} />}
      {index && <IndexSize shown={shown} />}
      <CreatedFact shown={shown} />
      {index && <MissingFact shown={shown} />}
      {subject ? (
        <li className="col-span-full flex items-center gap-1.5">
          refers to
          <Link to={paths.image({ repository, digest: subject })} className="flex hover:underline">
            <DigestText digest={subject} />
          </Link>
        </li>
      ) : (
        <AttachedFact attached={attached} />
      )}
    </ul>
  )
}

/** `width`: of a value that comes late, so that what follows keeps its place. */
function fact(value: ReactNode, rest: ReactNode, title?: string, width = ''): ReactNode {
  return (
    <li title={title} className={width}>
      <span className="font-semibold text-text">{value}</span> {rest}
    </li>
  )
}

function waitingFact(width: string): ReactNode {
  return (
    <li className={width}>
      <Waiting width="5rem" />
    </li>
  )
}

const NARROW = 'sm:min-w-20'
const WIDE = 'sm:min-w-38'
const WIDEST = 'sm:min-w-48'

/** The entries of an index, nested ones included, and which of them are images. */
function listEntries({ data = [] }: ShownImage['entries']) {
  const all = flattenEntries(data).filter((entry) => !entry.isAttestation)
  return { all, images: all.filter(({ artifact }) => !artifact || artifact.kind === 'image') }
}

function PlatformCount({ shown: { entries } }: { shown: ShownImage }) {
  if (entries.isPending) return waitingFact(NARROW)
  const { all, images } = listEntries(entries)
  const artifacts = all.length - images.length
  const platforms = images.length === 1 ? 'platform' : 'platforms'
  return (
    <>
      {images.length > 0 && fact(formatCount(images.length), platforms, undefined, NARROW)}
      {artifacts > 0 && fact(formatCount(artifacts), artifacts === 1 ? 'artifact' : 'artifacts')}
    </>
  )
}

function IndexSize({ shown: { entries } }: { shown: ShownImage }) {
  if (entries.isPending) return waitingFact(WIDEST)
  const { images } = listEntries(entries)
  const { total } = measureEntries(entries.data ?? [])
  if (images.every(({ state }) => state !== 'read')) return null
  const isPart = images.some(({ state }) => state === 'unreadable' || state === 'not read')
  return fact(
    formatBytes(total),
    <>
      total{isPart && ' of what was read'} <span className="max-sm:sr-only">(compressed)</span>
    </>,
    formatExactBytes(total),
    WIDEST,
  )
}

function MissingFact({ shown: { entries } }: { shown: ShownImage }) {
  const { images } = listEntries(entries)
  const missing = images.filter(({ state }) => state === 'missing').length
  if (missing === 0) return null
  return (
    <li className="col-span-full font-semibold text-warning">
      {missing} of {formatCounted(images.length, 'platform')} {missing === 1 ? 'is' : 'are'} missing
      from the registry
    </li>
  )
}

/** Of what is no index: platform and size. */
function OwnFacts({ shown: { content, config } }: { shown: ShownImage }) {
  if (content?.kind === 'schema-1') return <li>sizes unknown</li>
  if (!content || !('parts' in content)) return null
  const { kind, parts } = content
  const size = distinctSize(parts)
  const elsewhere = distinctSize(parts.filter(isStoredElsewhere))
  const ofIt = elsewhere > 0 ? `, ${formatBytes(elsewhere)} of it stored elsewhere` : ''
  const platform = config.image && configPlatform(config.image)
  const name = platform && formatPlatform(platform)
  return (
    <>
      {kind === 'image' && config.isPending && waitingFact(NARROW)}
      {kind === 'image' && !config.isPending && (
        <li title={name} className={`truncate ${NARROW}`}>
          {name ? <span className="font-mono text-sm">{name}</span> : 'unknown platform'}
        </li>
      )}
      {fact(
        formatBytes(size),
        // On a narrow screen every size here is a compressed one.
        <span className={ofIt ? '' : 'max-sm:sr-only'}>compressed{ofIt}</span>,
        formatExactBytes(size),
      )}
    </>
  )
}

function CreatedFact({ shown }: { shown: ShownImage }) {
  const { content, config, entry } = shown
  const isWaiting = entry.isPending || (content?.kind === 'image' && config.isPending)
  if (isWaiting) return waitingFact(WIDE)
  const created = findCreated(shown)
  if (created === undefined || created === 'not recorded') {
    return <li className={WIDE}>build date unknown</li>
  }
  return (
    <li className={WIDE}>
      <span className="max-sm:sr-only">created </span>
      <span className="font-semibold text-text">
        <Age date={created} />
      </span>
    </li>
  )
}

/** Whether it has a signature, an SBOM, a provenance: each leads to where it is listed. */
function AttachedFact({ attached: { found, isFailed } }: { attached: Attached }) {
  const labels = found?.flatMap(({ state, artifact }) =>
    state === 'read' && artifact ? artifact.label : [],
  )
  const marks = labels && listMarks(labels)
  const look = 'underline decoration-line underline-offset-4 hover:decoration-current'
  const link = (text: string, className: string, title?: string) => (
    <PartLink
      key={text}
      changes={{ view: 'referrers' }}
      isCurrent={false}
      className={className}
      title={title}
    >
      {text}
    </PartLink>
  )
  return (
    <li className="col-span-full flex h-6 items-center gap-1.5 sm:min-w-54">
      {!found && !isFailed && <Waiting width="8rem" />}
      {!found && isFailed && link('Couldn’t check for signatures', look)}
      {marks?.length === 0 && 'No signature, SBOM or provenance'}
      {marks?.length === 0 && found?.length !== 0 && (
        <>· {link(formatCounted(found?.length ?? 0, 'attachment'), look)}</>
      )}
      {marks?.map((mark) =>
        link(
          mark,
          'rounded-md border border-line bg-surface px-1.5 text-sm leading-[22px] text-text hover:border-faint',
          `Has a${mark === 'SBOM' ? 'n SBOM' : ` ${mark.toLowerCase()}`}. Homeport doesn’t verify it.`,
        ),
      )}
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
