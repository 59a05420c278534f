/** Whether a name can only be a commit's hash: hexadecimal, and neither a number nor a word. */
export function isHash(name: string): boolean {
  return /^(?=.*\d)(?=.*[a-f])(?:[0-9a-f]{7,40}|[0-9a-f]{64})$/.test(name)
}

/** The hash as `git describe` writes it, `ge7e744a`. */
export function isDescribedHash(name: string): boolean {
  return /^g[0-9a-f]{7,40}$/.test(name)
}

/** `defaced`: a word, or a hash without a figure. */
export function mayBeHash(name: string): boolean {
  return /^[0-9a-f]{7,40}$/.test(name)
}
