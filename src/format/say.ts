/** Words for each kind of a union: fixed, or made from the value. */
type Words<Of extends { readonly kind: string }> = {
  readonly [Kind in Of['kind']]: string | ((of: Extract<Of, { kind: Kind }>) => string)
}

/** Returns the words for a value of a union. */
export function say<Of extends { readonly kind: string }>(of: Of, words: Words<Of>): string {
  const word = words[of.kind as Of['kind']]
  return typeof word === 'string' ? word : (word as (of: Of) => string)(of)
}
