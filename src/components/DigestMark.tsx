import { digestColour, shortDigest } from '../format/digest.ts'
import type { Digest } from '../registry/names.ts'

/**
 * A digest in a list. One that several rows share has a dot of its own colour; the others leave its place empty.
 */
export function DigestMark({ digest, isShared }: { digest: Digest; isShared: boolean }) {
  return (
    <span title={digest} className="inline-flex min-w-0 items-center gap-1.5">
      <DigestDot digest={isShared ? digest : undefined} />
      <DigestText digest={digest} hasTitle={false} />
    </span>
  )
}

/** The first digits of a digest; all of it is in the title, unless something around it has that. */
export function DigestText({ digest, hasTitle = true }: { digest: Digest; hasTitle?: boolean }) {
  return (
    <span title={hasTitle ? digest : undefined} className="truncate font-mono text-sm text-soft">
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
