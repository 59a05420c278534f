import { NotFoundError, RegistryError, type RegistryRejectedError } from './errors.ts'
import { fetchManifest } from './manifests.ts'
import type { Tag } from './names.ts'
import type { Place } from './place.ts'
import { tryRead } from './transport/tryRead.ts'

/** The registry's program and its major version, as far as an answer shows it. */
export type RegistryVersion = 'distribution-2' | 'distribution-3' | 'unknown'

/**
 * Tells distribution 2.x and 3.x apart by how each words the absence of a tag; no answer names a version.
 * Every other registry is `unknown`. Only reads.
 *
 * @throws LoginRequiredError and the like: what `send` throws, but for a 404
 */
export async function askRegistryVersion(place: Place): Promise<RegistryVersion> {
  const tag = 'homeport-asks-for-a-tag-that-is-not-there' as Tag
  const found = await tryRead(() => fetchManifest(place, tag), place.signal)
  if (!(found instanceof RegistryError)) return 'unknown'
  if (!(found instanceof NotFoundError)) throw found
  return readRegistryVersion(found)
}

/** What the error for a tag that is not there tells: 2.x gives `{"Tag": …}` as its detail, 3.x a sentence. */
export function readRegistryVersion({ details }: RegistryRejectedError): RegistryVersion {
  const detail = details.find(({ code }) => code === 'MANIFEST_UNKNOWN')?.detail
  if (typeof detail === 'string' && detail.startsWith('unknown tag=')) return 'distribution-3'
  const isVersion2 = typeof detail === 'object' && detail !== null && 'Tag' in detail
  return isVersion2 ? 'distribution-2' : 'unknown'
}
