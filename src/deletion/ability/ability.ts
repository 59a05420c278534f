import { sha256Digest } from '../../registry/digest.ts'
import { createEmptyIndex } from '../../registry/emptyIndex.ts'
import {
  AccessDeniedError,
  LoginRequiredError,
  MalformedResponseError,
  RegistryError,
  RegistryRejectedError,
} from '../../registry/errors.ts'
import { deleteManifest, putManifest } from '../../registry/manifests.ts'
import { MEDIA_TYPE } from '../../registry/mediaTypes.ts'
import type { Digest, Reference, Tag } from '../../registry/names.ts'
import type { Place } from '../../registry/place.ts'
import { isOwnAnswer, provesAbsence } from '../../registry/absence.ts'
import { randomHex } from '../../registry/random.ts'
import { fetchTagPage } from '../../registry/tags/tags.ts'
import { persistentTransport } from '../../registry/transport/persistentTransport.ts'
import { isRefusal, noneWhere } from '../../registry/transport/tryRead.ts'

/** What can be deleted in a repository, or what prevents deletion. */
export type DeletionAbility =
  /** distribution 3.x: a tag alone, or a digest with all its tags. */
  | { readonly kind: 'by-tag' }
  /** distribution 2.8: only a digest with all its tags. */
  | {
      readonly kind: 'by-digest'
      /** With an image, the registry deletes its signatures and attachments, and with an index its images. */
      readonly takesAlong?: true
    }
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
    /** Homeport: the page was opened at a host other than the one configured in nginx. */
    | 'origin'
    | 'login'
    | 'no-right'
    /** A response that proves nothing. */
    | 'unknown'
  readonly error: RegistryError
}

const ZERO_DIGEST = `sha256:${'0'.repeat(64)}` as Digest

/**
 * Finds out whether deletion works by deleting two things that can't exist: a tag with a random name and the
 * all-zero digest. The digest decides whether deletion is on, since distribution 3.0.0 deletes tags even if it is
 * off. Nothing changes in the registry. A 429 is waited for.
 *
 * @throws RegistryUnreachableError, MalformedResponseError, RedirectedError: no registry answered; an abort
 */
export async function probeDeletion({
  transport,
  repository,
  signal,
}: Place): Promise<DeletionAbility> {
  // An abort ends only the waiting, never a DELETE.
  const patient = persistentTransport((request) => transport({ ...request, signal: undefined }))
  const place: Place = { transport: (request) => patient({ ...request, signal }), repository }
  const absentTag = `homeport-probe-${randomHex(16)}` as Tag
  const [byDigest, byTag] = await Promise.all([
    attempt(place, ZERO_DIGEST),
    attempt(place, absentTag),
  ])
  if (!provesAbsence(byDigest)) return readRefusal(byDigest)
  if (provesAbsence(byTag)) return { kind: 'by-tag' }
  const isRefused = byTag instanceof RegistryRejectedError && [400, 405].includes(byTag.status)
  if (!isRefused) return readRefusal(byTag)
  return deletesMore(byDigest, byTag)
    ? { kind: 'by-digest', takesAlong: true }
    : { kind: 'by-digest' }
}

/**
 * Harbor's answers: it refuses to delete tags as UNSUPPORTED, and what is absent is NOT_FOUND. With an artifact it
 * deletes its accessories, and with an index what only that index refers to (`src/server/registry` and
 * `src/controller/artifact/controller.go` at c50c7ddd).
 */
function deletesMore(byDigest: RegistryRejectedError, byTag: RegistryRejectedError): boolean {
  return byDigest.hasCode('NOT_FOUND') && byTag.status === 400 && byTag.hasCode('UNSUPPORTED')
}

/**
 * What a registry can delete if it deletes at all, as far as reading tells: distribution 2.x, which knows only
 * whole images, answers with every tag whatever number of them it is asked for. Nothing is sent that deletes.
 */
export async function guessAbility(place: Place): Promise<'by-tag' | 'by-digest'> {
  const page = await fetchTagPage(place, 'n=1').catch(noneWhere(isRefusal))
  return page && page.names.length <= 1 ? 'by-tag' : 'by-digest'
}

async function attempt(place: Place, reference: Reference): Promise<RegistryError> {
  try {
    await deleteManifest(place, reference)
  } catch (error) {
    if (error instanceof RegistryError) return error
    throw error
  }
  const problem = 'the registry says it deleted something that can’t exist'
  return new MalformedResponseError(`DELETE of ${reference}`, 'unexpected', problem)
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

/** The result of a harmless deletion by digest. */
export type CanaryAnswer =
  | 'sound'
  /** The registry removes a manifest and then fails, leaving its tags without one. */
  | 'poisoned'
  | 'deletion-off'
  | 'no-right'
  | 'unknown'

/**
 * Tries a deletion by digest on an empty index of its own that no tag points to. Only used if a tag answers 5xx: an
 * empty link file makes every deletion by digest in its repository fail half-way, a corrupt manifest doesn't.
 *
 * @throws LoginRequiredError
 */
export async function askCanary({ transport, repository }: Place): Promise<CanaryAnswer> {
  const bytes = createEmptyIndex()
  const digest = sha256Digest(bytes)
  try {
    await putManifest({ transport, repository }, digest, MEDIA_TYPE.ociIndex, bytes)
  } catch (error) {
    const answer = readAnswer(error)
    return answer === 'poisoned' ? 'unknown' : answer
  }
  try {
    await deleteManifest({ transport, repository }, digest)
    return 'sound'
  } catch (error) {
    return readAnswer(error)
  }
}

function readAnswer(error: unknown): CanaryAnswer {
  if (error instanceof LoginRequiredError) throw error
  if (error instanceof AccessDeniedError) return 'no-right'
  if (!(error instanceof RegistryRejectedError)) return 'unknown'
  if (error.status === 405) return 'deletion-off'
  return error.status === 500 ? 'poisoned' : 'unknown'
}
