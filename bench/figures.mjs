/**
 * The median; with an even number of values, the mean of the middle two.
 *
 * @param {readonly number[]} values at least one
 */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  const [low = NaN, high = NaN] = [sorted[Math.floor(middle)], sorted[Math.ceil(middle)]]
  return (low + high) / 2
}

/**
 * Compares a series with another one that was measured alternately with it.
 *
 * @param {readonly number[]} values
 * @param {readonly number[]} base of the same length
 * @returns {{ ratio: number, lowest: number, highest: number }} the medians' ratio; lowest and highest
 *   are those of the pairs measured together
 */
export function compare(values, base) {
  const pairs = values.map((value, at) => value / (base[at] ?? NaN))
  return {
    ratio: median(values) / median(base),
    lowest: Math.min(...pairs),
    highest: Math.max(...pairs),
  }
}

/**
 * `69 ms (61–80)`: median, lowest and highest.
 *
 * @param {readonly number[]} values milliseconds
 */
export function formatSeries(values) {
  const digits = median(values) < 20 ? 1 : 0
  const [middle, low, high] = [median(values), Math.min(...values), Math.max(...values)].map(
    (value) => value.toFixed(digits),
  )
  return values.length === 1 ? `${middle} ms` : `${middle} ms (${low}–${high})`
}

/**
 * `1.84× (1.7–2.0)`.
 *
 * @param {ReturnType<typeof compare>} comparison
 */
export function formatRatio({ ratio, lowest, highest }) {
  return `${ratio.toFixed(2)}× (${lowest.toFixed(2)}–${highest.toFixed(2)})`
}
