import type { Digest } from '../registry/names.ts'

/** The digest, or its beginning, that a typed text contains. */
export function readDigestStart(text: string): string | undefined {
  const [, algorithm, digits] = /^(?:(sha\d+):)?([0-9a-f]{1,128})$/.exec(text.trim()) ?? []
  if (!digits || (!algorithm && digits.length < 12)) return undefined
  return `${algorithm ?? 'sha256'}:${digits}`
}

/** `sha256:` and 12 characters, as Docker Hub and the docker command show it. */
export function shortDigest(digest: Digest): string {
  const colon = digest.indexOf(':')
  return digest.slice(0, colon + 13)
}

/** A colour for the dot next to a digest, the same for the same content: one of 360 hues in one of three lightnesses. */
export function digestColour(digest: Digest): string {
  const encoded = digest.slice(digest.indexOf(':') + 1)
  // Other algorithms may not use hexadecimal.
  const value = Math.abs(Number.parseInt(encoded.slice(0, 6), 16)) || 0
  return `oklch(${0.55 + (Math.floor(value / 360) % 3) * 0.1} 0.13 ${value % 360})`
}
