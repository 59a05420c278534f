import type { JournalEntry } from '../../src/deletion/journal/journal.ts'
import { contentStore } from '../../src/queries/storage/contentStore.ts'
import { openJournal } from '../../src/queries/storage/journal.ts'
import { pausedUntil, rowTransport, signIn } from '../../src/queries/session/session.ts'
import { LoginRequiredError } from '../../src/registry/errors.ts'
import { fetchManifest } from '../../src/registry/manifests.ts'
import type { RepositoryName, Tag } from '../../src/registry/names.ts'
import { serveTransport } from '../../src/registry/transport/portTransport.ts'
import type { Job } from './worker.ts'

const pauses: number[] = []
pausedUntil.subscribe(() => {
  const until = pausedUntil.read()
  if (until !== undefined) pauses.push(until)
})

/** A worker that sends its requests through this page. */
function startWorker() {
  const worker = new Worker(new URL('worker.ts', import.meta.url), { type: 'module' })
  const { port1, port2 } = new MessageChannel()
  const end = new AbortController()
  serveTransport(port1, rowTransport, end.signal)
  worker.postMessage('port', [port2])
  return {
    ask: (job: Job): Promise<unknown> =>
      new Promise((resolve, reject) => {
        const { port1: reply, port2: far } = new MessageChannel()
        reply.onmessage = ({ data }: MessageEvent<{ done?: unknown; error?: string }>) =>
          data.error === undefined ? resolve(data.done) : reject(new Error(data.error))
        worker.postMessage(job, [far])
      }),
    end() {
      end.abort()
      worker.terminate()
    },
  }
}

/** What stories can use of Homeport without any of its pages. */
const bare = {
  worker: startWorker(),
  signIn: (user: string, password: string) =>
    signIn({ user, password }, new LoginRequiredError('GET /v2/', 401, [], ''), false),
  pauses,
  openJournal,
  entry: (id: string, bytes: Uint8Array) =>
    ({
      id,
      run: id,
      at: new Date().toISOString(),
      repository: 'a' as RepositoryName,
      cause: 'deletion',
      state: 'done',
      tags: [],
      manifests: [],
      size: 0,
      bytes,
    }) as JournalEntry,
  listings: contentStore<Uint8Array>('listings'),
  readRows: (repository: string, tags: readonly string[]) =>
    Promise.all(
      tags.map((tag) =>
        fetchManifest(
          { transport: rowTransport, repository: repository as RepositoryName },
          tag as Tag,
        ),
      ),
    ),
}
export type Bare = typeof bare
Object.assign(globalThis, { bare })
