/** `Checking tags: 3 of 5 tags`, or `Checking tags…` if the total is unknown. */
export function formatProgress(step: string, done: number, total: number, one?: string): string {
  if (total === 0) return `${step}…`
  return `${step}: ${formatCount(done)} of ${one ? formatCounted(total, one) : formatCount(total)}`
}

/** `5,002`. `Intl` would need 5–40 ms to load its tables, delaying the first page. */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',')
}

/** `1 tag`, `5,002 tags`, `2 repositories`. */
export function formatCounted(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`
}
