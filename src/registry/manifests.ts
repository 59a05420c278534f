import { fetchJson, readContent } from './transport/body.ts'
import { checkDigest, sha256Digest } from './digest.ts'
import { type Manifest, parseManifest } from './manifest.ts'
import { MANIFEST_ACCEPT, isContentType } from './mediaTypes.ts'
import { type Digest, type Reference, type RepositoryName, isDigest } from './names.ts'
import type { Place } from './place.ts'
import { schema1Payload } from './signedSchema1.ts'
import {
  type RegistryRequest,
  type Transport,
  malformed,
  readText,
  send,
} from './transport/transport.ts'

/** distribution refuses manifests above 4 MiB; other registries may hold larger ones. */
export const MANIFEST_LIMIT = 16 * 1024 * 1024

/** A manifest with the bytes it was read from. They hash to `digest`: it was checked. */
export type FetchedManifest = {
  readonly digest: Digest
  /** As the registry served it; needed to put the same bytes back. Empty where it named none. */
  readonly mediaType: string
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly manifest: Manifest
}

/**
 * The manifest that `reference` points to. Its bytes are checked against the digest asked for, or, for a
 * tag, the digest that the registry names.
 *
 * @see distribution-spec, "Pulling manifests" (end-3)
 * @throws DigestMismatchError; NotFoundError when tag or digest is gone (see `isGone`);
 *   MalformedResponseError
 */
export async function fetchManifest(
  { transport, repository, signal }: Place,
  reference: Reference,
): Promise<FetchedManifest> {
  const path = manifestPath(repository, reference)
  const cache = isDigest(reference) ? 'default' : 'no-store'
  const asked: RegistryRequest = { path, accept: MANIFEST_ACCEPT, signal, cache }
  return await readContent(asked, async (request) => {
    const { json, bytes, headers } = await fetchJson(transport, request, MANIFEST_LIMIT)
    const served = headers.get('Content-Type') ?? ''
    const mediaType = isContentType(served) ? served : ''
    const manifest = parseManifest(json, mediaType)
    const content = manifest.kind === 'schema-1' ? schema1Payload(bytes, json) : bytes
    const named = headers.get('Docker-Content-Digest') ?? ''
    const digest = [reference, named].find(isDigest) ?? sha256Digest(content)
    checkDigest(request, digest, content)
    return { digest, mediaType, bytes, manifest }
  })
}

/**
 * Puts a manifest under a tag or its digest; gives back the digest that the registry names.
 *
 * @see distribution-spec, "Pushing Manifests" (end-7)
 * @throws MalformedResponseError where the answer is no 201 (a login page): then it may be done or not
 */
export async function putManifest(
  { transport, repository }: Place,
  reference: Reference,
  mediaType: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Digest> {
  const path = manifestPath(repository, reference)
  const headers = { 'Content-Type': mediaType }
  const answered = await write(transport, { method: 'PUT', path, headers, body: bytes }, 201)
  const digest = answered.get('Docker-Content-Digest') ?? ''
  return isDigest(digest) ? digest : sha256Digest(bytes)
}

/**
 * Deletes a manifest by its digest, **with every tag that is on it by then**, or, by a tag, that tag alone
 * (distribution 3.x; 2.8 refuses). A 202 proves only that it was asked for.
 *
 * @see distribution-spec, "Deleting Manifests" and "Deleting Tags" (end-9)
 * @throws MalformedResponseError where the answer is no 202 (a login page): then it may be done or not
 */
export async function deleteManifest(
  { transport, repository }: Place,
  reference: Reference,
): Promise<void> {
  await write(transport, { method: 'DELETE', path: manifestPath(repository, reference) }, 202)
}

/** Never ended by a signal: whoever stops waiting would not know what became of it. */
async function write(
  transport: Transport,
  request: RegistryRequest,
  expected: number,
): Promise<Headers> {
  const answer = await send(transport, request)
  // Read to its end, so that the connection is free for the next request.
  await readText(answer)
  if (answer.status === expected) return answer.headers
  throw malformed(request, 'unexpected', `the answer is ${answer.status} instead of ${expected}`)
}

/** Names and references have only URL-safe characters: their grammar saw to it. */
export function manifestPath(repository: RepositoryName, reference: Reference): string {
  return `/v2/${repository}/manifests/${reference}`
}
