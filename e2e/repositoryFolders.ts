import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Registry } from '../stack/registry.mjs'

/** Makes thousands of repositories: an empty layers folder is enough to be in the catalog. */
export async function makeRepositories(
  registry: Registry,
  names: readonly string[],
): Promise<void> {
  const root = join(registry.folder, 'docker/registry/v2/repositories')
  await Promise.all(names.map((name) => mkdir(join(root, name, '_layers'), { recursive: true })))
}

/** Gives thousands of tags to the manifest `digest` of a repository, in the registry's storage layout. */
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
