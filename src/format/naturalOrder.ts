/** A key that sorts by code units, but numbers by value: `p-9` before `p-10`. Leading zeros don't count. */
export function naturalKey(name: string): string {
  return name.replace(/\d+/g, (figures) => {
    const value = figures.replace(/^0+/, '')
    // A longer number is larger, so its length comes first. Names have at most 255 characters.
    return `0${String.fromCharCode(0x100 + value.length)}${value}`
  })
}

/**
 * The same for people: as in a dictionary, case is ignored and `_` comes first. Equals `Intl.Collator('en', {
 * numeric: true })` for tags and repositories, which would need 10–25 ms to load, delaying the first rows.
 */
export function readingKey(name: string): string {
  return naturalKey(name.toLowerCase().replaceAll('_', ' '))
}

/** Items sorted by name for people; `a` before `A`. */
export function sortNaturally<Item>(items: Iterable<Item>, nameOf: (item: Item) => string): Item[] {
  return Array.from(items, (item) => ({ item, name: nameOf(item), key: readingKey(nameOf(item)) }))
    .sort((a, b) => compareTexts(a.key, b.key) || compareTexts(b.name, a.name))
    .map(({ item }) => item)
}

/** By code units: the same on every machine. */
export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}
