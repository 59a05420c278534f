import { createCipheriv, createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'

/**
 * One entry of a layer. `content` makes a file, `target` a symbolic link (`hardlink: true` a hard
 * one), a path that ends in `/` a folder.
 *
 * @typedef {object} LayerFile
 * @property {string} path such as `etc/os-release`; at most 255 bytes, split at a `/`
 * @property {string | Buffer} [content]
 * @property {string} [target]
 * @property {boolean} [hardlink]
 * @property {number} [mode] permission bits, default: 0o644 for files, 0o755 for folders
 * @property {number} [uid]
 * @property {number} [gid]
 * @property {number} [time] seconds since 1970
 */

/**
 * A layer as it is pushed.
 *
 * @typedef {object} Layer
 * @property {Buffer} bytes as stored: gzip unless `compressed: false`
 * @property {string} digest of the stored bytes
 * @property {string} diffId digest of the plain tar, as the image config's `rootfs` names it
 */

/** A fixed time, so that the same files always have the same digest. */
const TIME = Date.UTC(2025, 0, 15) / 1000

/**
 * A layer of these files: a tar archive, gzipped. The same files give the same bytes.
 *
 * @param {readonly LayerFile[] | Readonly<Record<string, string | Buffer>>} files a list of entries,
 *   or contents by path
 * @param {{ compressed?: boolean, level?: number }} [options] `level` is gzip's, 0 to 9
 * @returns {Layer}
 */
export function layerOf(files, { compressed = true, level = 1 } = {}) {
  const list = Array.isArray(files)
    ? files
    : Object.entries(files).map(([path, content]) => ({ path, content }))
  const tar = tarOf(list)
  const bytes = compressed ? gzipSync(tar, { level }) : tar
  return { bytes, digest: digestOf(bytes), diffId: digestOf(tar) }
}

/**
 * The sha256 digest of bytes, `sha256:…`.
 *
 * @param {string | Buffer} bytes
 */
export function digestOf(bytes) {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}

/**
 * Incompressible bytes, the same for the same seed.
 *
 * @param {number} length
 * @param {string} seed
 * @returns {Buffer}
 */
export function incompressibleBytes(length, seed) {
  const key = createHash('sha256').update(seed).digest()
  return createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(length))
}

/**
 * A ustar archive (POSIX.1-1988) of these entries.
 *
 * @param {readonly LayerFile[]} files
 */
function tarOf(files) {
  const parts = files.flatMap((file) => {
    const content = Buffer.from(file.content ?? '')
    return [header(file, content.length), content, Buffer.alloc(-content.length & 511)]
  })
  return Buffer.concat([...parts, Buffer.alloc(1024)])
}

/**
 * @param {LayerFile} file
 * @param {number} size
 */
function header(file, size) {
  const isFolder = file.path.endsWith('/')
  const type = file.target === undefined ? (isFolder ? '5' : '0') : file.hardlink ? '1' : '2'
  const [prefix, name] = splitPath(file.path)
  const block = Buffer.alloc(512)
  /** @type {(value: number, offset: number, digits: number) => void} */
  const octal = (value, offset, digits) => {
    block.write(value.toString(8).padStart(digits, '0'), offset)
  }
  block.write(name, 0, 100)
  octal(file.mode ?? (isFolder ? 0o755 : type === '2' ? 0o777 : 0o644), 100, 7)
  octal(file.uid ?? 0, 108, 7)
  octal(file.gid ?? 0, 116, 7)
  octal(size, 124, 11)
  octal(file.time ?? TIME, 136, 11)
  block.write('        ', 148)
  block.write(type, 156)
  block.write(file.target ?? '', 157, 100)
  block.write('ustar', 257)
  block.write('00', 263)
  block.write(prefix, 345, 155)
  octal(
    block.reduce((sum, byte) => sum + byte, 0),
    148,
    6,
  )
  block.write('\0 ', 154)
  return block
}

/**
 * A long path is split into two fields of 155 and 100 bytes.
 *
 * @param {string} path
 * @returns {[prefix: string, name: string]}
 */
function splitPath(path) {
  if (Buffer.byteLength(path) <= 100) return ['', path]
  const at = path.indexOf('/', path.length - 101)
  if (at <= 0 || at > 155) throw new Error(`${path} is too long for a ustar header`)
  return [path.slice(0, at), path.slice(at + 1)]
}
