import { digestOf } from '../layer.mjs'
import { answerEmpty, answerJson, answerText, refuse } from './answers.mjs'
import { answerList } from './lists.mjs'
import { afterMove, remove, whyNeverDelete, whyNotDelete } from './removal.mjs'
import { createRepository, read, referrersOf, store } from './state.mjs'

/**
 * @typedef {import('./answers.mjs').Answer} Answer
 *
 * @typedef {object} Request
 * @property {string} method
 * @property {URL} url
 * @property {Readonly<Record<string, string | undefined>>} headers in lower case
 * @property {Uint8Array<ArrayBuffer>} body
 * @property {boolean} [isSetUp] from the test itself: nothing is refused
 */

/**
 * A registry product in memory, without a network. `rules` may be changed at any time.
 *
 * @param {import('./products.mjs').Switches} rules
 */
export function createEmulator(rules) {
  /** @type {Map<string, import('./state.mjs').Repository>} */
  const repositories = new Map()
  /** Whatever their repository: as long as garbage isn't collected, no blob goes. @type {Map<string, Uint8Array<ArrayBuffer>>} */
  const blobs = new Map()
  const deny = (/** @type {import('./answers.mjs').Refusal} */ line) => refuse(line, rules)

  /** @param {string} name */
  function repository(name) {
    const found = repositories.get(name) ?? createRepository()
    repositories.set(name, found)
    return found
  }

  /** @param {Request} request @returns {Answer} */
  function answer(request) {
    const { method, url } = request
    if (url.pathname === '/v2/') return answerJson({})
    if (url.pathname === '/v2/_catalog') return answerCatalog(url)
    const [, name = '', kind, rest = ''] =
      /^\/v2\/(.+?)\/(blobs|manifests|tags|referrers)\/(.+)$/.exec(url.pathname) ?? []
    if (kind === 'blobs') return answerBlob(request, rest)
    if (kind === 'manifests' && method === 'PUT') return answerPut(request, name, rest)
    const found = repositories.get(name)
    if (!found) return answerUnknown(method, kind, rest)
    if (kind === 'manifests' && method === 'DELETE') return answerDelete(request, found, rest)
    if (kind === 'manifests') return answerManifest(request, found, rest)
    if (kind === 'tags') return answerTags(url, name, found)
    return kind === 'referrers' ? answerReferrers(url, found, rest) : refuse('404')
  }

  /** @param {URL} url */
  function answerCatalog(url) {
    const { catalog, isFiltered } = rules
    if (typeof catalog === 'string') return deny(catalog)
    const isShown = (/** @type {string} */ name) => !isFiltered || !name.startsWith('hidden/')
    return answerList({
      entries: [...repositories.keys()].filter(isShown).sort(),
      nameOf: (name) => name,
      rules: catalog,
      url,
      write: (names) => ({ repositories: names }),
    })
  }

  /** @param {string} method @param {string | undefined} kind @param {string} reference */
  function answerUnknown(method, kind, reference) {
    const { noRepository, noRepositoryToDelete } = rules
    const never = method === 'DELETE' ? whyNeverDelete(reference, rules) : undefined
    if (never) return deny(never)
    if (method === 'DELETE' && noRepositoryToDelete) return deny(noRepositoryToDelete)
    if (noRepository !== 'empty') return deny(noRepository)
    return kind === 'tags' ? answerJson({ tags: [] }) : deny(rules.absent)
  }

  /** @param {URL} url @param {string} name @param {import('./state.mjs').Repository} found */
  function answerTags(url, name, { listed }) {
    return answerList({
      entries: [...listed].sort(),
      nameOf: (tag) => tag,
      rules: rules.tags,
      url,
      write: (tags) => ({ name, tags }),
    })
  }

  /** @param {URL} url @param {import('./state.mjs').Repository} found @param {string} subject */
  function answerReferrers(url, found, subject) {
    const { referrers, unknownSubject } = rules
    if (referrers === 'web-page') return answerText(200, '<!doctype html><p>Hello', 'text/html')
    if (typeof referrers === 'string') return deny(referrers)
    if (unknownSubject && !found.manifests.has(subject)) return deny(unknownSubject)
    return answerList({
      entries: referrersOf(found, subject),
      nameOf: ({ digest }) => digest,
      rules: referrers,
      url,
      write: (entries) => ({
        schemaVersion: 2,
        mediaType: 'application/vnd.oci.image.index.v1+json',
        manifests: entries.map(({ digest, stored }) => {
          const { artifactType, config, annotations } = read(stored)
          const size = stored.bytes.length
          const type = artifactType ?? config?.mediaType
          return { mediaType: stored.mediaType, digest, size, artifactType: type, annotations }
        }),
      }),
      headers: { 'content-type': 'application/vnd.oci.image.index.v1+json' },
    })
  }

  /** @param {Request} request @param {import('./state.mjs').Repository} found @param {string} reference */
  function answerManifest({ method }, { manifests, tags, deleted }, reference) {
    const digest = tags.get(reference) ?? reference
    const stored = manifests.get(digest)
    if (!stored) return deny((deleted.has(reference) && rules.deletedTag) || rules.absent)
    const name = rules.isNameless ? {} : { 'docker-content-digest': digest }
    const headers = { 'content-type': stored.mediaType, ...name }
    return { status: 200, headers, body: method === 'HEAD' ? '' : stored.bytes }
  }

  /** @param {Request} request @param {string} name @param {string} reference */
  function answerPut({ headers, body, isSetUp }, name, reference) {
    if (rules.put && !isSetUp) return deny(rules.put)
    const found = repository(name)
    if (rules.locked && !isSetUp && found.locked.has(reference)) return deny(rules.locked)
    const stored = { mediaType: headers['content-type'] ?? '', bytes: body }
    const lacking = read(stored).manifests.find((child) => !found.manifests.has(child.digest))
    if (lacking) {
      const error = { code: 'MANIFEST_BLOB_UNKNOWN', message: 'unknown', detail: lacking.digest }
      return answerJson({ errors: [error] }, { status: 400 })
    }
    const before = found.tags.get(reference)
    const digest = store(found, reference, stored)
    if (before !== digest) afterMove(found, before, rules)
    return answerEmpty(201, {
      'docker-content-digest': digest,
      location: `/v2/${name}/manifests/${digest}`,
    })
  }

  /** @param {Request} request @param {import('./state.mjs').Repository} found @param {string} reference */
  function answerDelete({ headers }, found, reference) {
    const asks = headers['accept'] ?? '*/*'
    if (rules.manifestAccept && asks.includes('manifest')) return deny(rules.manifestAccept)
    const refusal = whyNotDelete(found, reference, rules)
    return refusal ? deny(refusal) : remove(found, reference, rules)
  }

  /** Blobs are pushed in one piece, by tests. @param {Request} request @param {string} rest */
  function answerBlob({ method, url, headers, body }, rest) {
    if (method === 'POST') return answerEmpty(202, { location: `${url.pathname}1` })
    if (method === 'PUT') {
      const digest = url.searchParams.get('digest') ?? digestOf(Buffer.from(body))
      blobs.set(digest, body)
      return answerEmpty(201, { 'docker-content-digest': digest })
    }
    const bytes = blobs.get(rest)
    if (!bytes) return refuse('404 BLOB_UNKNOWN blob unknown to registry')
    const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(headers['range'] ?? '') ?? []
    const part = first && last ? bytes.slice(Number(first), Number(last) + 1) : undefined
    const range = part && { 'content-range': `bytes ${first}-${last}/${bytes.length}` }
    const shown = { 'content-type': 'application/octet-stream', ...range }
    return {
      status: part ? 206 : 200,
      headers: shown,
      body: method === 'HEAD' ? '' : (part ?? bytes),
    }
  }

  return { rules, repositories, repository, answer }
}
