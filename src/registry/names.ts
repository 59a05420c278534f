declare const brand: unique symbol
type Branded<Base, Name extends string> = Base & { readonly [brand]: Name }

/** `<name>` of the distribution-spec, e.g. `library/nginx`: no host, no tag. */
export type RepositoryName = Branded<string, 'RepositoryName'>
/** A mutable pointer to a manifest, at most 128 characters. */
export type Tag = Branded<string, 'Tag'>
/** `algorithm:encoded`, the address of content that never changes (image-spec, descriptor.md). */
export type Digest = Branded<string, 'Digest'>
/** A tag can never contain `:`, a digest always does: the two cannot be confused. */
export type Reference = Tag | Digest

const COMPONENT = '[a-z0-9]+(?:(?:\\.|__?|-+)[a-z0-9]+)*'
const REPOSITORY = new RegExp(`^${COMPONENT}(?:/${COMPONENT})*$`)
const TAG = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/
const DIGEST = /^[a-z0-9]+(?:[+._-][a-z0-9]+)*:[A-Za-z0-9=_-]+$/
const HEX_LENGTH: ReadonlyMap<string, number> = new Map([
  ['sha256', 64],
  ['sha384', 96],
  ['sha512', 128],
])

/** @see distribution-spec, "Pulling manifests": `<name>`; at most 255 characters, as all clients expect */
export function isRepositoryName(input: string): input is RepositoryName {
  return input.length <= 255 && REPOSITORY.test(input)
}

export function isTag(input: string): input is Tag {
  return TAG.test(input)
}

/**
 * Digests of unregistered algorithms are accepted if they fit the grammar, as image-spec requires. Their length is
 * limited, since addresses can't be arbitrarily long; image-spec sets no limit.
 */
export function isDigest(input: string): input is Digest {
  if (input.length > 255 || !DIGEST.test(input)) return false
  const colon = input.indexOf(':')
  const hexLength = HEX_LENGTH.get(input.slice(0, colon))
  const encoded = input.slice(colon + 1)
  return hexLength === undefined || (encoded.length === hexLength && /^[a-f0-9]+$/.test(encoded))
}
