import { existsSync, readFileSync } from 'node:fs'
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { MEDIA_TYPES, digestOf, incompressibleBytes, layerOf } from '../stack/content.mjs'
import { openStorage } from './storage.mjs'

/** The repository with many tags of single images. */
export const MANY_TAGS = 'scale/many-tags'
/** The repository with tags of indexes over six platforms. */
export const PLATFORMS = 'scale/platforms'
export const REPOSITORY_COUNT = 5000
export const TAG_COUNT = 5000

const INDEX_COUNT = 60
const TYPES = MEDIA_TYPES.oci

const GROUPS = [
  'apps',
  'data/pipelines',
  'edge',
  'infra/ci',
  'mirror/docker.io',
  'shop',
  'tools',
  'web',
]
const KINDS = ['api', 'cache', 'gateway', 'indexer', 'proxy', 'scheduler', 'ui', 'worker']
const SIX_PLATFORMS = [
  { os: 'linux', architecture: 'amd64' },
  { os: 'linux', architecture: 'arm64', variant: 'v8' },
  { os: 'linux', architecture: 'arm', variant: 'v7' },
  { os: 'linux', architecture: 'ppc64le' },
  { os: 'linux', architecture: 'riscv64' },
  { os: 'linux', architecture: 's390x' },
]

/** A name such as `infra/ci/worker-0042`. @param {number} index */
export function repositoryName(index) {
  const group = GROUPS[index % GROUPS.length]
  const kind = KINDS[Math.floor(index / GROUPS.length) % KINDS.length]
  return `${group}/${kind}-${String(Math.floor(index / 64)).padStart(4, '0')}`
}

/**
 * The folder of a registry with 5,000 repositories; one of them has 5,000 tags, another tags of indexes. Filled
 * the first time, and again if this file changes.
 *
 * @param {string} parent where seeded folders are kept
 * @returns {Promise<string>} what `startRegistry` takes as its folder
 */
export async function seedRegistry(parent) {
  const sources = ['seed.mjs', 'storage.mjs'].map((name) =>
    readFileSync(fileURLToPath(new URL(name, import.meta.url))),
  )
  const folder = join(parent, `registry-${digestOf(Buffer.concat(sources)).slice(7, 19)}`)
  const mark = join(folder, 'complete')
  if (existsSync(mark)) return folder
  await mkdir(parent, { recursive: true })
  for (const name of await readdir(parent)) {
    if (name.startsWith('registry-')) await rm(join(parent, name), { recursive: true })
  }
  fill(openStorage(folder))
  await writeFile(mark, '')
  return folder
}

/** @param {import('./storage.mjs').Storage} storage */
function fill(storage) {
  const layers = Array.from({ length: 12 }, (_, index) => {
    const content = incompressibleBytes(600 + index * 350, `layer ${index}`)
    const layer = layerOf({ [`opt/part-${index}`]: content })
    return { mediaType: TYPES.layer, ...storage.writeBlob(layer.bytes), diffId: layer.diffId }
  })
  for (let index = 0; index < REPOSITORY_COUNT - 2; index += 1) {
    // Files take most of the time: one layer is enough where nobody looks into the image.
    const image = { repository: repositoryName(index), tag: 'latest', variety: index % 50 }
    writeImage(storage, layers.slice(0, 1), image)
  }
  for (let index = 0; index < TAG_COUNT; index += 1) {
    const [major, minor, patch] = [Math.floor(index / 100), Math.floor(index / 10) % 10, index % 10]
    const tag = `${major}.${minor}.${patch}`
    writeImage(storage, layers, { repository: MANY_TAGS, tag, variety: index })
  }
  for (let index = 0; index < INDEX_COUNT; index += 1) {
    const manifests = SIX_PLATFORMS.map((platform, at) => ({
      mediaType: TYPES.manifest,
      ...writeImage(storage, layers, {
        repository: PLATFORMS,
        variety: TAG_COUNT + index * SIX_PLATFORMS.length + at,
        platform,
      }),
      platform,
    }))
    const list = { schemaVersion: 2, mediaType: TYPES.index, manifests }
    storage.writeManifest(PLATFORMS, Buffer.from(JSON.stringify(list)), `${index}.0`)
  }
}

/**
 * @param {import('./storage.mjs').Storage} storage
 * @param {readonly { mediaType: string, digest: string, size: number, diffId: string }[]} pool
 * @param {{ repository: string, tag?: string, variety: number, platform?: object }} image images of
 *   the same variety have the same digest
 */
function writeImage(storage, pool, { repository, tag, variety, platform = SIX_PLATFORMS[0] }) {
  const layers = pool.filter((_, at) => pool.length === 1 || (variety + at) % 3 === 0)
  const created = new Date(Date.UTC(2024, 0, 1) + variety * 3_600_000).toISOString()
  const config = storage.writeBlob(
    Buffer.from(
      JSON.stringify({
        created,
        ...platform,
        config: { Env: ['PATH=/usr/bin:/bin', `BUILD=${variety}`], Cmd: ['/opt/run'] },
        rootfs: { type: 'layers', diff_ids: layers.map((layer) => layer.diffId) },
        history: layers.map((_, at) => ({
          created,
          created_by: `COPY part-${at} /opt/ # buildkit`,
        })),
      }),
    ),
  )
  for (const { digest } of [config, ...layers]) storage.linkBlob(repository, digest)
  const manifest = {
    schemaVersion: 2,
    mediaType: TYPES.manifest,
    config: { mediaType: TYPES.config, ...config },
    layers: layers.map(({ mediaType, digest, size }) => ({ mediaType, size, digest })),
  }
  return storage.writeManifest(repository, Buffer.from(JSON.stringify(manifest)), tag)
}
