import { formatCount } from './count.ts'

const UNITS = ['kB', 'MB', 'GB', 'TB', 'PB'] as const

/** Bytes as Docker shows them: decimal units, three digits (`71.7 MB`). Invalid sizes are `unknown`. */
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
  return `${formatCount(Number(value.toPrecision(3)))} ${UNITS[unit]}`
}

/** The exact number, for a tooltip: `71,671,234 bytes`. */
export function formatExactBytes(bytes: number): string {
  return Number.isFinite(bytes)
    ? `${formatCount(bytes)} ${bytes === 1 ? 'byte' : 'bytes'}`
    : 'unknown'
}

/** `3.4–3.9 MB`, with at most one decimal; a single value if both look the same. */
export function formatByteRange(smallest: number, largest: number): string {
  const [from, fromUnit] = roundOff(formatBytes(smallest))
  const [to, toUnit] = roundOff(formatBytes(largest))
  if (fromUnit !== toUnit) return `${from} ${fromUnit}–${to} ${toUnit}`
  return from === to ? formatBytes(largest) : `${from}–${to} ${toUnit}`
}

function roundOff(text: string): [string, string] {
  const [value = '', unit = ''] = text.split(' ')
  return [/\.\d\d$/.test(value) ? Number(value).toFixed(1) : value, unit]
}
