import { leave } from '../transport/answer.ts'
import { AccessDeniedError, RegistryError, RegistryRejectedError } from '../errors.ts'
import { type FetchedManifest, fetchManifest, manifestPath } from '../manifests.ts'
import { MANIFEST_ACCEPT } from '../mediaTypes.ts'
import { type Digest, type Reference, type Tag, isDigest } from '../names.ts'
import type { Place } from '../place.ts'
import { mapPool } from '../pool.ts'
import { malformed, send } from '../transport/transport.ts'
import { tryRead } from '../transport/tryRead.ts'
import { isEmptyLinkError, provesAbsence } from '../absence.ts'

/**
 * Where a tag points, as far as the registry's answers prove it. Proof is one of three: the registry names the
 * digest in its answer about this tag, content comes whose bytes have it, or the registry itself says that the tag
 * is not there. All else is `unknown`, however the answer came: alone, or gathered with others.
 *
 * A state tells of the moment it was asked at, past every cache. Lists and rules may use one a while; a deletion
 * decides by what it asks just before it acts.
 */
export type TagState = TagAt | { readonly kind: 'absent' } | UnknownTag

export type TagAt = {
  readonly kind: 'at'
  readonly digest: Digest
  /** Of the manifest, without parameters; empty where the registry names none. */
  readonly mediaType: string
}

/** Neither there nor gone: no decision may rest on it. */
export type UnknownTag = {
  readonly kind: 'unknown'
  /** `error`: the registry answered 5xx. `silent`: no answer, or one that proves nothing. */
  readonly problem: 'error' | 'no-right' | 'silent'
  /** The tag's link file is empty (crash, full disk): this breaks every digest deletion in its repository. */
  readonly hasEmptyLink: boolean
  readonly message: string
}

/** A state with the content that came along, or with the error that it was read from. */
export type TagReading =
  | (TagAt & { readonly content: FetchedManifest })
  | (Exclude<TagState, TagAt> & { readonly error: RegistryError })

/** How far a list of questions is. */
export type CountListener = (done: number, total: number) => void

/**
 * Asks where a tag points, or whether a digest is there (HEAD). Anything but a digest is asked again by GET,
 * whose body tells a registry's "not there" from everything else.
 *
 * @throws LoginRequiredError; an abort passes through. Every other failure is `unknown`
 */
export async function askTag(place: Place, reference: Reference): Promise<TagState> {
  const named = await ask(place, reference, 'HEAD')
  return named.kind === 'at' ? named : await confirmTag(place, reference)
}

/** The same by GET alone, for what should be gone. @throws as `askTag` */
export function confirmTag(place: Place, reference: Reference): Promise<TagState> {
  return ask(place, reference, 'GET')
}

/** The same with the content that the tag points to, for lists and rules. @throws as `askTag` */
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

async function ask(
  { transport, repository, signal }: Place,
  reference: Reference,
  method: 'GET' | 'HEAD',
): Promise<TagState> {
  const path = manifestPath(repository, reference)
  const request = { method, path, accept: MANIFEST_ACCEPT, signal }
  const answer = await tryRead(() => send(transport, request), signal)
  if (answer instanceof RegistryError) return judge(answer)
  leave(answer.body)
  const digest = answer.headers.get('Docker-Content-Digest') ?? ''
  if (answer.status !== 200 || !isDigest(digest)) {
    return judge(malformed(request, 'unexpected', 'the answer names no digest'))
  }
  return { kind: 'at', digest, mediaType: bareType(answer.headers.get('Content-Type') ?? '') }
}

function bareType(contentType: string): string {
  return (contentType.split(';', 1)[0] ?? '').trim().toLowerCase()
}

/** What an error proves of the tag that was asked for. */
function judge(error: RegistryError): Exclude<TagState, TagAt> {
  if (provesAbsence(error)) return { kind: 'absent' }
  const isError = error instanceof RegistryRejectedError && error.status >= 500
  return {
    kind: 'unknown',
    problem: error instanceof AccessDeniedError ? 'no-right' : isError ? 'error' : 'silent',
    hasEmptyLink: isEmptyLinkError(error),
    message: error.message,
  }
}
