import { LoginRequiredError, RegistryError } from '../../registry/errors.ts'
import type { Transport } from '../../registry/transport/transport.ts'
import { type Journal, type JournalEntry, isTouched } from '../journal/journal.ts'
import {
  type LoginQuestion,
  persistentTransport,
} from '../../registry/transport/persistentTransport.ts'
import type { RecoveredEntry, RecoveryReport, TagRecovery } from './report.ts'
import { listOpenTags, recoverRepository } from './repository.ts'
import { PACE, type Pace } from '../run/look.ts'

export type RecoverOptions = {
  /** Whether the program that began a deletion is still at it, in another window. */
  readonly isLive: (run: string) => boolean | Promise<boolean>
  /** Asked once, where the registry wants a login. Nobody to ask: no. */
  readonly askLogin?: LoginQuestion
  readonly pace?: Partial<Pace>
}

/**
 * Settles what deletions left open that ended in mid-work: asks the registry what became of each tag and
 * manifest, finishes a removal that broke off between its two steps, or puts back what stands half way. An
 * entry of which nothing is gone leaves the journal, unasked where nothing was sent. What cannot be told yet
 * stays open, and is asked next time.
 *
 * @throws JournalError
 */
export async function recoverEntries(
  transport: Transport,
  journal: Journal,
  { isLive, askLogin, pace }: RecoverOptions,
): Promise<RecoveryReport> {
  const open = (await journal.read()).filter(({ state }) => state === 'open')
  const live = new Map<string, boolean>()
  for (const { run } of open) if (!live.has(run)) live.set(run, await isLive(run))
  const left = open.filter(({ run }) => !live.get(run))
  const carrier = persistentTransport(transport, askLogin)
  const untouched = left.filter((entry) => !isTouched(entry))
  if (untouched.length > 0) await journal.remove(untouched.map(({ id }) => id))
  const entries: RecoveredEntry[] = untouched.map((entry) =>
    describeEntry(entry, 'removed', { kind: 'untouched' }),
  )
  let stopped: string | undefined
  const touched = left.filter(isTouched)
  for (const repository of new Set(touched.map((entry) => entry.repository))) {
    const site = { transport: carrier, repository, pace: { ...PACE, ...pace } }
    const its = touched.filter((entry) => entry.repository === repository)
    let message = stopped
    try {
      if (stopped === undefined) entries.push(...(await recoverRepository(site, its, journal)))
    } catch (error) {
      if (!(error instanceof RegistryError)) throw error
      message = error.message
      if (error instanceof LoginRequiredError) stopped = message
    }
    if (message === undefined) continue
    const unknown = { kind: 'unknown', message } as const
    entries.push(...its.map((entry) => describeEntry(entry, 'open', unknown)))
  }
  return { entries, stopped }
}

/** An entry that was not looked at. */
function describeEntry(
  { id, repository, tags }: JournalEntry,
  outcome: RecoveredEntry['outcome'],
  ofTag: TagRecovery,
): RecoveredEntry {
  const asked = outcome === 'open' ? listOpenTags(tags) : tags
  return {
    id,
    repository,
    outcome,
    tags: asked.map(({ tag }) => ({ tag, outcome: ofTag })),
    leftovers: [],
  }
}
