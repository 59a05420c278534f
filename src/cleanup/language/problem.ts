/** One thing that is wrong with a rule or a list; a complete sentence that can be shown. */
export class Problem extends Error {
  override readonly name = 'Problem'
}

/** Characters of a rule: nginx takes no longer address. */
const LONGEST = 8000

/** @throws Problem for a text that is longer than a rule can be */
export function checkLength(text: string): void {
  if (text.length > LONGEST) throw new Problem(`A rule has ${LONGEST} characters at most.`)
}

/** Text of the user in a message: quoted, at most 60 characters. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text)
}
