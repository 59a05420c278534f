import { streamBlob } from '../../src/registry/blobs.ts'
import type { Descriptor } from '../../src/registry/manifest.ts'
import { fetchManifest } from '../../src/registry/manifests.ts'
import type { Reference, RepositoryName } from '../../src/registry/names.ts'
import { portTransport } from '../../src/registry/transport/portTransport.ts'

/** What this worker is told to do. `most`: the number of bytes after which it stops reading. */
export type Job = { readonly repository: RepositoryName } & (
  | { readonly kind: 'manifest'; readonly reference: Reference }
  | {
      readonly kind: 'blob'
      readonly descriptor: Descriptor
      readonly part: { start?: number; end?: number; silenceSeconds?: number }
      readonly most?: number
    }
)

// The first message brings the port to the page.
addEventListener(
  'message',
  ({ ports: [port] }) => {
    if (!port) return
    const transport = portTransport(port)
    addEventListener('message', ({ data, ports: [reply] }: MessageEvent<Job>) => {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port has no target
      const answer = (message: object) => reply?.postMessage(message)
      void (data.kind === 'manifest' ? readTag(data) : readBytes(data)).then(
        (done) => answer({ done }),
        (error: unknown) => answer({ error: String(error) }),
      )
    })

    async function readTag({ repository, reference }: Job & { kind: 'manifest' }) {
      return (await fetchManifest({ transport, repository }, reference)).digest
    }

    async function readBytes({
      repository,
      descriptor,
      part,
      most = Infinity,
    }: Job & { kind: 'blob' }) {
      let size = 0
      for await (const piece of streamBlob({ transport, repository }, descriptor, part)) {
        size += piece.length
        if (size >= most) break
      }
      return size
    }
  },
  { once: true },
)
