import { LoginRequiredError, RegistryError, RegistryRejectedError } from '../errors.ts'

/**
 * The result of `read`, or the registry's error.
 *
 * @throws LoginRequiredError, since signing in changes the result; an abort; anything but a RegistryError
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

/** For `catch`: turns errors that `isMeant` accepts into `undefined` and rethrows the others. */
export function noneWhere(isMeant: (error: unknown) => boolean) {
  return (error: unknown): undefined => {
    if (!isMeant(error)) throw error
  }
}

/** Whether the registry, or a proxy in front of it, refuses a request for another reason than a missing login. */
export function isRefusal(error: unknown): error is RegistryRejectedError {
  return error instanceof RegistryRejectedError && !(error instanceof LoginRequiredError)
}
