import { access, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Content, Node } from './content.ts'
import type { Damage } from './draw.ts'

/** A registry's folder in distribution's layout. */
export type Storage = { readonly folder: string }

/** Damages a repository like crashes and full disks do; returns what was done. */
export async function damageStorage(
  { folder }: Storage,
  content: Content,
  { kind, at }: Damage,
): Promise<string> {
  const tags = [...content.tags.keys()]
  const tag = tags[at % tags.length] as string
  const nodes = [...content.nodes.values()]
  const node = nodes[at % nodes.length] as Node
  switch (kind) {
    case 'empty-link':
      await writeFile(
        join(manifestsFolder(folder, content.repository), 'tags', tag, 'current/link'),
        '',
      )
      return `the link of ${tag} is empty`
    case 'missing-revision':
      // The same may be drawn twice.
      await rm(revisionPath(folder, content.repository, node.digest), { force: true })
      return `the revision ${node.digest} is missing`
    case 'missing-manifest':
      await rm(blobPath(folder, node.digest), { force: true })
      return `the bytes of manifest ${node.digest} are missing`
    case 'corrupt':
      await writeFile(blobPath(folder, node.digest), 'this is no manifest')
      return `the manifest ${node.digest} is corrupt`
    case 'missing-blob': {
      const own = [...content.blobs.keys()].filter((digest) => !content.shared.has(digest))
      const digest = own[at % own.length]
      if (!digest) return 'nothing is damaged'
      await rm(blobPath(folder, digest), { force: true })
      return `the blob ${digest} is missing`
    }
  }
}

/** Damage that aborts a garbage collection, whatever else it has to do: such a repository must be removed first. */
export function stopsCollection({ kind }: Damage): boolean {
  return kind === 'corrupt' || kind === 'missing-manifest'
}

export async function removeRepository({ folder }: Storage, repository: string): Promise<void> {
  const path = join(folder, 'docker/registry/v2/repositories', repository)
  await rm(path, { recursive: true, force: true })
}

/** The manifests that the repository has on disk, tagged or not. */
export async function listRevisions({ folder }: Storage, repository: string): Promise<Set<string>> {
  const revisions = join(manifestsFolder(folder, repository), 'revisions/sha256')
  const found = new Set<string>()
  for (const hex of await readdir(revisions).catch(() => [])) {
    if (await exists(join(revisions, hex, 'link'))) found.add(`sha256:${hex}`)
  }
  return found
}

/** Which of these blobs are stored. */
export async function listStored(
  { folder }: Storage,
  digests: Iterable<string>,
): Promise<Set<string>> {
  const found = new Set<string>()
  for (const digest of digests) if (await exists(blobPath(folder, digest))) found.add(digest)
  return found
}

function manifestsFolder(folder: string, repository: string) {
  return join(folder, 'docker/registry/v2/repositories', repository, '_manifests')
}

function revisionPath(folder: string, repository: string, digest: string) {
  return join(manifestsFolder(folder, repository), 'revisions/sha256', digest.slice(7), 'link')
}

function blobPath(folder: string, digest: string) {
  const hex = digest.slice(7)
  return join(folder, 'docker/registry/v2/blobs/sha256', hex.slice(0, 2), hex, 'data')
}

async function exists(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  )
}
