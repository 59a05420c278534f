import { JournalError } from '../../deletion/journal/journal.ts'
import {
  AccessDeniedError,
  LoginRequiredError,
  RegistryError,
  RegistryUnreachableError,
} from '../../registry/errors.ts'

/** The line of the page Connection that is about an error; `undefined`: none, since Homeport itself failed. */
export function findCheck(error: unknown): string | undefined {
  if (error instanceof JournalError) return 'storage'
  if (!(error instanceof RegistryError)) return undefined
  if (error instanceof RegistryUnreachableError) return 'reach'
  if (error instanceof LoginRequiredError || error instanceof AccessDeniedError) return 'sign-in'
  const { request } = error
  if (/^(?:PUT|DELETE) /.test(request)) return 'deletion'
  // The lines have the names of what is requested.
  const pattern = /\/_?(catalog|tags|manifests|blobs|referrers)(?:\/[^/?]+)?(?:\?.*)?$/
  return pattern.exec(request)?.[1] ?? 'reach'
}
