import { sha256Digest } from '../src/registry/digest.ts'
import { MEDIA_TYPE } from '../src/registry/mediaTypes.ts'
import { errorAnswer, fakeTransport, jsonAnswer } from './fakeTransport.ts'

/** How a registry differs from distribution 2.8, which deletes at once and only by digest. */
export type Oddities = {
  /** It deletes single tags, too. */
  deletesTags?: boolean
  /** A deletion takes effect after so many milliseconds. */
  slow?: number
  /** The list shows tags for so many milliseconds longer. */
  lag?: number
  /** The code with which it refuses to delete a tag. */
  tagRefusal?: string
  /** The code of a 404. */
  code?: string
  /** It leaves out `Docker-Content-Digest`. */
  isNameless?: boolean
  /** It answers 202 and deletes nothing. */
  isIdle?: boolean
  /** Along with a digest or tag it deletes these. */
  along?: readonly string[]
  /** It refuses a deletion that matches. */
  refuses?: (reference: string) => Response | undefined
}

/** One repository, `a`, in memory. The oddities may be changed at any time. */
export function createMemoryRegistry(odd: Oddities = {}) {
  const manifests = new Map<string, { type: string; bytes: Uint8Array<ArrayBuffer> }>()
  const tags = new Map<string, string>()
  const listed = new Set<string>()
  const push = (reference: string, bytes: Uint8Array<ArrayBuffer>, type: string) => {
    const digest = sha256Digest(bytes)
    manifests.set(digest, { type, bytes })
    if (reference.includes(':')) return digest
    tags.set(reference, digest)
    listed.add(reference)
    return digest
  }
  const pushJson = (reference: string, value: object, type: string = MEDIA_TYPE.ociManifest) =>
    push(reference, new TextEncoder().encode(JSON.stringify(value)), type)
  const dropTag = (tag: string) => {
    tags.delete(tag)
    after(odd.lag, () => listed.delete(tag))
  }
  const remove = (reference: string) => {
    const isDigest = manifests.delete(reference)
    for (const [tag, at] of tags) if (tag === reference || at === reference) dropTag(tag)
    if (!isDigest && !odd.deletesTags) return
    for (const one of odd.along ?? []) if (manifests.has(one) || tags.has(one)) remove(one)
  }
  const missing = () => errorAnswer(404, odd.code ?? 'MANIFEST_UNKNOWN')
  const transport = fakeTransport((path, { method = 'GET', body, headers = {} }) => {
    if (path.includes('/tags/list')) return jsonAnswer({ name: 'a', tags: [...listed].sort() })
    const [, reference = ''] = path.split('/manifests/')
    if (method === 'PUT' && body) {
      const isWhole = childrenOf(body).every(({ digest }) => manifests.has(digest))
      if (!isWhole) return errorAnswer(400, 'MANIFEST_BLOB_UNKNOWN')
      push(reference, body, headers['Content-Type'] ?? '')
      return new Response(null, { status: 201 })
    }
    const found = manifests.get(tags.get(reference) ?? reference)
    if (method !== 'DELETE') {
      if (!found) return missing()
      const { type, bytes } = found
      const named = { 'Docker-Content-Digest': sha256Digest(bytes) }
      const sent = { 'Content-Type': type, ...(odd.isNameless ? {} : named) }
      return new Response(method === 'HEAD' ? null : bytes, { headers: sent })
    }
    if (!reference.includes(':') && !odd.deletesTags)
      return errorAnswer(400, odd.tagRefusal ?? 'DIGEST_INVALID')
    if (!found) return missing()
    const refusal = odd.refuses?.(reference)
    if (refusal) return refusal
    if (!odd.isIdle) after(odd.slow, () => remove(reference))
    return new Response(null, { status: 202 })
  })
  return { transport, tags, manifests, push: pushJson, odd }
}

function childrenOf(bytes: Uint8Array): readonly { readonly digest: string }[] {
  const index = JSON.parse(new TextDecoder().decode(bytes)) as { manifests?: { digest: string }[] }
  return index.manifests ?? []
}

function after(milliseconds: number | undefined, work: () => void): void {
  if (milliseconds === undefined) work()
  else setTimeout(work, milliseconds)
}
