import type { QueryClient } from '@tanstack/react-query'
import { recoverEntries } from '../../deletion/recover/recover.ts'
import type { RecoveryReport } from '../../deletion/recover/report.ts'
import { type TagChange, tellTagsChanged } from '../../queries/tags.ts'
import { hasOpenEntries, openJournal } from '../../queries/storage/journal.ts'
import { claimRecovery, isRunLive } from '../../queries/storage/runs.ts'
import { rowTransport } from '../../queries/session/session.ts'
import { createStore } from '../../queries/session/store.ts'
import { announce, announcement } from '../../components/messages.ts'
import { askLogin } from '../../components/askLogin.ts'
import { summarizeRecovery } from './words.ts'

/** The state of recovering interrupted deletions. */
export type Recovery =
  | { readonly kind: 'idle' }
  | { readonly kind: 'working' }
  /** The registry requires a login, and nobody was asked for it yet. */
  | { readonly kind: 'login' }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'ended'; readonly report: RecoveryReport }

export const recovery = createStore<Recovery>({ kind: 'idle' })

const BEGUN = 'A deletion was interrupted. Checking how it ended…'
/** Milliseconds until the tags have settled. */
const LONG = 60_000
/** Milliseconds. Nobody expects this message, so it stays longer than others. */
const SEEN = 20_000

let running: Promise<void> | undefined

/**
 * Finishes interrupted deletions, or puts back what they had moved, unless another page of this browser is doing so;
 * `recovery` has the result. Runs once at a time: further calls wait for the one that is running.
 */
export async function recover(client: QueryClient, { mayAskLogin = false } = {}): Promise<void> {
  if (running) {
    await running
    // That one may not have been allowed to ask for a login.
    if (!mayAskLogin || recovery.read().kind !== 'login') return
  }
  running = settle(client, mayAskLogin).finally(() => (running = undefined))
  await running
}

async function settle(client: QueryClient, mayAskLogin: boolean): Promise<void> {
  let release: (() => void) | undefined
  let open: readonly TagChange[] = []
  try {
    if (!(await hasOpenEntries())) return
    const journal = await openJournal()
    if (!journal) return
    release = await claimRecovery()
    if (!release) return
    // If somebody asked for it, the page already shows it.
    if (recovery.read().kind === 'idle' && !mayAskLogin) announce(BEGUN, LONG)
    recovery.write({ kind: 'working' })
    open = (await journal.read()).filter(({ state }) => state === 'open')
    const report = await recoverEntries(rowTransport, journal, {
      isLive: isRunLive,
      ...(mayAskLogin ? { askLogin } : {}),
    })
    // Nobody has asked for anything yet, so the sign-in dialog waits until somebody opens the Deleted page.
    const isForLogin = report.stopped !== undefined && !mayAskLogin
    recovery.write(isForLogin ? { kind: 'login' } : { kind: 'ended', report })
    const summary = summarizeRecovery(report)
    if (summary !== undefined && !isForLogin) announce(summary, SEEN)
  } catch (error) {
    recovery.write({ kind: 'failed', error })
  } finally {
    release?.()
    if (announcement.read() === BEGUN) announcement.write(undefined)
    tellTagsChanged(client, open)
  }
}
