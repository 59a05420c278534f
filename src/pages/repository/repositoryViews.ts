/** A part of the repository page; the address names it as `?view=`. */
export type RepositoryView = 'tags' | 'cleanup'

/** The view that an address names; the tags where it names none that exists. */
export function parseRepositoryView(text: string | null): RepositoryView {
  return text === 'cleanup' ? 'cleanup' : 'tags'
}
