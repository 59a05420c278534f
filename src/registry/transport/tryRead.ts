import { LoginRequiredError, RegistryError, RegistryRejectedError } from '../errors.ts'

/**
 * What `read` gives, or why the registry does not give it.
 *
 * @throws LoginRequiredError, since a login changes the answer; an abort; what is no registry error
 */
export async function tryRead<Found>(
  read: () => Promise<Found>,
  signal?: AbortSignal,
): Promise<Found | RegistryError> {
  try {
    return await read()
  } catch (error) {
    if (!(error instanceof RegistryError) || signal?.aborted) throw error
    if (error instanceof LoginRequiredError) throw error
    return error
  }
}

/** `undefined` for an error that `isMeant`, in `catch` of what is asked; every other is thrown. */
export function noneWhere(isMeant: (error: unknown) => boolean) {
  return (error: unknown): undefined => {
    if (!isMeant(error)) throw error
  }
}

/** Whether the registry, or a proxy before it, refuses a question; with a login it might not. */
export function isRefusal(error: unknown): error is RegistryRejectedError {
  return error instanceof RegistryRejectedError && !(error instanceof LoginRequiredError)
}
