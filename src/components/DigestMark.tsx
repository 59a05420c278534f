import { digestColour, shortDigest } from '../format/digest.ts'
import type { Digest } from '../registry/names.ts'

/**
 * A digest behind a dot of its own colour: same content, same colour. In a list only digests that several rows share
 * have one (`isShared`); the others leave its place empty. The whole digest is in the title.
 */
export function DigestMark({
  digest,
  isShared = true,
  className = '',
}: {
  digest: Digest
  isShared?: boolean
  className?: string
}) {
  return (
    <span title={digest} className={`inline-flex min-w-0 items-center gap-1.5 ${className}`}>
      <DigestDot digest={isShared ? digest : undefined} />
      <span className="truncate font-mono text-sm text-soft">{shortDigest(digest)}</span>
    </span>
  )
}

/** The same without a colour, where there is nothing to compare it with. */
export function DigestText({ digest }: { digest: Digest }) {
  return (
    <span title={digest} className="truncate font-mono text-sm text-soft">
      {shortDigest(digest)}
    </span>
  )
}

/** Without a digest only its place. */
export function DigestDot({ digest }: { digest: Digest | undefined }) {
  const { hue, step } = digest ? digestColour(digest) : { hue: 0, step: 0 }
  return (
    <span
      aria-hidden
      className="size-2.5 shrink-0 rounded-[3px]"
      style={digest && { backgroundColor: `oklch(${0.55 + step * 0.1} 0.13 ${hue})` }}
    />
  )
}
