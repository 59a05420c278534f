import { randomHex } from '../../registry/random.ts'
import { transact } from './journal.ts'
import { JOURNAL_NAME } from './journalName.ts'

/** How long to wait for other pages to answer, in milliseconds. */
const PATIENCE = 700

type Call = { readonly kind: 'ask' | 'here'; readonly run: string }

/**
 * Tells other pages that the deletion `run` is still running here, so that none takes it for an interrupted one;
 * returns the function that ends this. `navigator.locks` would do the same, but not on plain http.
 */
export function announceRun(run: string): () => void {
  const channel = openChannel()
  channel.addEventListener('message', ({ data }: MessageEvent<Call>) => {
    if (data.kind === 'ask' && data.run === run) call(channel, { kind: 'here', run })
  })
  return () => channel.close()
}

/** Whether any page of this browser, including this one, is working on the deletion `run`. */
export function isRunLive(run: string): Promise<boolean> {
  const channel = openChannel()
  return new Promise((resolve) => {
    const end = (isLive: boolean) => {
      clearTimeout(timer)
      channel.close()
      resolve(isLive)
    }
    const timer = setTimeout(() => end(false), PATIENCE)
    channel.addEventListener('message', ({ data }: MessageEvent<Call>) => {
      if (data.kind === 'here' && data.run === run) end(true)
    })
    call(channel, { kind: 'ask', run })
  })
}

/**
 * Makes sure that only this page handles interrupted deletions; returns the function that releases the claim, or
 * `undefined` if another page holds it.
 *
 * @throws JournalError
 */
export async function claimRecovery(): Promise<(() => void) | undefined> {
  const before = await transact<unknown>('claims', 'readonly', (store) => store.get('recovery'))
  if (typeof before === 'string' && (await isRunLive(before))) return undefined
  const own = randomHex(16)
  const release = announceRun(own)
  try {
    const isOurs = await transact('claims', 'readwrite', async (store) => {
      // Otherwise somebody was faster.
      const isSame = (await store.get('recovery')) === before
      if (isSame) await store.put(own, 'recovery')
      return isSame
    })
    if (isOurs) return release
  } catch (error) {
    release()
    throw error
  }
  release()
  return undefined
}

function openChannel(): BroadcastChannel {
  return new BroadcastChannel(`${JOURNAL_NAME} runs`)
}

function call(channel: BroadcastChannel, message: Call): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no target
  channel.postMessage(message)
}
