/** Sorts items by a number each. Unknown values come last in both directions. */
export function sortByValue<Item>(
  items: readonly Item[],
  valueOf: (item: Item) => number | undefined,
  isDescending: boolean,
): readonly Item[] {
  const values = new Map(items.map((item) => [item, valueOf(item)]))
  const sign = isDescending ? -1 : 1
  return items.toSorted((a, b) => {
    const x = values.get(a)
    const y = values.get(b)
    if (x === undefined || y === undefined) return Number(x === undefined) - Number(y === undefined)
    return sign * (x - y)
  })
}
