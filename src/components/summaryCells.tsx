import { formatByteRange, formatBytes, formatExactBytes } from '../format/bytes.ts'
import { formatCounted } from '../format/count.ts'
import { fitPlatforms, formatPlatform } from '../format/platform.ts'
import { visibleText } from '../format/visibleText.ts'
import type { ImageSummary } from '../image/imageSummary.ts'
import { Cell, Waiting } from '../ui/cells.tsx'
import { Age } from './Age.tsx'

/** The cells for platforms, size and creation time, with placeholders until their values arrive. */
export function SummaryCells({
  summary,
  isAsked = true,
  isExact = false,
}: {
  summary: ImageSummary | undefined
  isAsked?: boolean
  /** Show the time of creation instead of the age. */
  isExact?: boolean
}) {
  const waiting = isAsked && <Waiting />
  return (
    <>
      <Cell className="hidden lg:table-cell">
        {summary ? <SummaryPlatforms summary={summary} /> : waiting}
      </Cell>
      <Cell align="right">{summary ? <SummarySize summary={summary} /> : waiting}</Cell>
      <Cell align="right" className="text-soft">
        {summary ? <SummaryCreated {...{ summary, isExact }} /> : waiting}
      </Cell>
    </>
  )
}

/** The width of the platforms column, and how many characters fit: as chips, and as plain text next to an age. */
export const PLATFORMS_WIDTH = '15rem'
const [ROOM, PLAIN_ROOM] = [29, 25]

/** As many platforms as fit, as chips or (`isPlain`) text, and how many more there are; for an artifact, what it is. */
export function SummaryPlatforms({
  summary: { artifact, platforms, missing, config },
  isPlain = false,
}: {
  summary: ImageSummary
  isPlain?: boolean
}) {
  const isImage = artifact.kind === 'image' || artifact.kind === 'index'
  // Without the config, nobody knows which platform it names.
  const hasConfig = config === 'read' || config === 'none'
  const all = platforms.flatMap((one) =>
    one ? [formatPlatform(one)] : hasConfig ? ['unknown platform'] : [],
  )
  const names = [...new Set(all)]
  const { shown, more } = fitPlatforms(names, isPlain ? PLAIN_ROOM : ROOM)
  const type = isImage ? '' : visibleText(artifact.type, 200)
  const title = [type, ...names].filter(Boolean).join(', ')
  const chip = `min-w-0 truncate ${isPlain ? '' : 'rounded-md border px-1.5 font-mono text-sm'}`
  return (
    <span className="inline-flex max-w-full items-center gap-1" title={title}>
      {!isImage && <span className={`border-accent/40 text-accent ${chip}`}>{artifact.label}</span>}
      {shown.map((name, at) => (
        <span key={names[at]} className={`border-line text-soft ${chip}`}>
          {name}
        </span>
      ))}
      {more > 0 && <span className="shrink-0 text-sm text-soft">+{more}</span>}
      {!hasConfig && <span className="truncate text-sm text-warning">config {config}</span>}
      {missing > 0 && <span className="truncate text-sm text-warning">{missing} missing</span>}
    </span>
  )
}

/** The compressed size. For an index, the total of its distinct blobs; the title gives the range of its platforms. */
export function SummarySize({ summary: { size, platforms, missing } }: { summary: ImageSummary }) {
  switch (size.kind) {
    case 'unknown':
      return <span className="text-faint">unknown</span>
    case 'single': {
      const elsewhere =
        size.elsewhere > 0 ? `, ${formatBytes(size.elsewhere)} of it stored elsewhere` : ''
      return (
        <span title={`${formatExactBytes(size.bytes)} compressed${elsewhere}`}>
          {formatBytes(size.bytes)}
        </span>
      )
    }
    case 'index': {
      const range = formatByteRange(size.smallest, size.largest)
      const total = formatBytes(size.total)
      const count = formatCounted(platforms.length - missing, 'platform')
      const title = `${count}, ${range} · ${total} total (compressed)${
        size.attestations > 0 ? `; attestations ${formatBytes(size.attestations)}` : ''
      }`
      return <span title={title}>{total}</span>
    }
  }
}

/** When the image was created, according to its config. */
export function SummaryCreated({
  summary: { created },
  isExact = false,
}: {
  summary: ImageSummary
  isExact?: boolean
}) {
  return <Age date={created === 'unknown' ? undefined : created} isExact={isExact} />
}
