import { LoginRequiredError, RegistryError } from '../../registry/errors.ts'
import {
  type LoginQuestion,
  persistentTransport,
} from '../../registry/transport/persistentTransport.ts'
import type { Transport } from '../../registry/transport/transport.ts'
import { type Journal, type JournalEntry, isTouched } from '../journal/journal.ts'
import { PACE, type Pace } from '../run/look.ts'
import { createSite } from './halfWay.ts'
import type { RecoveredEntry, RecoveryReport } from './report.ts'
import { listOpenTags, recoverRepository } from './repository.ts'

export type RecoverOptions = {
  /** Whether the window that started a deletion is still working on it. */
  readonly isLive: (run: string) => boolean | Promise<boolean>
  /** Called once if the registry requires a login; no if omitted. */
  readonly askLogin?: LoginQuestion
  readonly pace?: Partial<Pace>
}

/**
 * Settles interrupted deletions: asks the registry what became of each tag and manifest, and finishes removals that
 * were interrupted between their two steps, or reverts them. Entries of which nothing is gone are removed, without
 * asking if nothing was sent. What is still unknown stays open until next time.
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
  const write = async (found: readonly JournalEntry[], untouched: readonly string[]) => {
    if (found.length > 0) await journal.write(found)
    if (untouched.length > 0) await journal.remove(untouched)
  }
  const untouched = left.filter((entry) => !isTouched(entry))
  if (untouched.length > 0) await journal.remove(untouched.map(({ id }) => id))
  const entries = untouched.map(({ repository, tags }): RecoveredEntry => {
    return { repository, tags: tags.map(({ tag }) => ({ tag, outcome: { kind: 'untouched' } })) }
  })
  const touched = left.filter(isTouched)
  let stopped: string | undefined
  for (const repository of new Set(touched.map((entry) => entry.repository))) {
    const site = createSite({ transport: carrier, repository }, { ...PACE, ...pace })
    const its = touched.filter((entry) => entry.repository === repository)
    try {
      if (stopped === undefined) {
        entries.push(...(await recoverRepository(site, its, write)))
        continue
      }
    } catch (error) {
      if (!(error instanceof RegistryError)) throw error
      if (error instanceof LoginRequiredError) stopped = error.message
    }
    const tags = its.flatMap((entry) => listOpenTags(entry.tags))
    entries.push({
      repository,
      tags: tags.map(({ tag }) => ({ tag, outcome: { kind: 'unknown' } })),
    })
  }
  return { entries, stopped }
}
