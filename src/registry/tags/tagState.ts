import { type Answer, leave } from '../transport/answer.ts'
import { AccessDeniedError, RegistryError, RegistryRejectedError } from '../errors.ts'
import { manifestPath } from '../manifests.ts'
import { MANIFEST_ACCEPT } from '../mediaTypes.ts'
import { type Digest, type Reference, type RepositoryName, type Tag, isDigest } from '../names.ts'
import { mapPool } from '../pool.ts'
import { type Transport, send } from '../transport/transport.ts'
import { tryRead } from '../transport/tryRead.ts'
import { provesAbsence } from '../absence.ts'
import { isEmptyLinkError } from './emptyLink.ts'

/** Where a tag points at this moment, as far as the registry's answers prove it. */
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

/** How far a list of questions is. */
export type CountListener = (done: number, total: number) => void

/**
 * Asks where a tag points, or whether a digest is there (HEAD). Anything but a digest is asked again by GET,
 * whose body tells a registry's "not there" from everything else.
 *
 * @throws LoginRequiredError; an abort passes through. Every other failure is `unknown`
 */
export async function askTag(
  transport: Transport,
  repository: RepositoryName,
  reference: Reference,
  signal?: AbortSignal,
): Promise<TagState> {
  const path = manifestPath(repository, reference)
  const ask = () => send(transport, { method: 'HEAD', path, accept: MANIFEST_ACCEPT, signal })
  const found = readState(await tryRead(ask, signal))
  if (found) return found
  return await confirmTag(transport, repository, reference, signal)
}

/** The same by GET alone, for what should be gone. @throws as `askTag` */
export async function confirmTag(
  transport: Transport,
  repository: RepositoryName,
  reference: Reference,
  signal?: AbortSignal,
): Promise<TagState> {
  const path = manifestPath(repository, reference)
  const answer = await tryRead(
    () => send(transport, { path, accept: MANIFEST_ACCEPT, signal }),
    signal,
  )
  if (answer instanceof RegistryError) {
    return provesAbsence(answer) ? { kind: 'absent' } : describeUnknown(answer)
  }
  leave(answer.body)
  return readState(answer) ?? unknownState('silent', 'The answer names no digest')
}

/** `askTag` for many tags, six at a time. @throws as `askTag` */
export async function askTags(
  transport: Transport,
  repository: RepositoryName,
  tags: readonly Tag[],
  {
    signal,
    onCount,
  }: { signal?: AbortSignal | undefined; onCount?: CountListener | undefined } = {},
): Promise<Map<Tag, TagState>> {
  let done = 0
  onCount?.(0, tags.length)
  const states = await mapPool(tags, 6, async (tag) => {
    const state = await askTag(transport, repository, tag, signal)
    done += 1
    onCount?.(done, tags.length)
    return [tag, state] as const
  })
  return new Map(states)
}

function readState(response: Answer | RegistryError): TagAt | undefined {
  if (response instanceof RegistryError) return undefined
  const digest = response.headers.get('Docker-Content-Digest') ?? ''
  const mediaType = (response.headers.get('Content-Type') ?? '').split(';', 1)[0] ?? ''
  if (response.status !== 200 || !isDigest(digest)) return undefined
  return { kind: 'at', digest, mediaType: mediaType.trim().toLowerCase() }
}

function describeUnknown(error: RegistryError): UnknownTag {
  const { message } = error
  if (error instanceof AccessDeniedError) return unknownState('no-right', message)
  const isError = error instanceof RegistryRejectedError && error.status >= 500
  if (!isError) return unknownState('silent', message)
  return { ...unknownState('error', message), hasEmptyLink: isEmptyLinkError(error) }
}

function unknownState(problem: UnknownTag['problem'], message: string): UnknownTag {
  return { kind: 'unknown', problem, hasEmptyLink: false, message }
}
