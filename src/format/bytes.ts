const UNITS = ['kB', 'MB', 'GB', 'TB', 'PB'] as const
const number = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 })
const exact = new Intl.NumberFormat('en')

/** Bytes as Docker shows them: decimal units, three digits (`71.7 MB`). Bytes that are no count are `unknown`. */
export function formatBytes(bytes: number): string {
  if (!Number.isFinite(bytes) || bytes < 0) return 'unknown'
  if (bytes < 1000) return `${exact.format(bytes)} B`
  let value = bytes / 1000
  let unit = 0
  // 999,950 would be rounded up to 1,000 kB.
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000
    unit += 1
  }
  return `${number.format(value)} ${UNITS[unit]}`
}

/** Every byte, for a title: `71,671,234 bytes`. */
export function formatExactBytes(bytes: number): string {
  return Number.isFinite(bytes)
    ? `${exact.format(bytes)} ${bytes === 1 ? 'byte' : 'bytes'}`
    : 'unknown'
}

/** `3.4–3.9 MB`; one figure where both ends look alike. */
export function formatByteRange(smallest: number, largest: number): string {
  const from = formatBytes(smallest)
  const to = formatBytes(largest)
  if (from === to) return to
  const [fromNumber, fromUnit] = from.split(' ')
  return fromUnit === to.split(' ')[1] ? `${fromNumber}–${to}` : `${from}–${to}`
}
