import {
  type ImageReference,
  formatImageReference,
  readImageReference,
} from '../registry/imageReference.ts'
import { type RepositoryName, isRepositoryName } from '../registry/names.ts'

/** Pattern of a route and the builder of its addresses, side by side: they cannot drift apart. */
export const PATTERN = {
  repositories: '/',
  repository: '/repository/*',
  image: '/image/*',
  deleted: '/deleted',
} as const

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

/** The repository of `/repository/*`, or `undefined` where the rest of the path is no name. */
export function repositoryParam(splat: string | undefined): RepositoryName | undefined {
  const name = (splat ?? '').replace(/\/$/, '')
  return isRepositoryName(name) ? name : undefined
}

/** The image of `/image/*`, as people paste it: see `parseImageReference`. */
export function imageParam(
  splat: string | undefined,
  hosts: readonly string[],
): ImageReference | undefined {
  return readImageReference((splat ?? '').replace(/\/$/, ''), hosts)
}

function withSearch(path: string, search: Search): string {
  const entries = Object.entries(search).filter((entry): entry is [string, string] => !!entry[1])
  return entries.length > 0 ? `${path}?${new URLSearchParams(entries).toString()}` : path
}
