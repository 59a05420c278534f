/**
 * What all samples are made from.
 *
 * @typedef {object} Materials
 * @property {string} origin
 * @property {Buffer | undefined} busybox
 */

/** Three platforms, one with a variant. */
export const PLATFORMS = /** @type {const} */ ([
  { os: 'linux', architecture: 'amd64' },
  { os: 'linux', architecture: 'arm64' },
  { os: 'linux', architecture: 'arm', variant: 'v7' },
])

export const PATH = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

/** The first steps of BuildKit's images here: the first one makes the root file system layer. */
export const BASE_STEPS = [{ line: 'ADD rootfs.tar.gz /' }, { line: `ENV ${PATH}`, empty: true }]

/**
 * The labels that OCI defines.
 *
 * @param {string} title
 * @param {string} version
 * @param {string} created
 */
export function ociLabels(title, version, created) {
  return {
    'org.opencontainers.image.title': title,
    'org.opencontainers.image.version': version,
    'org.opencontainers.image.created': created,
    'org.opencontainers.image.source': 'https://git.harbour.example/platform/images',
    'org.opencontainers.image.licenses': 'MIT',
  }
}
