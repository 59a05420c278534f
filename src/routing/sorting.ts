/** How a list is sorted, as its address says it: `size`, or `-size` for descending. */
export type Sort<Key extends string> = { readonly by: Key; readonly isDescending: boolean }

/** The sort order in an address; `undefined` if it has none of these keys. */
export function readSort<Key extends string>(
  text: string | null,
  keys: readonly Key[],
): Sort<Key> | undefined {
  const isDescending = text?.startsWith('-') ?? false
  const by = keys.find((key) => key === (isDescending ? text?.slice(1) : text))
  return by && { by, isDescending }
}

/**
 * What the address says after a click on a column header: its natural direction (names ascending, numbers and times
 * descending), the other one, then nothing.
 */
export function nextSort(
  sort: Sort<string> | undefined,
  by: string,
  isName: boolean,
): string | undefined {
  const [first, second] = isName ? [by, `-${by}`] : [`-${by}`, by]
  if (sort?.by !== by) return first
  return sort.isDescending === first.startsWith('-') ? second : undefined
}
