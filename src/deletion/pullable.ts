import { leave } from '../registry/answer.ts'
import { RegistryError, RegistryRejectedError } from '../registry/errors.ts'
import type { FetchedManifest } from '../registry/manifests.ts'
import { manifestPath } from '../registry/manifests.ts'
import { MANIFEST_ACCEPT } from '../registry/mediaTypes.ts'
import type { Digest, RepositoryName } from '../registry/names.ts'
import { type Transport, send } from '../registry/transport.ts'
import { provesAbsence } from './absence.ts'

/**
 * Whether nobody can pull this image any more: of an index every child is gone from the registry, of an image
 * manifest a blob is. What cannot be told counts as there.
 */
export async function isBeyondPulling(
  transport: Transport,
  repository: RepositoryName,
  { manifest }: Pick<FetchedManifest, 'manifest'>,
): Promise<boolean> {
  switch (manifest.kind) {
    case 'image-index': {
      const children = manifest.manifests.map(({ digest }) => digest)
      for (const child of children) {
        if (!(await isManifestGone(transport, repository, child))) return false
      }
      return children.length > 0
    }
    case 'image-manifest': {
      const blobs = [manifest.config, ...manifest.layers].filter(({ urls }) => urls.length === 0)
      for (const { digest } of blobs) {
        if (await isBlobGone(transport, repository, digest)) return true
      }
      return false
    }
    case 'artifact-manifest':
    case 'schema-1':
    case 'unknown':
      return false
  }
}

async function isManifestGone(transport: Transport, repository: RepositoryName, digest: Digest) {
  const path = manifestPath(repository, digest)
  return provesAbsence(await failureOf(transport, { path, accept: MANIFEST_ACCEPT }))
}

async function isBlobGone(transport: Transport, repository: RepositoryName, digest: Digest) {
  // One byte of it: HEAD answers out of a cache where the blob itself is gone.
  const request = { path: `/v2/${repository}/blobs/${digest}`, headers: { Range: 'bytes=0-0' } }
  const error = await failureOf(transport, request)
  return (
    error instanceof RegistryRejectedError && error.status === 404 && error.hasCode('BLOB_UNKNOWN')
  )
}

async function failureOf(
  transport: Transport,
  request: Parameters<typeof send>[1],
): Promise<RegistryError | undefined> {
  try {
    const response = await send(transport, request)
    leave(response.body)
    return undefined
  } catch (error) {
    if (error instanceof RegistryError) return error
    throw error
  }
}
