import type { Digest } from '../registry/names.ts'

/** What a typed text says of a digest: all of it, or its beginning as rows show it. */
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

/**
 * A colour for the dot next to a digest, the same for the same content: a hue of 0–359 and a lightness step of 0–2.
 */
export function digestColour(digest: Digest): { readonly hue: number; readonly step: number } {
  const encoded = digest.slice(digest.indexOf(':') + 1)
  const value = Number.parseInt(encoded.slice(0, 6), 16)
  // Other algorithms may not use hexadecimal.
  if (!(value >= 0)) return { hue: 0, step: 0 }
  return { hue: value % 360, step: Math.floor(value / 360) % 3 }
}
