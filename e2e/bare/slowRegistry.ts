import http from 'node:http'
import { portOf } from '../../stack/ports.mjs'

const MANIFEST = JSON.stringify({
  schemaVersion: 2,
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
  config: { mediaType: 'application/vnd.oci.image.config.v1+json', digest: digestOf('c'), size: 2 },
  layers: [],
})
const MEGABYTE = Buffer.alloc(1_000_000, 'layer')
/** Milliseconds per manifest: meanwhile the page sends as many requests as it may. */
const MANIFEST_TIME = 100

/** A digest that is unique to this letter. */
export function digestOf(letter: string): string {
  return `sha256:${letter.repeat(64)}`
}

/**
 * A registry in this process whose blobs drip, a megabyte every `ms` milliseconds. It requires a login, answers the
 * tag `busy` with 429 once, and stops after one megabyte of the blob of `d`s. Any other tag is an image.
 */
export async function startSlowRegistry({ login, ms }: { login: string; ms: number }) {
  const authorization = `Basic ${Buffer.from(login).toString('base64')}`
  let running = 0
  let isBusy = true
  /** The most concurrent requests, and how many blobs were read completely. */
  const seen = { most: 0, whole: 0 }
  const server = http.createServer((request, response) => {
    const { url = '', headers } = request
    running += 1
    seen.most = Math.max(seen.most, running)
    response.once('close', () => {
      running -= 1
      if (response.writableFinished && response.statusCode === 200 && url.includes('/blobs/')) {
        seen.whole += 1
      }
    })
    const json = { 'content-type': 'application/json' }
    if (headers.authorization !== authorization) {
      const asked = ['Bearer realm="https://tokens.test/"', 'Basic realm="slow"']
      return response.writeHead(401, { ...json, 'www-authenticate': asked }).end()
    }
    if (url.endsWith('/busy') && isBusy) {
      isBusy = false
      return response.writeHead(429, { ...json, 'retry-after': '1' }).end('{}')
    }
    if (url.includes('/manifests/')) {
      const type = { 'content-type': 'application/vnd.oci.image.manifest.v1+json' }
      setTimeout(() => response.writeHead(200, type).end(MANIFEST), MANIFEST_TIME)
      return undefined
    }
    if (!url.includes('/blobs/')) return response.writeHead(200, json).end('{}')
    return void drip(response, url, headers.range)
  })
  async function drip(response: http.ServerResponse, url: string, range = 'bytes=0-299999999') {
    const [start = 0, last = 0] = range.replace('bytes=', '').split('-').map(Number)
    const size = last - start + 1
    const part = { 'content-range': `bytes ${start}-${last}/300000000` }
    response.writeHead(size < 300_000_000 ? 206 : 200, {
      'content-type': 'application/octet-stream',
      'content-length': size,
      ...(size < 300_000_000 ? part : {}),
    })
    const closed = new Promise((resolve) => response.once('close', resolve))
    let left = size
    for (; left > MEGABYTE.length && !response.destroyed; left -= MEGABYTE.length) {
      if (!response.write(MEGABYTE)) {
        await Promise.race([closed, new Promise((resolve) => response.once('drain', resolve))])
      }
      if (url.includes('dddd')) return
      await new Promise((resolve) => setTimeout(resolve, ms))
    }
    // With its last bytes: a client that has them all closes the connection.
    response.end(MEGABYTE.subarray(0, left))
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${portOf(server)}`,
    seen,
    running: () => running,
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}
