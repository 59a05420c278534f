import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { digestOf } from '../stack/content.mjs'

/**
 * @typedef {object} Storage
 * @property {(bytes: Buffer) => { digest: string, size: number }} writeBlob stores bytes that
 *   repositories may link to
 * @property {(repository: string, digest: string) => void} linkBlob makes a stored blob part of a
 *   repository's
 * @property {(repository: string, bytes: Buffer, tag?: string) => { digest: string, size: number }} writeManifest
 *   stores a manifest in a repository, optionally with a tag
 */

/**
 * Writes content in the layout of distribution's file system driver. Pushing 5,000 repositories takes
 * minutes, this seconds. Don't use it while a registry runs on the folder.
 *
 * @param {string} folder the registry's root directory
 * @returns {Storage}
 * @see distribution, registry/storage/paths.go, "The path layout"
 */
export function openStorage(folder) {
  const root = join(folder, 'docker/registry/v2')
  const made = new Set()
  /** @type {(path: string, content: string | Buffer) => void} */
  const write = (path, content) => {
    const parent = path.slice(0, path.lastIndexOf('/'))
    if (!made.has(parent)) {
      mkdirSync(join(root, parent), { recursive: true })
      made.add(parent)
    }
    writeFileSync(join(root, path), content)
  }
  const stored = new Set()
  /** @type {Storage['writeBlob']} */
  const writeBlob = (bytes) => {
    const digest = digestOf(bytes)
    const hex = digest.slice(7)
    if (!stored.has(digest)) write(`blobs/sha256/${hex.slice(0, 2)}/${hex}/data`, bytes)
    stored.add(digest)
    return { digest, size: bytes.length }
  }
  return {
    writeBlob,
    linkBlob(repository, digest) {
      write(`repositories/${repository}/_layers/sha256/${digest.slice(7)}/link`, digest)
    },
    writeManifest(repository, bytes, tag) {
      const written = writeBlob(bytes)
      const { digest } = written
      const manifests = `repositories/${repository}/_manifests`
      write(`${manifests}/revisions/sha256/${digest.slice(7)}/link`, digest)
      if (tag !== undefined) {
        write(`${manifests}/tags/${tag}/current/link`, digest)
        write(`${manifests}/tags/${tag}/index/sha256/${digest.slice(7)}/link`, digest)
      }
      return written
    },
  }
}
