/**
 * A text that sorts names by code units with numbers by their value: `p-9` stands before `p-10`. Names that
 * differ in leading zeros alone have the same.
 */
export function naturalKey(name: string): string {
  return name.replace(/\d+/g, (figures) => {
    const value = figures.replace(/^0+/, '')
    // A longer number is a larger one: its length stands before it. Names have at most 255 characters.
    return `0${String.fromCharCode(0x100 + value.length)}${value}`
  })
}

/**
 * The same for people: as in a dictionary, upper case counts as lower case and `_` comes first. It is what
 * `Intl.Collator('en', { numeric: true })` says of tags and repositories; that one takes 10–25 ms to load, and
 * the first rows would wait for it.
 */
export function readingKey(name: string): string {
  return naturalKey(name.toLowerCase().replaceAll('_', ' '))
}

/** Items in the order that people read their names in; `a` before `A`. */
export function sortNaturally<Item>(items: Iterable<Item>, nameOf: (item: Item) => string): Item[] {
  return Array.from(items, (item) => ({ item, name: nameOf(item), key: readingKey(nameOf(item)) }))
    .sort((a, b) => compareTexts(a.key, b.key) || compareTexts(b.name, a.name))
    .map(({ item }) => item)
}

/** By code units: the same on every machine. */
export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}
