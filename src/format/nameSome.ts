/** `a, b and c`; if there are more, the first three and the number of others. */
export function nameSome(names: readonly string[], most = 3): string {
  const shown = names.slice(0, names.length > most + 1 ? most : names.length)
  const rest = names.length - shown.length
  const parts: readonly string[] = rest > 0 ? [...shown, `${rest} more`] : shown
  const last = parts.at(-1) ?? ''
  return parts.length > 1 ? `${parts.slice(0, -1).join(', ')} and ${last}` : last
}
