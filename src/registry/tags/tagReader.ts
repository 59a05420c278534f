import { type Answer, leave } from '../transport/answer.ts'
import { parseJson, readBytes } from '../transport/body.ts'
import { checkDigest, digestLike, sha256Digest } from '../digest.ts'
import { AccessDeniedError, RegistryError, RegistryRejectedError } from '../errors.ts'
import { parseManifest } from '../manifest.ts'
import { MANIFEST_LIMIT, type FetchedManifest, fetchManifest, manifestPath } from '../manifests.ts'
import { MANIFEST_ACCEPT } from '../mediaTypes.ts'
import { type Digest, type Reference, type Tag, isDigest } from '../names.ts'
import type { Place } from '../place.ts'
import { mapPool } from '../pool.ts'
import { schema1Payload } from '../signedSchema1.ts'
import { type RegistryRequest, malformed, send } from '../transport/transport.ts'
import { tryRead } from '../transport/tryRead.ts'
import { deniesRepository, isEmptyLinkError, provesAbsence } from '../absence.ts'

/**
 * Where a tag points, if proved: the response about this tag gives the digest, or its content has it, or the registry
 * itself says that the tag doesn't exist. Everything else is `unknown`.
 *
 * A state is true for the moment of its request; no cache is involved. Lists and rules may use it for a while; a
 * deletion checks again just before it acts.
 */
export type TagState = TagAt | AbsentTag | UnknownTag

export type AbsentTag = {
  readonly kind: 'absent'
  /** The registry says so of the whole repository. */
  readonly isRepository?: true
}

export type TagAt = {
  readonly kind: 'at'
  readonly digest: Digest
  /** Of the manifest, without parameters; empty if the registry gives none. */
  readonly mediaType: string
}

/** Neither proved to exist nor to be gone: no decision may rest on it. */
export type UnknownTag = {
  readonly kind: 'unknown'
  /** `error`: the registry answered 5xx. `silent`: no response, or one that proves nothing. */
  readonly problem: 'error' | 'no-right' | 'silent'
  /** The tag's link file is empty (crash, full disk): this breaks every deletion by digest in its repository. */
  readonly hasEmptyLink: boolean
  readonly message: string
}

/** A state with the content, or with the error it was derived from. */
export type TagReading =
  | (TagAt & { readonly content: FetchedManifest })
  | (Exclude<TagState, TagAt> & { readonly error: RegistryError })

export type CountListener = (done: number, total: number) => void

/**
 * Asks where a tag points, or whether a digest exists (HEAD). If no digest comes back, it asks again with GET,
 * whose body tells the registry's own "not found" from everything else.
 *
 * @throws LoginRequiredError; an abort. Every other failure is `unknown`
 */
export async function askTag(place: Place, reference: Reference): Promise<TagState> {
  const named = await ask(place, reference, 'HEAD')
  return named.kind === 'at' ? named : await confirmTag(place, reference)
}

/** The same with GET only, for what should be gone. @throws as `askTag` */
export function confirmTag(place: Place, reference: Reference): Promise<TagState> {
  return ask(place, reference, 'GET')
}

/** The same with the content, for lists and rules. @throws as `askTag` */
export async function readTag(place: Place, tag: Tag): Promise<TagReading> {
  const content = await tryRead(() => fetchManifest(place, tag), place.signal)
  if (content instanceof RegistryError) return { ...judge(content), error: content }
  const { digest, mediaType } = content
  return { kind: 'at', digest, mediaType: bareType(mediaType), content }
}

/** `askTag` for many tags, six at a time. @throws as `askTag` */
export async function askTags(
  place: Place,
  tags: readonly Tag[],
  onCount?: CountListener,
): Promise<Map<Tag, TagState>> {
  let done = 0
  onCount?.(0, tags.length)
  const states = await mapPool(tags, 6, async (tag) => {
    const state = await askTag(place, tag)
    done += 1
    onCount?.(done, tags.length)
    return [tag, state] as const
  })
  return new Map(states)
}

/**
 * `askTags`, with the list beside it: that a repository doesn't exist proves nothing about a tag that it lists.
 *
 * @throws as `askTag`
 */
export async function askListedTags(
  place: Place,
  tags: readonly Tag[],
  listed: ReadonlySet<Tag>,
  onCount?: CountListener,
): Promise<Map<Tag, TagState>> {
  const states = await askTags(place, tags, onCount)
  for (const [tag, state] of states) {
    if (listed.has(tag) && state.kind === 'absent' && state.isRepository) {
      states.set(tag, CONTRADICTION)
    }
  }
  return states
}

const CONTRADICTION: UnknownTag = {
  kind: 'unknown',
  problem: 'silent',
  hasEmptyLink: false,
  message: 'The registry lists this tag, but also says that its repository doesn’t exist',
}

async function ask(
  { transport, repository, signal }: Place,
  reference: Reference,
  method: 'GET' | 'HEAD',
): Promise<TagState> {
  const path = manifestPath(repository, reference)
  const request = { method, path, accept: MANIFEST_ACCEPT, signal }
  const answer = await tryRead(() => send(transport, request), signal)
  if (answer instanceof RegistryError) return judge(answer)
  const mediaType = bareType(answer.headers.get('Content-Type') ?? '')
  const named = answer.headers.get('Docker-Content-Digest')
  // Some registries and proxies leave the header out; then the content tells.
  if (answer.status === 200 && named === null && method === 'GET') {
    const digest = await tryRead(() => hashManifest(answer, request, reference), signal)
    return digest instanceof RegistryError ? judge(digest) : { kind: 'at', digest, mediaType }
  }
  leave(answer.body)
  if (answer.status !== 200 || !isDigest(named ?? '')) {
    return judge(malformed(request, 'unexpected', 'the response has no digest'))
  }
  return { kind: 'at', digest: named as Digest, mediaType }
}

/** The digest of a response's manifest, in the algorithm of `reference`. @throws MalformedResponseError if it's none */
async function hashManifest(
  answer: Answer,
  request: RegistryRequest,
  reference: Reference,
): Promise<Digest> {
  const bytes = await readBytes(answer, request, MANIFEST_LIMIT)
  const json = parseJson(bytes, answer, request)
  const { kind } = parseManifest(json, answer.headers.get('Content-Type') ?? '')
  if (kind === 'unknown') throw malformed(request, 'unexpected', 'the response is no manifest')
  const content = kind === 'schema-1' ? schema1Payload(bytes, json) : bytes
  const digest = isDigest(reference) ? digestLike(reference, content) : sha256Digest(content)
  if (!digest) throw malformed(request, 'unexpected', 'the response has no digest')
  if (isDigest(reference)) checkDigest(request, reference, content)
  return digest
}

function bareType(contentType: string): string {
  return (contentType.split(';', 1)[0] ?? '').trim().toLowerCase()
}

/** What an error proves about the requested tag. */
function judge(error: RegistryError): Exclude<TagState, TagAt> {
  if (provesAbsence(error)) {
    return deniesRepository(error) ? { kind: 'absent', isRepository: true } : { kind: 'absent' }
  }
  const isError = error instanceof RegistryRejectedError && error.status >= 500
  return {
    kind: 'unknown',
    problem: error instanceof AccessDeniedError ? 'no-right' : isError ? 'error' : 'silent',
    hasEmptyLink: isEmptyLinkError(error),
    message: error.message,
  }
}
