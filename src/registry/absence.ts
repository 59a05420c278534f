import { NotFoundError, RegistryRejectedError, isGone } from './errors.ts'

/**
 * Whether an error proves that a tag or digest doesn't exist: the registry itself says so, in its own error
 * format. A 404 from a proxy, for an unknown route or for an unsuitable `Accept` proves nothing.
 *
 * @see distribution-spec, "Error Codes": MANIFEST_UNKNOWN
 */
export function provesAbsence(error: unknown): error is NotFoundError {
  return error instanceof NotFoundError && error.hasCode('MANIFEST_UNKNOWN') && isGone(error)
}

/**
 * Whether an error proves that a repository has no tags: some registries forget a repository with its last tag.
 *
 * @see distribution-spec, "Error Codes": NAME_UNKNOWN
 */
export function provesEmptiness(error: unknown): boolean {
  return error instanceof NotFoundError && error.hasCode('NAME_UNKNOWN')
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
