import { digestOf } from '../layer.mjs'

/**
 * @typedef {object} Stored
 * @property {string} mediaType
 * @property {Uint8Array<ArrayBuffer>} bytes
 *
 * @typedef {object} Repository what a product holds; tests may look at it, and change it
 * @property {Map<string, Stored>} manifests by digest
 * @property {Map<string, string>} tags with their digests
 * @property {Set<string>} listed tags in its list
 * @property {Set<string>} deleted tags that it has deleted
 * @property {Set<string>} locked tags that a rule protects
 *
 * @typedef {{ digest: string, mediaType: string, size: number, artifactType?: string }} Descriptor
 */

/** @returns {Repository} */
export function createRepository() {
  return {
    manifests: new Map(),
    tags: new Map(),
    listed: new Set(),
    deleted: new Set(),
    locked: new Set(),
  }
}

/** @param {string} reference */
export function isDigest(reference) {
  return reference.includes(':')
}

/**
 * Stores a manifest under its digest and, if that is what it is pushed to, a tag.
 *
 * @param {Repository} repository
 * @param {string} reference
 * @param {Stored} stored
 */
export function store({ manifests, tags, listed, deleted }, reference, stored) {
  const digest = digestOf(Buffer.from(stored.bytes))
  manifests.set(digest, stored)
  if (isDigest(reference)) return digest
  tags.set(reference, digest)
  listed.add(reference)
  deleted.delete(reference)
  return digest
}

/**
 * What a manifest says of others.
 *
 * @param {Stored | undefined} stored
 * @returns {{ manifests: readonly Descriptor[], subject?: Descriptor, artifactType?: string, config?: Descriptor,
 *   annotations?: object }}
 */
export function read(stored) {
  const text = stored ? Buffer.from(stored.bytes).toString() : '{}'
  return { manifests: [], ...JSON.parse(text) }
}

/** @param {Repository} repository @param {string} digest */
export function tagsOn({ tags }, digest) {
  return [...tags].flatMap(([tag, at]) => (at === digest ? [tag] : []))
}

/** Indexes that contain an image. @param {Repository} repository @param {string} digest */
export function parentsOf({ manifests }, digest) {
  return [...manifests].flatMap(([parent, stored]) =>
    read(stored).manifests.some((child) => child.digest === digest) ? [parent] : [],
  )
}

/** Manifests with this subject. @param {Repository} repository @param {string} digest */
export function referrersOf({ manifests }, digest) {
  return [...manifests].flatMap(([one, stored]) =>
    read(stored).subject?.digest === digest ? [{ digest: one, stored }] : [],
  )
}

/** Cosign's tags for an image. @param {Repository} repository @param {string} digest */
export function cosignTagsOf({ tags }, digest) {
  const start = `${digest.replace(':', '-')}.`
  return [...tags.keys()].filter((tag) => tag.startsWith(start))
}
