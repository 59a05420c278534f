const SYMBOLS = new Uint8Array([0x20, 0x09, 0x0a, 0x0d])
/** How many bytes `withWhiteSpace` adds, two bits each. */
export const ADDED_SIZE = 48

/**
 * The same manifest with a unique digest: 96 random bits are appended as spaces, tabs, line feeds and carriage
 * returns, which JSON ignores. They differ with each call, so that two tags never share the digest.
 */
export function withWhiteSpace(manifest: Uint8Array): Uint8Array<ArrayBuffer> {
  const random = crypto.getRandomValues(new Uint8Array(ADDED_SIZE))
  const bytes = new Uint8Array(manifest.length + ADDED_SIZE)
  bytes.set(manifest)
  for (const [index, byte] of random.entries()) {
    bytes[manifest.length + index] = SYMBOLS[byte % 4] as number
  }
  return bytes
}

/** Whether `bytes` are `manifest` followed by the white space of `withWhiteSpace`. */
export function isCopyOf(bytes: Uint8Array, manifest: Uint8Array): boolean {
  return (
    bytes.length === manifest.length + ADDED_SIZE &&
    manifest.every((byte, index) => byte === bytes[index]) &&
    bytes.subarray(manifest.length).every((byte) => SYMBOLS.includes(byte))
  )
}
