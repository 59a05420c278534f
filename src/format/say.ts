/** Words for each kind of something: as they are, or made from what is known of that kind. */
type Words<Of extends { readonly kind: string }> = {
  readonly [Kind in Of['kind']]: string | ((of: Extract<Of, { kind: Kind }>) => string)
}

/** Puts something into the words of its kind. */
export function say<Of extends { readonly kind: string }>(of: Of, words: Words<Of>): string {
  const word = words[of.kind as Of['kind']]
  return typeof word === 'string' ? word : (word as (of: Of) => string)(of)
}
