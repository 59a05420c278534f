const number = new Intl.NumberFormat('en')

/** `5,002` */
export function formatCount(count: number): string {
  return number.format(count)
}

/** `1 tag`, `5,002 tags`, `2 repositories`. */
export function formatCounted(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`
}
