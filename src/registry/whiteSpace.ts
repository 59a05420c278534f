const SYMBOLS = new Uint8Array([0x20, 0x09, 0x0a, 0x0d])
/** Bytes that `withWhiteSpace` adds, each for two bits. */
export const ADDED_SIZE = 48

/**
 * The same manifest under a digest that nobody else has: 96 random bits follow it as space, tab, line feed
 * and carriage return, which JSON ignores. Fresh with each call, so that two tags never share the digest.
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

/** Whether `bytes` are `manifest` with the white space behind it that `withWhiteSpace` adds. */
export function isCopyOf(bytes: Uint8Array, manifest: Uint8Array): boolean {
  return (
    bytes.length === manifest.length + ADDED_SIZE &&
    manifest.every((byte, index) => byte === bytes[index]) &&
    bytes.subarray(manifest.length).every((byte) => SYMBOLS.includes(byte))
  )
}
