/** Like `Map.groupBy`, which the clean-up program doesn't have on Node.js 20. */
export function groupBy<Value, Key>(
  values: Iterable<Value>,
  keyOf: (value: Value) => Key,
): Map<Key, Value[]> {
  const groups = new Map<Key, Value[]>()
  for (const value of values) {
    const key = keyOf(value)
    if (!groups.get(key)?.push(value)) groups.set(key, [value])
  }
  return groups
}
