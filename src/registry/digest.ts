import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { DigestMismatchError } from './errors.ts'
import type { Digest } from './names.ts'
import { type RegistryRequest, describeRequest } from './transport/transport.ts'

// Not crypto.subtle: it doesn't exist on plain-http origins, where Homeport is mostly used.
const ALGORITHMS = new Map<string, (bytes: Uint8Array) => Uint8Array>([
  ['sha256', sha256],
  ['sha384', sha384],
  ['sha512', sha512],
])

export function sha256Digest(bytes: Uint8Array): Digest {
  return `sha256:${bytesToHex(sha256(bytes))}` as Digest
}

/** Whether content can be verified against a digest, i.e. whether its algorithm is supported here. */
export function isCheckable(digest: Digest): boolean {
  return ALGORITHMS.has(algorithmOf(digest))
}

/** The digest of `bytes` in the algorithm of `like`; `undefined` if that isn't supported here. */
export function digestLike(like: Digest, bytes: Uint8Array): Digest | undefined {
  const algorithm = algorithmOf(like)
  const hash = ALGORITHMS.get(algorithm)
  return hash && (`${algorithm}:${bytesToHex(hash(bytes))}` as Digest)
}

/** @throws DigestMismatchError if the bytes don't match; a digest of an unsupported algorithm passes */
export function checkDigest(request: RegistryRequest, digest: Digest, bytes: Uint8Array): void {
  const actual = digestLike(digest, bytes)
  if (actual && actual !== digest) {
    throw new DigestMismatchError(describeRequest(request), digest, actual)
  }
}

function algorithmOf(digest: Digest): string {
  return digest.slice(0, digest.indexOf(':'))
}

/** Whether this is the digest of no bytes at all. */
export function isEmptyContent(digest: Digest): boolean {
  return digestLike(digest, new Uint8Array()) === digest
}
