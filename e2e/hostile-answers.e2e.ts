import { gzipSync } from 'node:zlib'
import { environmentFor, startNginx } from '../stack/nginx.mjs'
import { startRawServer } from '../stack/raw.mjs'
import { expect, pageOrigin, siteRoot, test } from './test.ts'

const PAGE =
  '<!doctype html><title>hostile</title><script>localStorage.setItem("ran", "1")</script>'
const WHOLE = [
  'HTTP/1.1 200 OK',
  'Content-Type: text/html',
  'Set-Cookie: planted=1',
  `Content-Length: ${PAGE.length}`,
  '',
  PAGE,
].join('\r\n')

/** What a registry's server, or something between it and nginx, can send instead of a response. */
const ANSWERS = [
  WHOLE.replace('200 OK', '200\tOK'),
  `xxxx${WHOLE}`,
  `HTTP/1.1 103 Early Hints\r\n\r\n${WHOLE}`,
  `HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n${WHOLE}`,
]

test('a response that isn’t HTTP runs no script and sets no cookie; the page says what to do', async ({
  page,
  context,
}) => {
  const server = await startRawServer((path) => ANSWERS[Number(path.split('-')[1] ?? 0)] ?? '')
  const environment = environmentFor(`http://127.0.0.1:${server.port}`)
  const nginx = await startNginx({ environment, root: siteRoot })
  try {
    const origin = pageOrigin(nginx)
    await page.goto(`${origin}/settings.js`)
    const planted = async () => [
      await page.evaluate(() => localStorage.getItem('ran')),
      ...(await context.cookies()).map(({ name }) => name),
    ]
    for (const index of ANSWERS.keys()) {
      const tab = await context.newPage()
      const visit = tab.goto(`${origin}/v2/library/app/blobs/answer-${index}`, { timeout: 5000 })
      const outcome = await visit.then(() => 'a page', String)
      expect(await planted(), `${index}`).toEqual([null])
      expect(outcome).toMatch(/net::ERR_(?:EMPTY_RESPONSE|CONNECTION_CLOSED)/)
      await tab.close()
    }

    await page.goto(`${origin}/repository/library/app`)
    const failure = page.getByRole('alert')
    await expect(failure).toContainText(`127.0.0.1:${server.port} is unreachable`)
    await expect(failure).toContainText('see Homeport’s log')
    expect(await planted()).toEqual([null])
    expect(nginx.output()).toContain("The registry's answer was dropped")
  } finally {
    await nginx.stop()
    await server.stop()
  }
})

test('a compressed response isn’t inflated in the browser, and the page says what to do', async ({
  page,
}) => {
  const body = gzipSync(JSON.stringify({ name: 'library/app', tags: ['1'.repeat(10_000_000)] }))
  const head = `Content-Encoding: gzip\r\nContent-Length: ${body.length}`
  const answer = `HTTP/1.1 200 OK\r\n${head}\r\n\r\n${body.toString('latin1')}`
  const server = await startRawServer(() => answer)
  const environment = environmentFor(`http://127.0.0.1:${server.port}`)
  const nginx = await startNginx({ environment, root: siteRoot })
  try {
    await page.goto(`${pageOrigin(nginx)}/repository/library/app`)
    const failure = page.getByRole('alert')
    await expect(failure).toContainText(/is compressed/)
    await expect(failure).toContainText('Turn off compression')
    const size = await page.evaluate(async () => {
      const response = await fetch('/v2/library/app/tags/list')
      return (await response.arrayBuffer()).byteLength
    })
    expect(size).toBe(body.length)
  } finally {
    await nginx.stop()
    await server.stop()
  }
})
