import {
  type ImageReference,
  formatImageReference,
  readImageReference,
} from '../registry/imageReference.ts'
import { type RepositoryName, isRepositoryName } from '../registry/names.ts'

export type Address =
  | { readonly page: 'repositories' | 'deleted' | 'connection' | 'none' }
  | { readonly page: 'repository'; readonly repository: RepositoryName }
  | { readonly page: 'image'; readonly reference: ImageReference }
  /** What follows `/repository/` or `/image/` isn't a valid name. */
  | {
      readonly page: 'invalid'
      readonly what: 'repository name' | 'image reference'
      readonly text: string
    }
  /** A name with something extra, or an old address: see `legacyRedirect`. */
  | { readonly page: 'moved'; readonly to: string }

type Search = Readonly<Record<string, string | undefined>>

/** Addresses of the pages. Names need no encoding: their grammar allows only characters that are valid in a path. */
export const paths = {
  repositories: (search: Search = {}) => withSearch('/', search),
  repository: (repository: RepositoryName, search: Search = {}) =>
    withSearch(`/repository/${repository}`, search),
  image: (reference: ImageReference, search: Search = {}) =>
    withSearch(`/image/${formatImageReference(reference)}`, search),
  /** The image, or the repository if only that is named. */
  reference: (reference: ImageReference) =>
    reference.tag || reference.digest
      ? paths.image(reference)
      : paths.repository(reference.repository),
  deleted: (search: Search = {}) => withSearch('/deleted', search),
  /** @param check whose line is to be shown */
  connection: (check = '') => (check ? `/connection#${check}` : '/connection'),
}

/**
 * Parses an address's path, as in the browser but without the base path. nginx uses a pattern of its own for a
 * page's first request; a test compares the two.
 *
 * @param hosts of the registry: they may precede an image name, see `readImageReference`
 */
export function readAddress(pathname: string, hosts: readonly string[]): Address {
  const path = decodePath(pathname).replace(/\/$/, '')
  const [, page = '', rest = ''] = /^\/?([^/]*)\/?(.*)$/s.exec(path) ?? []
  if (page === 'repository') {
    if (isRepositoryName(rest)) return { page, repository: rest }
    // Pasted with a host or a tag.
    const reference = readImageReference(rest, hosts)
    return reference
      ? { page: 'moved', to: paths.reference(reference) }
      : { page: 'invalid', what: 'repository name', text: rest }
  }
  if (page === 'image') {
    const reference = readImageReference(rest, hosts)
    return reference
      ? { page, reference }
      : { page: 'invalid', what: 'image reference', text: rest }
  }
  if (path === '') return { page: 'repositories' }
  if (path === '/deleted') return { page: 'deleted' }
  if (path === '/connection') return { page: 'connection' }
  const to = legacyRedirect(path)
  return to === undefined ? { page: 'none' } : { page: 'moved', to }
}

/**
 * An encoded slash isn't a separator, and an address that can't be decoded is invalid: both are left as they are.
 */
function decodePath(path: string): string {
  try {
    const parts = path.split('/').map((part) => decodeURIComponent(part).replaceAll('/', '%2F'))
    return parts.join('/')
  } catch {
    return path
  }
}

/**
 * Where an address of konradkleine/docker-registry-frontend:v2 leads now. Its `/repository/ns/name` still exists.
 */
function legacyRedirect(path: string): string | undefined {
  const [, first = '', ...rest] = path.split('/')
  if (['home', 'about', 'repositories'].includes(first)) return '/'
  if (first !== 'tag') return undefined
  const tag = rest.pop()
  return tag && rest.length > 0 ? `/image/${rest.join('/')}:${tag}` : '/'
}

function withSearch(path: string, search: Search): string {
  const entries = Object.entries(search).filter((entry): entry is [string, string] => !!entry[1])
  return entries.length > 0 ? `${path}?${new URLSearchParams(entries).toString()}` : path
}
