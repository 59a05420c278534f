import {
  type Digest,
  type RepositoryName,
  type Tag,
  isDigest,
  isRepositoryName,
  isTag,
} from './names.ts'

/** What people write to name an image: `name`, `name:tag`, `name@digest` or `name:tag@digest`. */
export type ImageReference = {
  readonly repository: RepositoryName
  readonly tag?: Tag | undefined
  /** Wins over the tag, as in every client. */
  readonly digest?: Digest | undefined
}

/**
 * Parses an image reference as pasted from a command line, a compose file or kubectl. A leading host is dropped if
 * it is clearly one: it has a port, or it has a dot and is one of `hosts` (repository names can have dots, too).
 *
 * @see distribution/reference, grammar of `reference`
 * @returns `undefined` if it isn't an image reference
 */
export function readImageReference(
  input: string,
  hosts: readonly string[] = [],
): ImageReference | undefined {
  const text = withoutHost(input.trim().replace(/^(?:https?|docker|oci):\/\//, ''), hosts)
  const [, name = '', tag, digest] = /^([^@]*?)(?::([^:@]*))?(?:@(.*))?$/s.exec(text) ?? []
  const areSound = (tag === undefined || isTag(tag)) && (digest === undefined || isDigest(digest))
  return areSound && isRepositoryName(name) ? { repository: name, tag, digest } : undefined
}

export function formatImageReference({ repository, tag, digest }: ImageReference): string {
  return repository + (tag ? `:${tag}` : '') + (digest ? `@${digest}` : '')
}

function withoutHost(text: string, hosts: readonly string[]): string {
  const slash = text.indexOf('/')
  if (slash < 0) return text
  const first = text.slice(0, slash)
  // A single word such as `registry` may just as well be the first part of a repository name.
  const isKnown = first.includes('.') && hosts.includes(first)
  const isHost = first.includes(':') || first === 'localhost' || isKnown
  return isHost ? text.slice(slash + 1) : text
}
