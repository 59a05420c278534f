import { ask, digestOf, MANIFEST_TYPES } from './content.mjs'

/** @typedef {import('./content.mjs').Place} Place */
/** @typedef {import('./content.mjs').Descriptor} Descriptor */

/**
 * The digest that a tag (or a digest) has in the registry now.
 *
 * @param {Place} place
 * @param {string} reference
 * @returns {Promise<string | undefined>} undefined if it doesn't exist
 */
export async function resolveReference(place, reference) {
  const headers = { accept: MANIFEST_TYPES }
  const answer = await ask(place, 'HEAD', `manifests/${reference}`, { headers })
  return answer.ok ? (answer.headers.get('docker-content-digest') ?? undefined) : undefined
}

/**
 * Every listed tag with its digest, in the list's order; undefined for a dangling tag.
 *
 * @param {Place} place
 * @returns {Promise<Map<string, string | undefined>>} empty for an unknown or emptied repository
 */
export async function tagDigests(place) {
  const answer = await ask(place, 'GET', 'tags/list')
  /** @type {{ tags?: string[] | null }} */
  const list = answer.ok ? await answer.json() : {}
  const digests = new Map()
  for (const tag of list.tags ?? []) digests.set(tag, await resolveReference(place, tag))
  return digests
}

/**
 * Pulls everything that a tag or digest reaches: its manifest, children, config and layers.
 *
 * @param {Place} place
 * @param {string} reference
 * @returns {Promise<string[]>} what is missing or doesn't match its digest; empty = complete
 */
export async function whatIsMissing(place, reference) {
  const headers = { accept: MANIFEST_TYPES }
  const answer = await ask(place, 'GET', `manifests/${reference}`, { headers })
  if (!answer.ok) return [reference]
  const bytes = Buffer.from(await answer.arrayBuffer())
  if (reference.includes(':') && digestOf(bytes) !== reference) return [reference]
  /** @type {{ manifests?: Descriptor[], config?: Descriptor, layers?: Descriptor[] }} */
  const manifest = JSON.parse(bytes.toString())
  const missing = []
  for (const child of manifest.manifests ?? []) {
    missing.push(...(await whatIsMissing(place, child.digest)))
  }
  for (const blob of [manifest.config, ...(manifest.layers ?? [])]) {
    if (blob && !blob.urls && !(await isBlobWhole(place, blob.digest))) missing.push(blob.digest)
  }
  return missing
}

/**
 * @param {Place} place
 * @param {string} digest
 */
async function isBlobWhole(place, digest) {
  const answer = await ask(place, 'GET', `blobs/${digest}`)
  try {
    return digestOf(Buffer.from(await answer.arrayBuffer())) === digest
  } catch {
    return false // the registry promised bytes and closed the connection
  }
}
