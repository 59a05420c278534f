import { type ImageReference, readImageReference } from '../registry/imageReference.ts'
import type { RepositoryName } from '../registry/names.ts'

/**
 * The repository or image that a search field names, with or without a host: typed, or pasted from a command.
 *
 * @param hosts of the registry and of this page: in front of a name each is dropped, even one without a port
 * @param known repositories: one of them may begin with a word that is also a host
 */
export function readTyped(
  text: string,
  hosts: readonly string[],
  known: readonly RepositoryName[],
): ImageReference | undefined {
  const typed = text.trim().replace(/^https?:\/\//, '')
  // A digest alone names no repository, although it looks like a name and a tag.
  if (/^sha\d+:/.test(typed)) return undefined
  const whole = readImageReference(typed, hosts)
  const host = hosts.find((one) => typed.startsWith(`${one}/`))
  if (!host || (whole && known.includes(whole.repository))) return whole
  return readImageReference(typed.slice(host.length + 1))
}
