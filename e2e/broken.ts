import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { digestOf } from '../stack/layer.mjs'
import type { Registry } from '../stack/registry.mjs'

/** A digest of the registry's storage. */
type Stored = { registry: Registry; repository: string; digest: string }

/**
 * Puts a manifest that the registry's API would refuse today (schema 1) into its storage, with a tag. `bytes` are
 * what its digest is computed from.
 */
export async function plantManifest(
  registry: Registry,
  repository: string,
  tag: string,
  bytes: Buffer,
): Promise<string> {
  const digest = digestOf(bytes)
  const hex = digest.slice(7)
  const store = join(registry.folder, 'docker/registry/v2')
  const manifests = join(store, 'repositories', repository, '_manifests')
  const files: readonly (readonly [string, string | Buffer])[] = [
    [join(store, 'blobs/sha256', hex.slice(0, 2), hex, 'data'), bytes],
    [join(manifests, 'revisions/sha256', hex, 'link'), digest],
    [join(manifests, 'tags', tag, 'current/link'), digest],
    [join(manifests, 'tags', tag, 'index/sha256', hex, 'link'), digest],
  ]
  for (const [path, content] of files) {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, content)
  }
  return digest
}

/** Makes a tag dangle: it is still listed, but its manifest is gone. */
export async function loseManifest({ registry, repository, digest }: Stored): Promise<void> {
  const revisions = `docker/registry/v2/repositories/${repository}/_manifests/revisions`
  await rm(join(registry.folder, revisions, 'sha256', digest.slice(7)), { recursive: true })
}

/** Removes a blob (a config, a layer) from a repository, like garbage collection. */
export async function loseBlob({ registry, repository, digest }: Stored): Promise<void> {
  const url = `${registry.origin}/v2/${repository}/blobs/${digest}`
  const answer = await fetch(url, { method: 'DELETE' })
  if (answer.status !== 202) throw new Error(`DELETE ${url} answered ${answer.status}`)
}
