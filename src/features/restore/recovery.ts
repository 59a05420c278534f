import type { QueryClient } from '@tanstack/react-query'
import { recoverEntries } from '../../deletion/recover/recover.ts'
import type { RecoveryReport } from '../../deletion/recover/report.ts'
import { type TagChange, tellTagsChanged } from '../../queries/tags.ts'
import { hasOpenEntries, openJournal } from '../../queries/storage/journal.ts'
import { claimRecovery, isRunLive } from '../../queries/storage/runs.ts'
import { rowTransport } from '../../queries/session.ts'
import { createStore } from '../../queries/store.ts'
import { announce, announcement } from '../../components/messages.ts'
import { askLogin } from '../../components/askLogin.ts'
import { summarizeRecovery } from './words.ts'

/** How far looking after deletions that broke off is. */
export type Recovery =
  | { readonly kind: 'idle' }
  | { readonly kind: 'working' }
  /** The registry asks for a login, and nobody was asked. */
  | { readonly kind: 'login' }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'ended'; readonly report: RecoveryReport }

export const recovery = createStore<Recovery>({ kind: 'idle' })

const BEGUN = 'A deletion was interrupted. Checking how it ended…'
/** Milliseconds: until the tags stand still. */
const LONG = 60_000
/** Milliseconds: nobody waits for this message, so it is there for longer than others. */
const SEEN = 20_000

let running: Promise<void> | undefined

/**
 * Finishes deletions that broke off, or puts back what they had moved, unless a page of this browser is at
 * it; `recovery` says how that ends. One at a time: whoever asks meanwhile waits for that one.
 */
export async function recover(client: QueryClient, { mayAskLogin = false } = {}): Promise<void> {
  if (running) {
    await running
    // The one that ran may not have been allowed to ask.
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
    // Where it was asked for, the page says so itself.
    if (recovery.read().kind === 'idle' && !mayAskLogin) announce(BEGUN, LONG)
    recovery.write({ kind: 'working' })
    open = (await journal.read()).filter(({ state }) => state === 'open')
    const report = await recoverEntries(rowTransport, journal, {
      isLive: isRunLive,
      ...(mayAskLogin ? { askLogin } : {}),
    })
    // Nobody has asked for anything yet: the question waits until somebody looks at the record.
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
