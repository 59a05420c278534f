import { LoginRequiredError, RegistryError } from '../errors.ts'

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
