import { formatBytes } from '../../../format/bytes.ts'
import { settings } from '../../../queries/session/settings.ts'
import { openJournal } from '../../../queries/storage/journal.ts'
import type { Finding } from '../finding.ts'
import type { Probe } from '../probe.ts'

export async function examineAddress({ greeting }: Probe): Promise<Finding> {
  const address = `This page is open at ${location.origin}; images are pulled from ${settings.pullHost}.`
  if (location.protocol === 'https:') return { state: 'ok', seen: address }
  if (isSecureContext) {
    return { state: 'ok', seen: `${address} It is plain http, on this computer only.` }
  }
  const { status } = await greeting()
  const seen = `${address} It is plain http: everything works, but others on the network can read the traffic.`
  if (status !== 401) return { state: 'ok', seen }
  return {
    state: 'limited',
    seen,
    remedy: {
      text: 'Passwords are sent over it, too. Serve Homeport over TLS, with a proxy in front or with a certificate of its own:',
      lines: ['ENV_USE_SSL=true'],
    },
  }
}

export async function examineStorage(): Promise<Finding> {
  const journal = await openJournal()
  if (!journal) {
    return {
      state: 'limited',
      seen: 'This browser stores nothing for Homeport, so deletions can’t be undone from it.',
      remedy: {
        text: 'Allow this page to store data, free some space, or use a normal window instead of a private one.',
      },
    }
  }
  const { quota } = await readQuota()
  const room = quota === undefined ? '' : ` Up to ${formatBytes(quota)} may be used.`
  return {
    state: 'ok',
    seen: `This browser keeps a history of deletions, so they can be undone.${room}`,
  }
}

/** Only known in a secure context. */
async function readQuota(): Promise<{ quota?: number | undefined }> {
  return isSecureContext ? await navigator.storage.estimate() : {}
}
