import type { Answer } from './transport/answer.ts'
import { fetchJson, readContent } from './transport/body.ts'
import { digestLike, sha256Digest } from './digest.ts'
import { DigestMismatchError } from './errors.ts'
import { type Manifest, parseManifest } from './manifest.ts'
import { MANIFEST_ACCEPT, isContentType } from './mediaTypes.ts'
import { type Digest, type Reference, type RepositoryName, isDigest } from './names.ts'
import { schema1Payload } from './signedSchema1.ts'
import {
  type RegistryRequest,
  type Transport,
  describeRequest,
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
 *   MalformedResponseError; what `send` throws
 */
export async function fetchManifest(
  transport: Transport,
  repository: RepositoryName,
  reference: Reference,
  signal?: AbortSignal,
): Promise<FetchedManifest> {
  const request: RegistryRequest = {
    path: manifestPath(repository, reference),
    accept: MANIFEST_ACCEPT,
    signal,
    cache: isDigest(reference) ? 'default' : 'no-store',
  }
  return await readContent(request, (asked) => readManifest(transport, asked, reference))
}

async function readManifest(
  transport: Transport,
  request: RegistryRequest,
  reference: Reference,
): Promise<FetchedManifest> {
  const { json, bytes, headers } = await fetchJson(transport, request, MANIFEST_LIMIT)
  const served = headers.get('Content-Type') ?? ''
  const mediaType = isContentType(served) ? served : ''
  const manifest = parseManifest(json, mediaType)
  const content = manifest.kind === 'schema-1' ? schema1Payload(bytes, json) : bytes
  const named = headers.get('Docker-Content-Digest') ?? ''
  const expected = isDigest(reference) ? reference : isDigest(named) ? named : undefined
  const actual = expected ? digestLike(expected, content) : sha256Digest(content)
  if (expected && actual && actual !== expected) {
    throw new DigestMismatchError(describeRequest(request), expected, actual)
  }
  return { digest: expected ?? sha256Digest(content), mediaType, bytes, manifest }
}

/**
 * Puts a manifest under a tag or its digest; gives back the digest that the registry names.
 *
 * @see distribution-spec, "Pushing Manifests" (end-7)
 * @throws MalformedResponseError where the answer is no 201 (a login page): then it may be done or not;
 *   what `send` throws
 */
export async function putManifest(
  transport: Transport,
  repository: RepositoryName,
  reference: Reference,
  mediaType: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Digest> {
  const request: RegistryRequest = {
    method: 'PUT',
    path: manifestPath(repository, reference),
    headers: { 'Content-Type': mediaType },
    body: bytes,
  }
  const response = await send(transport, request)
  await expectStatus(response, 201, request)
  const digest = response.headers.get('Docker-Content-Digest') ?? ''
  return isDigest(digest) ? digest : sha256Digest(bytes)
}

/**
 * Deletes a manifest by its digest, **with every tag that is on it by then**, or, by a tag, that tag alone
 * (distribution 3.x; 2.8 refuses). A 202 proves only that it was asked for.
 *
 * @see distribution-spec, "Deleting Manifests" and "Deleting Tags" (end-9)
 * @throws MalformedResponseError where the answer is no 202 (a login page): then it may be done or not;
 *   what `send` throws
 */
export async function deleteManifest(
  transport: Transport,
  repository: RepositoryName,
  reference: Reference,
): Promise<void> {
  const path = manifestPath(repository, reference)
  const request: RegistryRequest = { method: 'DELETE', path }
  await expectStatus(await send(transport, request), 202, request)
}

async function expectStatus(response: Answer, status: number, request: RegistryRequest) {
  // Read to its end, so that the connection is free for the next request.
  await readText(response)
  if (response.status === status) return
  throw malformed(request, 'unexpected', `the answer is ${response.status} instead of ${status}`)
}

/** Names and references have only URL-safe characters: their grammar saw to it. */
export function manifestPath(repository: RepositoryName, reference: Reference): string {
  return `/v2/${repository}/manifests/${reference}`
}
