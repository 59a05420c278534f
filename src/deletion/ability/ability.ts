import {
  LoginRequiredError,
  MalformedResponseError,
  RateLimitedError,
  RegistryError,
  RegistryRejectedError,
} from '../../registry/errors.ts'
import { deleteManifest } from '../../registry/manifests.ts'
import type { Digest, Reference, RepositoryName, Tag } from '../../registry/names.ts'
import type { Transport } from '../../registry/transport/transport.ts'
import { isOwnAnswer, provesAbsence } from '../../registry/absence.ts'
import { randomHex } from '../../registry/random.ts'
import { waitAsAsked } from '../../registry/transport/waitAsAsked.ts'

/** What can be deleted in a repository, and if nothing, what refuses. */
export type DeletionAbility =
  /** distribution 3.x: a tag alone, or a digest with all its tags. */
  | { readonly kind: 'by-tag' }
  /** distribution 2.8: only a digest with all its tags. */
  | { readonly kind: 'by-digest' }
  | Refusal

export type Refusal = {
  readonly kind: 'refused'
  readonly by:
    /** The registry: `storage.delete.enabled` is not true. */
    | 'deletion-off'
    /** The registry: `storage.maintenance.readonly`. */
    | 'maintenance'
    /** Homeport: `ENV_MODE_BROWSE_ONLY` is not false. */
    | 'read-only'
    /** Homeport: the page came over another host than the one nginx knows. */
    | 'origin'
    | 'login'
    | 'no-right'
    /** An answer that proves nothing. */
    | 'unknown'
  readonly error: RegistryError
}

const ZERO_DIGEST = `sha256:${'0'.repeat(64)}` as Digest

/**
 * Finds out whether deletion works, by deleting two things that cannot exist: a tag with a random name, and
 * the digest of zeros. The digest decides whether deletion is on: distribution 3.0.0 deletes tags even when
 * it is off. Nothing changes in the registry. A 429 is waited for.
 *
 * @throws RegistryUnreachableError, MalformedResponseError, RedirectedError: no answer of a registry; an
 *   abort, where it waits
 */
export async function probeDeletion(
  transport: Transport,
  repository: RepositoryName,
  signal?: AbortSignal,
): Promise<DeletionAbility> {
  const absentTag = `homeport-probe-${randomHex(16)}` as Tag
  const [byDigest, byTag] = await Promise.all([
    attempt(transport, repository, ZERO_DIGEST, signal),
    attempt(transport, repository, absentTag, signal),
  ])
  if (!provesAbsence(byDigest)) return readRefusal(byDigest)
  if (provesAbsence(byTag)) return { kind: 'by-tag' }
  const isRefused = byTag instanceof RegistryRejectedError && [400, 405].includes(byTag.status)
  return isRefused ? { kind: 'by-digest' } : readRefusal(byTag)
}

async function attempt(
  transport: Transport,
  repository: RepositoryName,
  reference: Reference,
  signal: AbortSignal | undefined,
): Promise<RegistryError> {
  for (;;) {
    try {
      await deleteManifest({ transport, repository }, reference)
      const what = `DELETE of ${reference}`
      const problem = 'the registry says that it deleted what cannot exist'
      return new MalformedResponseError(what, 'unexpected', problem)
    } catch (error) {
      if (!(error instanceof RegistryError)) throw error
      if (!(error instanceof RateLimitedError)) return error
      await waitAsAsked(error, signal)
    }
  }
}

function readRefusal(error: RegistryError): Refusal {
  if (!(error instanceof RegistryRejectedError)) throw error
  return { kind: 'refused', by: refusedBy(error), error }
}

function refusedBy(error: RegistryRejectedError): Refusal['by'] {
  if (error instanceof LoginRequiredError) return 'login'
  if (error.hasCode('ORIGIN_REFUSED')) return 'origin'
  if (error.hasCode('READ_ONLY')) return 'read-only'
  if (error.status === 403) return 'no-right'
  if (error.status !== 405 || error.hasCode('METHOD_REFUSED')) return 'unknown'
  return isOwnAnswer(error) ? 'deletion-off' : 'maintenance'
}
