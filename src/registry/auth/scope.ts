import type { RegistryRequest } from '../transport/transport.ts'

/** What a request needs a token for: one right in one repository, or the catalog; nothing in particular: `/v2/`. */
export type Need = {
  /** How a scope for it begins: `repository:team/app:`; empty for `/v2/`. */
  readonly resource: string
  /** Requests with the same need share a token. */
  readonly action: 'pull' | 'push' | 'delete' | '*'
}

const ACTIONS = { GET: 'pull', HEAD: 'pull', PUT: 'push', DELETE: 'delete' } as const

export function needOf({ method = 'GET', path }: RegistryRequest): Need {
  if (/^\/v2\/_catalog(?:\?|$)/.test(path)) return { resource: 'registry:catalog:', action: '*' }
  const [, repository] = /^\/v2\/(.+)\/(?:manifests|blobs|tags|referrers)\//.exec(path) ?? []
  return { resource: repository ? `repository:${repository}:` : '', action: ACTIONS[method] }
}

/** The scope for a need, as distribution's own clients write it. A manifest is put by who may also pull. */
export function scopeFor({ resource, action }: Need): string {
  if (resource === '') return ''
  return `${resource}${action === 'push' ? 'pull,push' : action}`
}

/**
 * The scopes to ask a token service for, one after the other as long as it answers 400. First what the registry
 * itself named when it refused the request, unless that is about something else: GHCR names a repository
 * `user/image` on `/v2/`, Gitea `*`. Quay's service knows only `pull`, `push` and `*`.
 */
export function scopesToAsk(need: Need, named: string | undefined): readonly string[] {
  const own = scopeFor(need)
  if (own === '') return ['']
  const parts = named?.split(' ') ?? []
  const isNamed = parts.some((part) => part.startsWith(need.resource))
  const first = isNamed && named !== undefined ? named : own
  if (!need.resource.startsWith('repository:')) return [first, '']
  return [...new Set([first, `${need.resource}pull,push`, `${need.resource}*`])]
}
