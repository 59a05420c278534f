import {
  AccessDeniedError,
  LoginRequiredError,
  NotFoundError,
  RegistryError,
  RegistryRejectedError,
} from '../errors.ts'
import { isOwnAnswer, provesAbsence } from '../absence.ts'

/** What the response to a write proves. */
export type Attempt =
  | { readonly kind: 'done' }
  /** The registry doesn't know what should be deleted. */
  | { readonly kind: 'absent' }
  /** Nothing like it is allowed, so the next request would fail as well. */
  | {
      readonly kind: 'refused'
      readonly by: 'login' | 'no-right' | 'deletion-off'
      readonly error: RegistryRejectedError
    }
  /** The registry refuses this item only. */
  | { readonly kind: 'rejected'; readonly error: RegistryRejectedError }
  /** The registry failed half-way and has stopped: some of it may be done. */
  | { readonly kind: 'broken'; readonly error: RegistryError }
  /** Not sent, because an earlier write is still unanswered. */
  | { readonly kind: 'withheld' }
  /** No response, or somebody else's: it may be done, not done, or still in progress. */
  | { readonly kind: 'lost'; readonly error: RegistryError }

/** What a failed write proves. @throws `error` itself if it isn't a RegistryError */
export function judgeFailure(error: unknown): Exclude<Attempt, { kind: 'done' | 'withheld' }> {
  if (!(error instanceof RegistryError)) throw error
  if (error instanceof LoginRequiredError) return { kind: 'refused', by: 'login', error }
  if (error instanceof AccessDeniedError) return { kind: 'refused', by: 'no-right', error }
  if (!(error instanceof RegistryRejectedError)) return { kind: 'lost', error }
  if (error.status === 405 && isForAll(error)) return { kind: 'refused', by: 'deletion-off', error }
  if (provesAbsence(error)) return { kind: 'absent' }
  if (!isOwnAnswer(error) || error instanceof NotFoundError) return { kind: 'lost', error }
  return error.status >= 500 ? { kind: 'broken', error } : { kind: 'rejected', error }
}

/** distribution, Homeport and proxies refuse every deletion so; with another code, a 405 is about this item only. */
function isForAll(error: RegistryRejectedError): boolean {
  return !isOwnAnswer(error) || ['UNSUPPORTED', 'READ_ONLY'].some((code) => error.hasCode(code))
}

/** Sends a write and judges the response. @throws what isn't a RegistryError */
export async function attemptWrite(
  request: () => Promise<unknown>,
): Promise<Exclude<Attempt, { kind: 'withheld' }>> {
  try {
    await request()
    return { kind: 'done' }
  } catch (error) {
    return judgeFailure(error)
  }
}
