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

/** distribution refuses manifests above 4 MiB; other registries may accept larger ones. */
export const MANIFEST_LIMIT = 16 * 1024 * 1024

/** A manifest and the bytes it was parsed from, verified against `digest`. */
export type FetchedManifest = {
  readonly digest: Digest
  /** As served by the registry; needed to push the same bytes again. Empty if there was none. */
  readonly mediaType: string
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly manifest: Manifest
}

/**
 * The manifest that `reference` points to. Its bytes are verified against the requested digest or, for a tag,
 * against the digest in the response.
 *
 * @see distribution-spec, "Pulling manifests" (end-3)
 * @throws DigestMismatchError; MalformedResponseError; NotFoundError if it doesn't exist (see `isGone`)
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
 * Pushes a manifest under a tag or its digest; returns the digest that the registry gives.
 *
 * @see distribution-spec, "Pushing Manifests" (end-7)
 * @throws MalformedResponseError if the response isn't a 201 (e.g. a login page): it may or may not be done
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
 * Deletes a manifest by its digest, **with every tag that points to it at that moment**, or, given a tag, only
 * that tag (distribution 3.x; 2.8 refuses). A 202 only proves that the request was accepted.
 *
 * @see distribution-spec, "Deleting Manifests" and "Deleting Tags" (end-9)
 * @throws MalformedResponseError if the response isn't a 202 (e.g. a login page): it may or may not be done
 */
export async function deleteManifest(
  { transport, repository }: Place,
  reference: Reference,
): Promise<void> {
  await write(transport, { method: 'DELETE', path: manifestPath(repository, reference) }, 202)
}

/** Takes no signal: after an abort nobody would know whether it was done. */
async function write(
  transport: Transport,
  request: RegistryRequest,
  expected: number,
): Promise<Headers> {
  const answer = await send(transport, request)
  // Read to the end to free the connection for the next request.
  await readText(answer)
  if (answer.status === expected) return answer.headers
  throw malformed(request, 'unexpected', `the status is ${answer.status} instead of ${expected}`)
}

/** Repository names and references need no escaping: their grammar allows only URL-safe characters. */
export function manifestPath(repository: RepositoryName, reference: Reference): string {
  return `/v2/${repository}/manifests/${reference}`
}
