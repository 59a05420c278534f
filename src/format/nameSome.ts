/** `a, b and c`; of many the first three, and how many more. */
export function nameSome(names: readonly string[], most = 3): string {
  const shown = names.slice(0, names.length > most + 1 ? most : names.length)
  const rest = names.length - shown.length
  const parts: readonly string[] = rest > 0 ? [...shown, `${rest} more`] : shown
  const last = parts.at(-1) ?? ''
  return parts.length > 1 ? `${parts.slice(0, -1).join(', ')} and ${last}` : last
}
