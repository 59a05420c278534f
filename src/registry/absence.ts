import { NotFoundError, RegistryRejectedError, isGone } from './errors.ts'

/** Codes of a 404 that is about something else than what was asked for: who asks, or how. */
const OTHER_REASONS = ['UNAUTHORIZED', 'DENIED', 'UNSUPPORTED', 'TOOMANYREQUESTS', 'NAME_INVALID']

/**
 * Whether an error proves that a tag or digest doesn't exist: a 404 in the registry's own error format, whatever its
 * code (MANIFEST_UNKNOWN; NOT_FOUND of Harbor, TAG_EXPIRED of Quay, TAG_UNKNOWN of Azure, none of Artifactory). A 404
 * from a proxy, for an unknown route or for an unsuitable `Accept` proves nothing.
 *
 * @see distribution-spec, "Error Codes"
 */
export function provesAbsence(error: unknown): error is NotFoundError {
  return isGone(error) && !OTHER_REASONS.some((code) => (error as NotFoundError).hasCode(code))
}

/**
 * Whether an error says that the whole repository doesn't exist. If the same repository has just listed a tag, that
 * can't be true (it may be hidden by rights): then it proves nothing about a tag or digest.
 *
 * @see distribution-spec, "Error Codes": NAME_UNKNOWN
 */
export function deniesRepository(error: unknown): boolean {
  return error instanceof NotFoundError && error.hasCode('NAME_UNKNOWN')
}

/**
 * Whether an error proves that a manifest is missing from a repository that exists, because it has tags. The answer
 * that the repository doesn't exist can't be true then, and may mean that it is hidden.
 */
export function provesMissing(error: unknown): error is NotFoundError {
  return provesAbsence(error) && !deniesRepository(error)
}

/**
 * Whether an error to a request for its tags proves that a repository has none: some registries forget a repository
 * with its last tag.
 *
 * @see distribution-spec, "Error Codes": NAME_UNKNOWN; NOT_FOUND of Harbor
 */
export function provesEmptiness(error: unknown): boolean {
  return deniesRepository(error) || (error instanceof NotFoundError && error.hasCode('NOT_FOUND'))
}

/** Whether the error came from the registry itself, not from a proxy in front of it. */
export function isOwnAnswer(error: unknown): error is RegistryRejectedError {
  return error instanceof RegistryRejectedError && error.details.length > 0
}

/**
 * Whether an error says that a tag's link file on the registry's disk is empty, as after a crash or with a full
 * disk: distribution 2.8 gives `{}` as the detail, 3.x a sentence.
 */
export function isEmptyLinkError(error: unknown): boolean {
  if (!(error instanceof RegistryRejectedError) || error.status < 500) return false
  return error.details.some(({ detail }) => {
    const text = JSON.stringify(detail) ?? ''
    return text === '{}' || text.includes('invalid checksum digest format')
  })
}
