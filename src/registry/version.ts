import { NotFoundError, RegistryError, type RegistryRejectedError } from './errors.ts'
import { fieldsOf, isText } from './json.ts'
import { fetchManifest } from './manifests.ts'
import type { Tag } from './names.ts'
import type { Place } from './place.ts'
import { tryRead } from './transport/tryRead.ts'

export type RegistryVersion = 'distribution-2' | 'distribution-3' | 'unknown'

/**
 * Tells distribution 2.x and 3.x apart by how they word a missing tag: no response gives a version. Only reads.
 *
 * @throws what `send` throws, except for a 404
 */
export async function askRegistryVersion(place: Place): Promise<RegistryVersion> {
  const tag = 'homeport-asks-for-a-tag-that-is-not-there' as Tag
  const found = await tryRead(() => fetchManifest(place, tag), place.signal)
  if (!(found instanceof RegistryError)) return 'unknown'
  if (!(found instanceof NotFoundError)) throw found
  return readRegistryVersion(found)
}

/** Reads the error for a missing tag: the detail is `{"Tag": …}` in 2.x, a sentence in 3.x. */
export function readRegistryVersion({ details }: RegistryRejectedError): RegistryVersion {
  const detail = details.find(({ code }) => code === 'MANIFEST_UNKNOWN')?.detail
  if (isText(detail) && detail.startsWith('unknown tag=')) return 'distribution-3'
  return 'Tag' in fieldsOf(detail) ? 'distribution-2' : 'unknown'
}
