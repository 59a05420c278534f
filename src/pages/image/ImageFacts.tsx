import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { formatBytes, formatExactBytes } from '../../format/bytes.ts'
import { formatCount, formatCounted } from '../../format/count.ts'
import { formatPlatform } from '../../format/platform.ts'
import { describeManifest } from '../../image/artifact.ts'
import { isReferrersOrCosign } from '../../image/attachmentContent.ts'
import { attachmentTag, listMarks } from '../../image/attachments.ts'
import { type Created, annotatedTime } from '../../image/created.ts'
import { countEntries, measureEntries } from '../../image/index/indexEntries.ts'
import { distinctSize, isStoredElsewhere, isUnsized } from '../../image/layers.ts'
import { configPlatform } from '../../image/index/platforms.ts'
import { Age } from '../../components/Age.tsx'
import { DigestText } from '../../components/DigestMark.tsx'
import type { Tag } from '../../registry/names.ts'
import { paths } from '../../routing/paths.ts'
import { Waiting } from '../../ui/cells.tsx'
import type { Attached } from './attached.ts'
import { PartLink } from './imageSearch.tsx'
import type { ShownImage } from './imageState.ts'

/** What people want to know first, in one line, or in two columns on a narrow screen. Late values have placeholders. */
export function ImageFacts({
  tag,
  shown,
  attached,
}: {
  tag: Tag | undefined
  shown: ShownImage
  attached: Attached
}) {
  const { repository, root, index } = shown
  const { manifest } = root
  const own = 'subject' in manifest ? manifest.subject?.digest : undefined
  const named = tag && attachmentTag(tag)
  const isImage = named?.label === 'referrers' && !isReferrersOrCosign(root)
  const subject = own ?? (isImage ? undefined : named?.subject)
  return (
    <ul className="mt-2 grid grid-cols-2 gap-x-5 gap-y-1 text-soft sm:flex sm:flex-wrap sm:items-center">
      <li className="first-letter:uppercase">{describeManifest(manifest).label}</li>
      {!index && <OwnFacts shown={shown} />}
      {index && <IndexFacts shown={shown} />}
      <CreatedFact shown={shown} />
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

/** `width` reserves space for a late value, so that what follows doesn't move. */
function Fact({
  value,
  width,
  title,
  isLate = false,
  children,
}: {
  value?: ReactNode
  width?: string
  title?: string
  isLate?: boolean
  children?: ReactNode
}) {
  return (
    <li title={title} className={width}>
      {isLate ? <Waiting width="5rem" /> : <b className="font-semibold text-text">{value}</b>}{' '}
      {children}
    </li>
  )
}

const NARROW = 'sm:min-w-20'
const WIDE = 'sm:min-w-38'
const WIDEST = 'sm:min-w-48'

function IndexFacts({ shown: { entries } }: { shown: ShownImage }) {
  const { data = [], isPending } = entries
  const { platforms, artifacts, read, missing } = countEntries(data)
  const { total } = measureEntries(data)
  const counts = { platform: platforms.length, artifact: artifacts }
  if (isPending) return [NARROW, WIDEST].map((width) => <Fact key={width} width={width} isLate />)
  return (
    <>
      {Object.entries(counts).map(
        ([what, count]) =>
          count > 0 && (
            <Fact key={what} value={formatCount(count)} width={NARROW}>
              {count === 1 ? what : `${what}s`}
            </Fact>
          ),
      )}
      {read > 0 && (
        <Fact value={formatBytes(total)} width={WIDEST} title={formatExactBytes(total)}>
          total{read + missing < platforms.length && ' of what was read'}{' '}
          <span className="max-sm:sr-only">(compressed)</span>
        </Fact>
      )}
      {missing > 0 && (
        <li className="col-span-full font-semibold text-warning">
          {missing} of {formatCounted(platforms.length, 'platform')} {missing === 1 ? 'is' : 'are'}{' '}
          missing from the registry
        </li>
      )}
    </>
  )
}

/** Platform and size of a single image or artifact. */
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
      {kind === 'image' && config.isPending && <Fact width={NARROW} isLate />}
      {kind === 'image' && !config.isPending && (
        <li title={name} className={`truncate ${NARROW}`}>
          {name ? <span className="font-mono text-sm">{name}</span> : 'unknown platform'}
        </li>
      )}
      {parts.some(isUnsized) ? (
        <li>size not recorded</li>
      ) : (
        <Fact value={formatBytes(size)} title={formatExactBytes(size)}>
          {/* On a narrow screen it goes without saying. */}
          <span className={ofIt ? '' : 'max-sm:sr-only'}>compressed{ofIt}</span>
        </Fact>
      )}
    </>
  )
}

function CreatedFact({ shown }: { shown: ShownImage }) {
  const { content, config, entry } = shown
  const isLate = entry.isPending || (content?.kind === 'image' && config.isPending)
  if (isLate) return <Fact width={WIDE} isLate />
  const created = findCreated(shown)
  if (created === undefined || created === 'not recorded') {
    return <li className={WIDE}>build date unknown</li>
  }
  return (
    <li className={WIDE}>
      <span className="max-sm:sr-only">created </span>
      <b className="font-semibold text-text">
        <Age date={created} />
      </b>
    </li>
  )
}

/** Whether there is a signature, an SBOM or provenance, with links to the list of referrers. */
function AttachedFact({ attached: { found, isFailed } }: { attached: Attached }) {
  const readable = found?.filter(({ state }) => state === 'read')
  const marks = readable && listMarks(readable.map(({ artifact }) => artifact?.label ?? ''))
  const isUnsure = isFailed && !marks?.length
  const links = isUnsure ? ['Couldn’t check for signatures'] : (marks ?? [])
  return (
    <li className="col-span-full flex h-6 items-center gap-1.5 sm:min-w-54">
      {!found && !isFailed && <Waiting width="8rem" />}
      {marks?.length === 0 && !isFailed && 'No signature, SBOM or provenance'}
      {marks && marks.length > 0 && !marks.includes('Signature') && !isFailed && 'No signature'}
      {links.map((text) => (
        <PartLink
          key={text}
          changes={{ view: 'referrers' }}
          isCurrent={false}
          title="Listed under Referrers. Homeport doesn’t verify signatures."
          className="rounded-md border border-line bg-surface px-1.5 text-sm leading-[22px] text-text hover:border-faint"
        >
          {text}
        </PartLink>
      ))}
    </li>
  )
}

/** From the config of an image; from the annotations of anything else. */
function findCreated({ root, content, config }: ShownImage): Created | undefined {
  if (content?.kind === 'image') return config.image?.created
  if (content?.kind === 'schema-1') return content.config.created
  const { manifest } = content?.fetched ?? root
  return 'annotations' in manifest ? annotatedTime(manifest) : undefined
}
