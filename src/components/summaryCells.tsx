import type { ReactNode } from 'react'
import { formatByteRange, formatBytes, formatExactBytes } from '../format/bytes.ts'
import { formatCounted } from '../format/count.ts'
import { formatPlatform } from '../format/platform.ts'
import { visibleText } from '../format/visibleText.ts'
import type { ImageSummary } from '../image/imageSummary.ts'
import { Cell, Waiting } from '../ui/cells.tsx'
import { Age } from './Age.tsx'

/** The cells of platforms, size and creation, which stay in their place before what they show is there. */
export function SummaryCells({
  summary,
  isAsked = true,
  isShort = false,
}: {
  summary: ImageSummary | undefined
  isAsked?: boolean
  isShort?: boolean
}) {
  const waiting = isAsked && <Waiting />
  return (
    <>
      <Cell className="hidden lg:table-cell">
        {summary ? <SummaryPlatforms summary={summary} /> : waiting}
      </Cell>
      <Cell align="right" className={isShort ? 'hidden sm:table-cell' : ''}>
        {summary ? <SummarySize summary={summary} isShort={isShort} /> : waiting}
      </Cell>
      <Cell align="right" className="hidden text-soft sm:table-cell">
        {summary ? <SummaryCreated summary={summary} /> : waiting}
      </Cell>
    </>
  )
}

/** The first platform as a chip, and how many more; an artifact says what it is instead. */
function SummaryPlatforms({ summary }: { summary: ImageSummary }) {
  const { artifact, platforms, missing, config } = summary
  const isImage = artifact.kind === 'image' || artifact.kind === 'index'
  // Without the config it is not known which platform it would name.
  const hasConfig = config === 'read' || config === 'none'
  const all = platforms.flatMap((one) =>
    one ? [formatPlatform(one)] : hasConfig ? ['unknown platform'] : [],
  )
  const names = [...new Set(all)]
  const type = isImage ? '' : visibleText(artifact.type, 200)
  const title = [type, ...names].filter(Boolean).join(', ')
  return (
    <span className="inline-flex max-w-full items-center gap-1" title={title}>
      {!isImage && <Chip className="border-accent/40 text-accent">{artifact.label}</Chip>}
      {names.length > 0 && <Chip>{names[0]}</Chip>}
      {names.length > 1 && <Chip>+{names.length - 1}</Chip>}
      {!hasConfig && <span className="truncate text-sm text-warning">config {config}</span>}
      {missing > 0 && <span className="truncate text-sm text-warning">{missing} missing</span>}
    </span>
  )
}

function Chip({
  className = 'border-line text-soft',
  children,
}: {
  className?: string
  children: ReactNode
}) {
  return (
    <span
      className={`min-w-0 truncate rounded-[5px] border px-1.5 font-mono text-[12px] leading-[19px] ${className}`}
    >
      {children}
    </span>
  )
}

/** Compressed size: of an index the range of its platforms and the total of distinct blobs; `isShort`: that alone. */
export function SummarySize({ summary, isShort }: { summary: ImageSummary; isShort?: boolean }) {
  const { size, platforms, missing } = summary
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
      if (isShort || range === total) return <span title={title}>{total}</span>
      return (
        <span title={title}>
          <span className="hidden text-soft lg:inline">{range} · </span>
          {total}
          <span className="hidden text-soft lg:inline"> total</span>
        </span>
      )
    }
  }
}

/** When the image was created, by its config. */
export function SummaryCreated({ summary: { created } }: { summary: ImageSummary }) {
  if (created === 'unknown') return <span className="text-faint">unknown</span>
  return <Age date={created === 'not recorded' ? undefined : created} />
}
