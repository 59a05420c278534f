import { type Answer, deliversByte, leave } from './transport/answer.ts'
import { RegistryError, RegistryRejectedError } from './errors.ts'
import type { Digest, RepositoryName } from './names.ts'
import { type Transport, send } from './transport/transport.ts'

/**
 * Whether a blob delivers a byte. HEAD does not tell: after a garbage collection a registry that keeps
 * descriptors in memory answers 200 for what is gone, and GET then ends without a byte.
 *
 * @returns `unknown` where the answer proves nothing
 * @throws LoginRequiredError is an answer that proves nothing, too; an abort passes through
 */
export async function askBlob(
  transport: Transport,
  repository: RepositoryName,
  digest: Digest,
  { size, signal }: { size: number; signal?: AbortSignal | undefined },
): Promise<'there' | 'gone' | 'unknown'> {
  const path = `/v2/${repository}/blobs/${digest}`
  // An empty blob has no first byte to ask for.
  const headers = size > 0 ? { Range: 'bytes=0-0' } : {}
  let response: Answer
  try {
    response = await send(transport, { path, headers, signal })
  } catch (error) {
    if (!(error instanceof RegistryError) || signal?.aborted) throw error
    const isMissing = error instanceof RegistryRejectedError && error.status === 404
    return isMissing && error.hasCode('BLOB_UNKNOWN') ? 'gone' : 'unknown'
  }
  if (size === 0) {
    leave(response.body)
    return 'there'
  }
  return (await deliversByte(response)) ? 'there' : 'gone'
}
