/** Whether a name can only be a commit hash: hexadecimal, with both digits and letters. */
export function isHash(name: string): boolean {
  return /^(?=.*\d)(?=.*[a-f])(?:[0-9a-f]{7,40}|[0-9a-f]{64})$/.test(name)
}

/** A hash as written by `git describe`, `ge7e744a`. */
export function isDescribedHash(name: string): boolean {
  return /^g[0-9a-f]{7,40}$/.test(name)
}

/** Also `defaced`: a word, or a hash without digits. */
export function mayBeHash(name: string): boolean {
  return /^[0-9a-f]{7,40}$/.test(name)
}
