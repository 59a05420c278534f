/**
 * A text that sorts names by code units as people read them: numbers by their value, so that `p-9` stands
 * before `p-10`. Names that differ in leading zeros alone have the same.
 */
export function naturalKey(name: string): string {
  return name.replace(/\d+/g, (figures) => {
    const value = figures.replace(/^0+(?=\d)/, '')
    // A longer number is a larger one: its length stands before it. Names have at most 128 characters.
    return `0${String.fromCodePoint(0x100 + value.length)}${value}`
  })
}
