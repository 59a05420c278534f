import { Check } from 'lucide-react'
import { DigestText } from '../../../components/DigestMark.tsx'
import { isCheckable } from '../../../registry/digest.ts'
import type { Digest } from '../../../registry/names.ts'
import { CopyButton } from '../../../ui/CopyButton.tsx'

/** The digest of what is shown, and whether its bytes were hashed and match. */
export function MatchedDigest({ digest }: { digest: Digest }) {
  return (
    <span className="flex min-w-0 flex-wrap items-center gap-x-2">
      <span className="flex min-w-0 items-center gap-1">
        <DigestText digest={digest} />
        <CopyButton text={digest} label="Copy digest" />
      </span>
      {isCheckable(digest) ? (
        <span
          className="inline-flex items-center gap-1 text-sm text-soft"
          title="The content was hashed in this browser and matches the digest."
        >
          <Check size={14} aria-hidden />
          Digest verified
        </span>
      ) : (
        <span className="text-sm text-warning">not verified: unknown algorithm</span>
      )}
    </span>
  )
}
