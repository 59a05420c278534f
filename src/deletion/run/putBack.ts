import { listLinked } from '../../image/graph/held.ts'
import { RegistryError } from '../../registry/errors.ts'
import type { Digest, Reference } from '../../registry/names.ts'
import type { Run } from './run.ts'

/**
 * Pushes a manifest to a reference again, from the bytes that the plan has read. What an index or a list of
 * attachments contains goes first, if it is missing as well: registries refuse it otherwise.
 *
 * @returns why that failed; `undefined` if it worked
 */
export async function putBack(
  run: Run,
  digest: Digest,
  reference: Reference,
): Promise<string | undefined> {
  try {
    return await whyNotPut(run, digest, reference)
  } catch (error) {
    if (error instanceof RegistryError) return error.message
    throw error
  }
}

async function whyNotPut(
  run: Run,
  digest: Digest,
  reference: Reference,
): Promise<string | undefined> {
  const found = await run.plan.store.read(digest)
  if (found instanceof RegistryError) return found.message
  for (const child of listLinked(found)) {
    const isMissing = (await run.ask(child)).kind === 'absent'
    if (isMissing && run.plan.store.known.has(child)) await whyNotPut(run, child, child)
  }
  const attempt = await run.put(reference, found)
  if ('error' in attempt) return attempt.error.message
  if (attempt.kind === 'absent') return 'The registry no longer has this repository'
  if (attempt.kind === 'withheld') return 'The registry may still be working on it'
  const state = await run.ask(reference)
  const isThere = state.kind === 'at' && state.digest === digest
  return isThere ? undefined : 'The registry refused it'
}
