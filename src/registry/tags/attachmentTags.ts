import { type Digest, type Tag, isDigest, isTag } from '../names.ts'

/**
 * The tag that holds the list of referrers if there is no API: `sha256-` and the hash, cut to 64 characters.
 *
 * @see distribution-spec, "Referrers Tag Schema"
 */
export function referrersTag(digest: Digest): Tag {
  const [algorithm = '', encoded = ''] = digest.split(':')
  return `${algorithm.slice(0, 32)}-${encoded.slice(0, 64)}` as Tag
}

/** Whether a tag is named like a list of referrers. Only its content tells whether it is one: mirrors name images so. */
export function isReferrersTag(tag: string): boolean {
  return readAttachmentTag(tag)?.ending === ''
}

/** Parses a `sha256-<hex>` tag: the digest and cosign's suffix (`sig`, `att`, `sbom`), empty if there is none. */
export function readAttachmentTag(tag: string): { subject: Digest; ending: string } | undefined {
  const found = /^(sha256)-([a-f0-9]{64})(?:\.([a-z0-9]+))?$/.exec(tag)
  const subject = `${found?.[1]}:${found?.[2]}`
  return found && isTag(tag) && isDigest(subject) ? { subject, ending: found[3] ?? '' } : undefined
}
