import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { tagDigests } from '../stack/inspect.mjs'
import { freePort, portOf } from '../stack/ports.mjs'
import { startRawServer } from '../stack/raw.mjs'
import { makeScratch } from '../stack/scratch.mjs'

const PROJECT = join(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'homeport-start-'))
const data = await makeScratch('homeport-start-')
afterAll(() => [folder, data].forEach((one) => rmSync(one, { recursive: true })))

/** Runs `npm start`, or the task directly, with these variables. */
function start(environment: Record<string, string>, command: readonly string[] = ['npm', 'start']) {
  const [program = '', ...args] = command
  const child = spawn(program, args, {
    cwd: PROJECT,
    env: { ...process.env, ENV_DOCKER_REGISTRY_HOST: '', HOMEPORT_DATA: data, ...environment },
  })
  let output = ''
  let error = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (error += chunk.toString()))
  return { child, output: () => output, error: () => error, ended: once(child, 'close') }
}

const task = [process.execPath, 'tasks/start.mjs']

async function failure(environment: Record<string, string>): Promise<string> {
  const { ended, error } = start({ HOMEPORT_PORT: String(await freePort()), ...environment }, task)
  expect(await ended).toEqual([1, null])
  const lines = error().trimEnd().split('\n')
  expect(lines).toHaveLength(1)
  return lines[0] ?? ''
}

test('serves the page and a filled registry; SIGTERM to npm ends everything', async () => {
  const port = await freePort()
  const { child, output, error, ended } = start({ HOMEPORT_PORT: String(port) })
  await expect.poll(() => output() + error(), { timeout: 50_000 }).toMatch(/Ctrl-C ends it|rror/)
  expect(output()).toContain(
    `Homeport: http://localhost:${port} (a registry of its own at localhost:`,
  )
  const registryPort = Number(/localhost:(\d+),/.exec(output())?.[1])

  const page = await fetch(`http://127.0.0.1:${port}/repository/team/web/frontend`)
  expect([page.status, await page.text()]).toEqual([
    200,
    expect.stringContaining('<div id="root">'),
  ])
  const settings = await (await fetch(`http://127.0.0.1:${port}/settings.js`)).text()
  expect(settings).toContain("readOnly: 'false'")
  const { repositories } = await (await fetch(`http://127.0.0.1:${port}/v2/_catalog`)).json()
  expect(repositories.length).toBeGreaterThanOrEqual(12)
  const origin = `http://127.0.0.1:${registryPort}`
  const tags = await tagDigests({ origin, repository: 'team/web/frontend' })
  expect(tags.size).toBeGreaterThan(40)
  expect((await tagDigests({ origin, repository: 'sandbox/emptied' })).size).toBe(0)

  child.kill('SIGTERM')
  await ended
  await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow('fetch failed')
  await expect(fetch(`http://127.0.0.1:${registryPort}/v2/`)).rejects.toThrow('fetch failed')
})

test('a killed registry ends everything, with a sentence', async () => {
  const port = await freePort()
  const { child, output, error, ended } = start({ HOMEPORT_PORT: String(port) }, task)
  await expect.poll(() => output() + error(), { timeout: 50_000 }).toMatch(/Ctrl-C ends it|rror/)
  const children = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8')
  const registry = children
    .trim()
    .split(' ')
    .find((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('docker-registry'))
  process.kill(Number(registry), 'SIGKILL')
  expect(await ended).toEqual([1, null])
  expect(error()).toBe('The registry ended unexpectedly (SIGKILL), so Homeport stopped.\n')
  await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow('fetch failed')
})

test.each([
  ['', 405, []],
  ['false', 200, ['DELETE /v2/a/manifests/x HTTP/1.1']],
])(
  'in front of one’s own registry, with ENV_MODE_BROWSE_ONLY=%j, a DELETE gets %i',
  async (browseOnly, status, asked) => {
    const server = await startRawServer(() => 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n')
    const port = await freePort()
    const { child, output, error, ended } = start(
      {
        HOMEPORT_PORT: String(port),
        ENV_DOCKER_REGISTRY_HOST: '127.0.0.1',
        ENV_DOCKER_REGISTRY_PORT: String(server.port),
        ENV_MODE_BROWSE_ONLY: browseOnly,
      },
      task,
    )
    try {
      await expect.poll(() => output() + error(), { timeout: 50_000 }).toMatch(/Ctrl-C ends|rror/)
      const url = `http://127.0.0.1:${port}/v2/a/manifests/x`
      expect((await fetch(url, { method: 'DELETE' })).status).toBe(status)
      expect(server.requests().map((head) => head.split('\r\n')[0])).toEqual(asked)
    } finally {
      child.kill('SIGTERM')
      await ended
      await server.stop()
    }
  },
)

test('a port in use', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const port = portOf(server)
  expect(await failure({ HOMEPORT_PORT: String(port) })).toMatch(
    `Port ${port} is taken: stop what listens there, or choose another with HOMEPORT_PORT=`,
  )
  server.close()
})

test('an invalid port', async () => {
  expect(await failure({ HOMEPORT_PORT: '80000' })).toMatch(/must be a port from 1 to 65535/)
})

test('a missing program that can’t be installed', async () => {
  expect(await failure({ PATH: '/nowhere' })).toMatch(
    /docker-registry are missing: install .*gettext-base.*docker compose up -d$/,
  )
})

test('a registry that doesn’t start', async () => {
  const script = '#!/bin/sh\necho "the disk is full" >&2\nexit 3\n'
  writeFileSync(join(folder, 'docker-registry'), script, { mode: 0o755 })
  expect(await failure({ PATH: `${folder}:${process.env['PATH']}` })).toBe(
    'The registry 2.8.2 did not start (exit code 3): the disk is full',
  )
})

test('a setting that nginx must not see', async () => {
  expect(await failure({ ENV_DOCKER_REGISTRY_HOST: 'http://registry' })).toMatch(
    /ENV_DOCKER_REGISTRY_HOST must be a host name without 'http:\/\/'/,
  )
})
