/** One thing that is wrong with a rule, a sentence or a list; a complete sentence that can be shown. */
export class Problem extends Error {
  override readonly name = 'Problem'
}

/** Text of the user in a message: quoted, at most 60 characters. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text)
}
