import {
  type ImageReference,
  formatImageReference,
  readImageReference,
} from '../registry/imageReference.ts'
import { type RepositoryName, isRepositoryName } from '../registry/names.ts'

/** A page, and what its address says. */
export type Address =
  | { readonly page: 'repositories' | 'deleted' | 'none' }
  | { readonly page: 'repository'; readonly repository: RepositoryName }
  | { readonly page: 'image'; readonly reference: ImageReference }
  /** What stands behind `/repository/` or `/image/` is no name. */
  | {
      readonly page: 'invalid'
      readonly what: 'repository name' | 'image reference'
      readonly text: string
    }
  /** An address of before: see `legacyRedirect`. */
  | { readonly page: 'moved'; readonly to: string }

type Search = Readonly<Record<string, string | undefined>>

/** Addresses of the pages. A name needs no encoding: its grammar has only characters that a path may hold. */
export const paths = {
  repositories: (search: Search = {}) => withSearch('/', search),
  repository: (repository: RepositoryName, search: Search = {}) =>
    withSearch(`/repository/${repository}`, search),
  image: (reference: ImageReference, search: Search = {}) =>
    withSearch(`/image/${formatImageReference(reference)}`, search),
  deleted: (search: Search = {}) => withSearch('/deleted', search),
}

/**
 * Reads the path of an address, without the base path and as the browser has it. nginx names the first request
 * of a page by a pattern of its own, which is tested against this one.
 *
 * @param hosts of the registry: they may stand before an image's name, see `readImageReference`
 */
export function readAddress(pathname: string, hosts: readonly string[]): Address {
  const path = decodePath(pathname).replace(/\/$/, '')
  const [, page = '', rest = ''] = /^\/?([^/]*)\/?(.*)$/s.exec(path) ?? []
  if (page === 'repository') {
    return isRepositoryName(rest)
      ? { page, repository: rest }
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
  const to = legacyRedirect(path)
  return to === undefined ? { page: 'none' } : { page: 'moved', to }
}

/** An encoded slash parts nothing, and an address that cannot be decoded names nothing: both stay as they are. */
function decodePath(path: string): string {
  try {
    const parts = path.split('/').map((part) => decodeURIComponent(part).replaceAll('/', '%2F'))
    return parts.join('/')
  } catch {
    return path
  }
}

/**
 * Where an address of konradkleine/docker-registry-frontend:v2 leads now; `undefined` where it is none of them.
 * Its `/repository/ns/name` is Homeport's own address too.
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
