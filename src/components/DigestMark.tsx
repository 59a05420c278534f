import { digestColour, shortDigest } from '../format/digest.ts'
import type { Digest } from '../registry/names.ts'

/** A digest in a list. If several rows share it, it has a dot in its own colour; otherwise the dot's place is empty. */
export function DigestMark({ digest, isShared }: { digest: Digest; isShared: boolean }) {
  return (
    <span title={digest} className="inline-flex min-w-0 items-center gap-1.5">
      <DigestDot digest={isShared ? digest : undefined} />
      <DigestText digest={digest} hasTitle={false} />
    </span>
  )
}

/** The first digits of a digest. The title has all of it, unless the element around it does. */
export function DigestText({ digest, hasTitle = true }: { digest: Digest; hasTitle?: boolean }) {
  return (
    <span title={hasTitle ? digest : undefined} className="truncate font-mono text-sm text-soft">
      {shortDigest(digest)}
    </span>
  )
}

/** Without a digest, just empty space of the same size. */
export function DigestDot({ digest }: { digest: Digest | undefined }) {
  return (
    <span
      aria-hidden
      className="size-2.5 shrink-0 rounded-[3px]"
      style={digest && { backgroundColor: digestColour(digest) }}
    />
  )
}
