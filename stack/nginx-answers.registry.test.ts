import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type ClientHttp2Session, connect as connectHttp2 } from 'node:http2'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeCertificate } from './certificate.mjs'
import { environmentFor, startNginx } from './nginx.mjs'
import { freePort } from './ports.mjs'
import { askRaw, startRawServer } from './raw.mjs'

// What reaches a browser if the registry sends something that isn't HTTP, or that nginx misinterprets. A response
// without nginx's own headers would run as a page of Homeport.

const PAGE = '<script>document.title = "ran"</script>'
const WHOLE = `HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: ${PAGE.length}\r\n\r\n${PAGE}`
const STEERING = 'Content-Type: text/html\r\nSet-Cookie: a=b'

/** Responses that nobody must get: nginx reads them as HTTP/0.9 or stops after their first part. */
const UNREADABLE: Record<string, string> = {
  'a tab for a space': `HTTP/1.1 200\tOK\r\n${STEERING}\r\n\r\n${PAGE}`,
  'letters before it': `xxxxHTTP/1.1 200 OK\r\n${STEERING}\r\n\r\n${PAGE}`,
  'an empty line before it': `\r\n${WHOLE}`,
  'small letters': `http/1.1 200 OK\r\n${STEERING}\r\n\r\n${PAGE}`,
  'HTTP/0.9 itself': PAGE,
  'the version 0.9': `HTTP/0.9 200 OK\r\n${STEERING}\r\n\r\n${PAGE}`,
  'a status of two digits': `HTTP/1.1 20 OK\r\n${STEERING}\r\n\r\n${PAGE}`,
  'a status of four digits': `HTTP/1.1 2000 OK\r\n${STEERING}\r\n\r\n${PAGE}`,
  'the status 000': `HTTP/1.1 000 OK\r\n${STEERING}\r\n\r\n${PAGE}`,
  'the status 099': `HTTP/1.1 099 OK\r\n${STEERING}\r\n\r\n${PAGE}`,
  '100 first': `HTTP/1.1 100 Continue\r\n\r\n${WHOLE}`,
  '102 first': `HTTP/1.1 102 Processing\r\n\r\n${WHOLE}`,
  '199 first': `HTTP/1.1 199 None\r\n\r\n${WHOLE}`,
  'another protocol': `HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n${WHOLE}`,
}

/** Responses that some versions of nginx understand: it supports early hints since 1.29. */
const DEPENDS: Record<string, string> = {
  'an early hint first': `HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n${WHOLE}`,
  'three early hints first': `${'HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(3)}${WHOLE}`,
  'an early hint with a body': `HTTP/1.1 103 Early Hints\r\nContent-Length: ${WHOLE.length}\r\n\r\n${WHOLE}`,
  'two lengths': `HTTP/1.1 200 OK\r\nContent-Length: 1\r\n${WHOLE.slice(17)}${WHOLE}`,
  'chunks that are none': `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n${STEERING}\r\n\r\nzz\r\n${PAGE}`,
}

/** Responses that nginx itself rejects. */
const BROKEN: Record<string, string> = {
  'no byte': '',
  'a header that does not end': 'HTTP/1.1 200 OK\r\nX: y\r\n',
  'a header of 64 kB': `HTTP/1.1 200 OK\r\nX: ${'y'.repeat(65_536)}\r\n\r\n${PAGE}`,
  'a reason of 64 kB': `HTTP/1.1 200 ${'y'.repeat(65_536)}\r\n\r\n${PAGE}`,
  'a space in the name of a header': `HTTP/1.1 200 OK\r\nSet-Cookie : a=b\r\n\r\n${PAGE}`,
  'a NUL in a header': `HTTP/1.1 200 OK\r\nX: a\0b\r\n\r\n${PAGE}`,
}

/** Odd responses, which reach the browser as nginx understood them. */
const ODD: Record<string, [answer: string, status: number]> = {
  'another version': [`HTTP/2.0 200 OK\r\n${STEERING}\r\n\r\n${PAGE}`, 200],
  'lines that end in LF': [WHOLE.replaceAll('\r', ''), 200],
  'the status 999': [`HTTP/1.1 999 OK\r\n${STEERING}\r\n\r\n${PAGE}`, 999],
  'a body of 304': [WHOLE.replace('200', '304'), 304],
  'a body of 204': [WHOLE.replace('200', '204'), 204],
}

const names = Object.keys({ ...UNREADABLE, ...DEPENDS, ...BROKEN, ...ODD })
const answerOf = (path: string) => {
  if (path.endsWith('/good')) return 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}'
  const name = names[Number(path.split('-').at(-1))] ?? ''
  return UNREADABLE[name] ?? DEPENDS[name] ?? BROKEN[name] ?? ODD[name]?.[0] ?? ''
}
const pathOf = (name: string) => `/v2/a/manifests/answer-${names.indexOf(name)}`

const folder = mkdtempSync(join(tmpdir(), 'homeport-answers-'))
let server: Awaited<ReturnType<typeof startRawServer>>
let nginx: Awaited<ReturnType<typeof startNginx>>
let session: ClientHttp2Session

