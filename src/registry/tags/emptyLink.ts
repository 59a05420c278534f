import { RegistryRejectedError } from '../errors.ts'

/**
 * Whether an error says that a tag's link file on the registry's disk is empty, as a crash or a full disk
 * leaves it: distribution 2.8 gives `{}` as its detail, 3.x a sentence.
 */
export function isEmptyLinkError(error: unknown): boolean {
  if (!(error instanceof RegistryRejectedError) || error.status < 500) return false
  return error.details.some(({ detail }) => {
    const text = JSON.stringify(detail) ?? ''
    return text === '{}' || text.includes('invalid checksum digest format')
  })
}
