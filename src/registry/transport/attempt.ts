import {
  AccessDeniedError,
  LoginRequiredError,
  NotFoundError,
  RegistryError,
  RegistryRejectedError,
} from '../errors.ts'
import { isOwnAnswer, provesAbsence } from '../absence.ts'

/** What an answer to a write proves. */
export type Attempt =
  | { readonly kind: 'done' }
  /** The registry knows nothing of what should go. */
  | { readonly kind: 'absent' }
  /** Nobody is let through, the next request neither. */
  | {
      readonly kind: 'refused'
      readonly by: 'login' | 'no-right' | 'deletion-off'
      readonly error: RegistryError
    }
  /** The registry refuses this one thing. */
  | { readonly kind: 'rejected'; readonly error: RegistryRejectedError }
  /** The registry failed while it worked, and is through with it: half of it may be done. */
  | { readonly kind: 'broken'; readonly error: RegistryError }
  /** It was not sent: the answer to an earlier one is still out. */
  | { readonly kind: 'withheld' }
  /** No answer, or another's: it may be done, undone, or still at work. */
  | { readonly kind: 'lost'; readonly error: RegistryError }

/** Reads what a failed write proves. @throws `error` itself where it is no registry error */
export function judgeFailure(error: unknown): Exclude<Attempt, { kind: 'done' | 'withheld' }> {
  if (!(error instanceof RegistryError)) throw error
  if (error instanceof LoginRequiredError) return { kind: 'refused', by: 'login', error }
  if (error instanceof AccessDeniedError) return { kind: 'refused', by: 'no-right', error }
  if (!(error instanceof RegistryRejectedError)) return { kind: 'lost', error }
  if (error.status === 405) return { kind: 'refused', by: 'deletion-off', error }
  if (provesAbsence(error)) return { kind: 'absent' }
  if (!isOwnAnswer(error) || error instanceof NotFoundError) return { kind: 'lost', error }
  return error.status >= 500 ? { kind: 'broken', error } : { kind: 'rejected', error }
}

/** Sends a write and reads what its answer proves. @throws what is no registry error */
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
