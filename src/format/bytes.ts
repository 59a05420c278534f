import { formatCount, formatCounted } from './count.ts'

const UNITS = ['kB', 'MB', 'GB', 'TB', 'PB'] as const

/**
 * Bytes in decimal units, as Docker shows them, and always with three digits: `71.7 MB`, `2.80 MB`, `863 kB`. Below a
 * kilobyte every byte. Bytes that are no count are `unknown`.
 */
export function formatBytes(bytes: number): string {
  if (!Number.isFinite(bytes) || bytes < 0) return 'unknown'
  if (bytes < 1000) return `${formatCount(bytes)} B`
  let value = bytes / 1000
  let unit = 0
  // 999,950 would be rounded to 1,000 kB.
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000
    unit += 1
  }
  const digits = value < 999.5 ? value.toPrecision(3) : formatCount(Math.round(value))
  return `${digits} ${UNITS[unit]}`
}

/** The exact number, for a tooltip: `71,671,234 bytes`. */
export function formatExactBytes(bytes: number): string {
  return Number.isFinite(bytes) ? formatCounted(bytes, 'byte') : 'unknown'
}

/** `3.41–3.90 MB`; one figure where both ends look alike. */
export function formatByteRange(smallest: number, largest: number): string {
  const [from, to] = [formatBytes(smallest), formatBytes(largest)]
  if (from === to) return to
  const [value, unit] = from.split(' ')
  return `${to.endsWith(` ${unit}`) ? value : from}–${to}`
}
