/** `size` random bytes as hexadecimal digits. `crypto.randomUUID` does not exist on a plain-http origin. */
export function randomHex(size: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(size))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
