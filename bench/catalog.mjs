import http from 'node:http'
import { portOf } from '../stack/ports.mjs'

/**
 * A registry with nothing but a catalog: any number of names, in pages of up to 1,000. Real
 * ones walk their whole storage for each page, which takes minutes for 100,000 names.
 *
 * @param {readonly string[]} names
 * @returns {Promise<{ origin: string, stop: () => Promise<void> }>}
 */
export async function startCatalog(names) {
  const sorted = names.toSorted()
  const server = http.createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://catalog.test')
    response.setHeader('content-type', 'application/json')
    if (pathname !== '/v2/_catalog') {
      const errors = [{ code: 'NAME_UNKNOWN', message: 'only a catalog', detail: null }]
      response.writeHead(404).end(JSON.stringify({ errors }))
      return
    }
    const size = Math.min(Number(searchParams.get('n') ?? 100), 1000)
    const last = searchParams.get('last')
    const from = last === null ? 0 : sorted.indexOf(last) + 1
    const page = sorted.slice(from, from + size)
    if (from + size < sorted.length) {
      const next = new URLSearchParams({ last: page.at(-1) ?? '', n: String(size) })
      response.setHeader('link', `</v2/_catalog?${next}>; rel="next"`)
    }
    response.end(JSON.stringify({ repositories: page }))
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)))
  return {
    origin: `http://127.0.0.1:${portOf(server)}`,
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
