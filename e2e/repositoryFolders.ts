import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Registry } from '../stack/registry.mjs'

/** Makes repositories by the thousand: an empty folder of layers is enough to be in the catalog. */
export async function makeRepositories(
  registry: Registry,
  names: readonly string[],
): Promise<void> {
  const root = join(registry.folder, 'docker/registry/v2/repositories')
  await Promise.all(names.map((name) => mkdir(join(root, name, '_layers'), { recursive: true })))
}

/** Puts a repository's manifest `digest` under tags by the thousand, as the registry stores them. */
export async function makeTags(
  registry: Registry,
  repository: string,
  digest: string,
  tags: readonly string[],
): Promise<void> {
  const root = join(registry.folder, 'docker/registry/v2/repositories', repository)
  await Promise.all(
    tags.map(async (tag) => {
      const folder = join(root, '_manifests/tags', tag, 'current')
      await mkdir(folder, { recursive: true })
      await writeFile(join(folder, 'link'), digest)
    }),
  )
}