beforeAll(async () => {
  writeFileSync(join(folder, 'index.html'), 'the page')
  const { certificate, key } = await makeCertificate(folder)
  server = await startRawServer(answerOf)
  const port = await freePort()
  const environment = {
    ...environmentFor(`http://127.0.0.1:${server.port}`),
    ENV_USE_SSL: 'yes',
    HOMEPORT_LISTEN_TLS: `127.0.0.1:${port}`,
    HOMEPORT_TLS_CERTIFICATE: certificate,
    HOMEPORT_TLS_KEY: key,
  }
  nginx = await startNginx({ root: folder, environment })
  session = connectHttp2(`https://localhost:${port}`, { ca: readFileSync(certificate) })
})
afterAll(async () => {
  session?.close()
  await Promise.all([nginx?.stop(), server?.stop()])
  rmSync(folder, { recursive: true })
})

const bytesFor = (...requests: string[]) => askRaw(nginx.port, requests.join(''))

const line = (method: string, path: string, version = '1.1') =>
  `${method} ${path} HTTP/${version}\r\nHost: x\r\nContent-Length: 0\r\n`
const lastRequest = (method: string, path: string, version?: string) =>
  `${line(method, path, version)}Connection: close\r\n\r\n`

type Answer = { headers?: Record<string, unknown>; interim: number; text: string; error?: string }

/** What a browser gets over HTTP/2. */
function streamFor(method: string, path: string): Promise<Answer> {
  return new Promise((resolve) => {
    const stream = session.request({ ':method': method, ':path': path })
    const answer: Answer = { interim: 0, text: '' }
    stream.on('headers', () => (answer.interim += 1))
    stream.on('response', (headers) => (answer.headers = headers))
    stream.on('data', (chunk: Buffer) => (answer.text += chunk.toString('latin1')))
    stream.on('error', (error: Error) => (answer.error = error.message))
    stream.on('close', () => resolve(answer))
    stream.end()
  })
}

const POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"
const METHODS = ['GET', 'HEAD', 'PUT', 'DELETE']

describe('a response of which nothing passes, with', () => {
  test.each(Object.keys(UNREADABLE))('%s', async (name) => {
    const path = pathOf(name)
    for (const method of METHODS) {
      expect(await bytesFor(lastRequest(method, path)), method).toBe('')
      expect(await streamFor(method, path), `${method} by HTTP/2`).toEqual({
        interim: 0,
        text: '',
        error: expect.stringContaining('INTERNAL_ERROR'),
      })
    }
    expect(await bytesFor(lastRequest('GET', path, '1.0')), 'HTTP/1.0').toBe('')
  })

  test('a good one before it on the same connection', async () => {
    const good = `${line('GET', '/v2/a/manifests/good')}\r\n`
    const path = pathOf('100 first')
    const text = await bytesFor(good, `${line('GET', path)}\r\n`, good)
    expect(text.match(/HTTP\//g)).toHaveLength(1)
    expect(text).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*\r\n\r\n\{\}$/)
  })

  test('the reason in nginx’s log', async () => {
    await bytesFor(lastRequest('GET', pathOf('a tab for a space')))
    expect(nginx.output()).toContain("The registry's answer was dropped")
  })
})

describe('a response that becomes an error of Homeport, with', () => {
  test.each(Object.keys(BROKEN))('%s', async (name) => {
    for (const method of METHODS) {
      const text = await bytesFor(lastRequest(method, pathOf(name)))
      expect(text, method).toMatch(/^HTTP\/1\.1 502 /)
      expect(text).toContain(`Content-Security-Policy: ${POLICY}\r\n`)
      expect(text.includes('REGISTRY_UNREACHABLE'), method).toBe(method !== 'HEAD')
      const stream = await streamFor(method, pathOf(name))
      expect(stream.headers).toMatchObject({ ':status': 502, 'content-security-policy': POLICY })
    }
  })
})

describe('a response that passes with nginx’s headers and length, with', () => {
  test.each(Object.keys(ODD))('%s', async (name) => {
    const status = ODD[name]?.[1]
    for (const method of METHODS) {
      const text = await bytesFor(lastRequest(method, pathOf(name)))
      expect(text, method).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
      const [head = ''] = text.split('\r\n\r\n')
      expect(head).toContain(`Content-Security-Policy: ${POLICY}\r\n`)
      expect(head).toContain('Content-Disposition: attachment\r\n')
      expect(head).not.toContain('Set-Cookie')
      expect(text.match(/HTTP\//g), 'one answer').toHaveLength(1)
      const stream = await streamFor(method, pathOf(name))
      expect(stream.headers).toMatchObject({ ':status': status, 'content-security-policy': POLICY })
      expect(stream.headers).not.toHaveProperty('set-cookie')
    }
  })
})

describe('a response that passes only with nginx’s headers, if at all, with', () => {
  test.each(Object.keys(DEPENDS))('%s', async (name) => {
    for (const method of METHODS) {
      const text = await bytesFor(lastRequest(method, pathOf(name)))
      const [head = ''] = text.split('\r\n\r\n')
      expect(head).toMatch(/^$|^HTTP\/1\.1 [2-5][^]*\r\nContent-Security-Policy: .*sandbox/)
      expect(head).not.toContain('Set-Cookie')
      const { headers, interim } = await streamFor(method, pathOf(name))
      expect(headers ? headers['content-security-policy'] : POLICY).toBe(POLICY)
      expect(interim).toBe(0)
    }
  })
})
