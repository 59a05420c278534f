/**
 * Runs `work` for every item, in order, at most `width` at a time; the results are in the items' order. After a
 * failure nothing further is started; it rejects with the first failure once everything started has ended.
 */
export async function mapPool<Item, Result>(
  items: readonly Item[],
  width: number,
  work: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
  const results = Array.from<Result>({ length: items.length })
  const waiting = items.entries()
  let failure: { readonly error: unknown } | undefined
  const worker = async () => {
    for (const [index, item] of waiting) {
      if (failure) return
      try {
        results[index] = await work(item, index)
      } catch (error) {
        failure ??= { error }
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker))
  if (failure) throw failure.error
  return results
}
