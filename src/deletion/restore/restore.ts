import {
  AccessDeniedError,
  LoginRequiredError,
  RegistryRejectedError,
} from '../../registry/errors.ts'
import type { Transport } from '../../registry/transport/transport.ts'
import { type JournalEntry, JournalError, tryJournal } from '../journal/journal.ts'
import { persistentTransport } from '../../registry/transport/persistentTransport.ts'
import { type RestoreOptions, createRestore } from './repository.ts'
import type { RestoreReport, RestoreStop } from './report.ts'

/**
 * Restores what deletions removed, byte for byte: children, then what contains them, then attachments, and tags
 * last, each only once every blob that it needs has delivered a byte and every manifest has been read back. A tag
 * that was moved meanwhile is left alone unless `overwrite` allows it. A changed list of attachments is merged with
 * its old content, for imported entries only if `overwrite` allows it. A retagged tag is moved back.
 */
export async function restoreEntries(
  transport: Transport,
  entries: readonly JournalEntry[],
  options: RestoreOptions,
): Promise<RestoreReport> {
  const { journal, signal } = options
  const carrier = persistentTransport(transport, options.askLogin)
  const read = await tryJournal(async () => await journal?.read())
  // The rest of the journal only helps with missing manifests; it isn't needed.
  const known = read instanceof JournalError ? [] : (read ?? [])
  const repositories = [...new Set(entries.map((entry) => entry.repository))]
  const restores = new Map(
    repositories.map((repository) => {
      const isHere = (entry: JournalEntry) => entry.repository === repository
      const place = { transport: carrier, repository, signal }
      const its = entries.filter(isHere)
      return [repository, createRestore(place, its, known.filter(isHere), options)]
    }),
  )
  let stopped: RestoreStop | undefined
  for (const restore of restores.values()) {
    if (stopped) break
    try {
      await restore.run()
    } catch (error) {
      stopped = describeStop(error, signal)
    }
  }
  const restored = entries.flatMap((entry) => restores.get(entry.repository)?.report(entry) ?? [])
  const whole = entries.filter((_, index) => restored[index]?.isWhole)
  const written = await tryJournal(async () => {
    if (whole.length === 0) return
    await journal?.write(whole.map((entry) => ({ ...entry, state: 'restored' })))
  })
  return { entries: restored, stopped, unrecorded: written?.message }
}

function describeStop(error: unknown, signal: AbortSignal | undefined): RestoreStop {
  if (signal?.aborted) return 'asked'
  if (error instanceof LoginRequiredError) return 'login'
  if (error instanceof AccessDeniedError) return 'no-right'
  if (error instanceof RegistryRejectedError && error.status === 405) return 'read-only'
  throw error
}
