import { execFile, spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Browser, chromium } from '@playwright/test'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { chromiumPath } from '../stack/chromium.mjs'
import { freePort } from '../stack/ports.mjs'

// The image and the compose file as people use them: build, start, push, browse, delete.

const PROJECT = join(import.meta.dirname, '..')
const STACK = `homeport-test-${process.pid}`
const IMAGE = STACK

const hasEngine = spawnSync('docker', ['version']).status === 0
if (!hasEngine && process.env['REQUIRE']?.split(',').includes('docker')) {
  throw new Error('REQUIRE names docker, but no Docker engine answers')
}

const run = promisify(execFile)

async function docker(...args: string[]): Promise<string> {
  const { stdout } = await run('docker', args, { maxBuffer: 1 << 26, timeout: 600_000 })
  return stdout.trim()
}

// `docker compose` where the plugin is there, else Debian's docker-compose.
const isPlugin = hasEngine && spawnSync('docker', ['compose', 'version']).status === 0
const [composeProgram, composeCommand] = isPlugin ? ['docker', ['compose']] : ['docker-compose', []]
let composeFile: string

async function compose(...args: string[]): Promise<void> {
  const place = ['-p', STACK, '-f', composeFile, '--project-directory', PROJECT]
  await run(composeProgram, [...composeCommand, ...place, ...args], { timeout: 600_000 })
}

/** Runs a container of the image that should exit at once. */
async function refusalOf(...args: string[]): Promise<{ code: number; error: string }> {
  try {
    await docker('run', '--rm', ...args, IMAGE)
  } catch (failure) {
    const { code, stderr } = failure as { code: number; stderr: string }
    return { code, error: stderr.trim() }
  }
  return expect.unreachable('the container goes on')
}

/** Starts a container of the image for one test, and returns its address. */
async function containerOf(...args: string[]): Promise<string> {
  const id = await docker('run', '-d', '-p', '127.0.0.1::80', ...args, IMAGE)
  onTestFinished(() => docker('rm', '-f', id).then(() => {}))
  const port = (await docker('port', id, '80/tcp')).split(':').at(-1)
  const origin = `http://127.0.0.1:${port}`
  await expect.poll(() => statusOf(`${origin}/healthz`), { timeout: 20_000 }).toBe(200)
  return origin
}

/** 0 if nothing responds. */
async function statusOf(url: string): Promise<number> {
  const answer = await fetch(url).catch(() => undefined)
  await answer?.body?.cancel()
  return answer?.status ?? 0
}

async function jsonOf(url: string): Promise<unknown> {
  return await (await fetch(url)).json()
}

describe.skipIf(!hasEngine)('with a Docker engine', () => {
  let folder: string
  let registry: string
  let homeport: string
  let browser: Browser

  beforeAll(async () => {
    await run(join(PROJECT, 'deploy/base-images'), { timeout: 900_000 })
    // Before picking ports, since others may take them during the build.
    await docker('build', '-q', '-t', IMAGE, PROJECT)
    folder = await mkdtemp(join(tmpdir(), 'homeport-compose-'))
    composeFile = join(folder, 'compose.yaml')
    registry = `127.0.0.1:${await freePort()}`
    homeport = `127.0.0.1:${await freePort()}`
    // The project's file with unused ports and an unused name.
    const text = await readFile(join(PROJECT, 'compose.yaml'), 'utf8')
    const changes = [
      ["'5000:5000'", `'${registry}:5000'`],
      ["'5080:80'", `'${homeport}:80'`],
      ['image: homeport\n', `image: ${IMAGE}\n`],
    ] as const
    let ours = text
    for (const [from, to] of changes) {
      if (!ours.includes(from)) throw new Error(`compose.yaml has no ${from}`)
      ours = ours.replace(from, to)
    }
    await writeFile(composeFile, ours)
    await compose('up', '-d')
    browser = await chromium.launch({
      ...(chromiumPath && { executablePath: chromiumPath }),
      args: ['--no-sandbox', '--host-resolver-rules=MAP homeport.test 127.0.0.1'],
    })
  })

  afterAll(async () => {
    await browser?.close()
    if (composeFile) await compose('down', '--volumes', '--remove-orphans')
    const images = await docker('images', '-q', '--filter', `reference=${IMAGE}`)
    if (images) await docker('rmi', '-f', ...images.split('\n'))
    await rm(folder, { recursive: true, force: true })
  })

  /** Removes an image from the engine after the test. */
  function forget(reference: string): void {
    onTestFinished(() => docker('rmi', '-f', reference).then(() => {}))
  }

  /** Builds an image of one file and pushes it with the engine. */
  async function push(reference: string, content: string): Promise<void> {
    const context = await mkdtemp(join(folder, 'context-'))
    await writeFile(join(context, 'file'), content)
    await writeFile(join(context, 'Dockerfile'), 'FROM scratch\nCOPY file /file\n')
    await docker('build', '-q', '-t', reference, context)
    forget(reference)
    await docker('push', '-q', reference)
  }

  test('compose brings up a registry and Homeport, both healthy', async () => {
    const ids = (
      await docker('ps', '-q', '--filter', `label=com.docker.compose.project=${STACK}`)
    ).split('\n')
    expect(ids).toHaveLength(2)
    const health = () => docker('inspect', '-f', '{{.State.Health.Status}}', ...ids)
    await expect.poll(health, { timeout: 60_000, interval: 500 }).toBe('healthy\nhealthy')
    const policy = await docker('inspect', '-f', '{{.HostConfig.RestartPolicy.Name}}', ...ids)
    expect(policy).toBe('unless-stopped\nunless-stopped')
    expect(await statusOf(`http://${registry}/v2/`)).toBe(200)
  })

  test('the page and its script are compressed, and know the registry', async () => {
    const page = await fetch(`http://${homeport}/repository/team/app`)
    expect(page.status).toBe(200)
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'")
    const html = await page.text()
    expect(html).toContain('<base href="/"')
    const script = /src="(?:\.\/)?(assets\/[^"]+\.js)"/.exec(html)?.[1]
    const asset = await fetch(`http://${homeport}/${script}`, {
      headers: { 'accept-encoding': 'gzip' },
    })
    expect(asset.status).toBe(200)
    expect(asset.headers.get('content-encoding')).toBe('gzip')
    expect(asset.headers.get('cache-control')).toContain('immutable')
    await asset.body?.cancel()
    const settings = await (await fetch(`http://${homeport}/settings.js`)).text()
    const { version } = JSON.parse(await readFile(join(PROJECT, 'package.json'), 'utf8')) as {
      version: string
    }
    expect(settings).toContain("registry: 'registry:5000'")
    expect(settings).toContain("readOnly: 'false'")
    expect(settings).toContain(`version: '${version}'`)
  })

  test('push, browse, delete: the tag is gone, others on its image can still be pulled', async () => {
    const app = `${registry}/team/app`
    await push(`${app}:1`, 'one')
    await push(`${app}:3`, 'three')
    await docker('tag', `${app}:1`, `${app}:2`)
    forget(`${app}:2`)
    await docker('push', '-q', `${app}:2`)
    const tags = async () => {
      const { tags: names } = (await jsonOf(`http://${homeport}/v2/team/app/tags/list`)) as {
        tags: string[]
      }
      return names.toSorted()
    }
    expect(await tags()).toEqual(['1', '2', '3'])

    const page = await browser.newPage()
    onTestFinished(() => page.close())
    await page.goto(`http://homeport.test:${homeport.split(':')[1]}/`)
    await page
      .getByRole('table', { name: 'Repositories' })
      .getByRole('link', { name: 'team/app' })
      .click()
    const table = page.getByRole('table', { name: 'Tags' })
    await table.getByRole('checkbox', { name: /\b1\b/ }).check()
    await page.getByRole('button', { name: /^Delete/ }).click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Delete/ })
      .click()
    await expect.poll(tags, { timeout: 30_000 }).toEqual(['2', '3'])

    await docker('rmi', `${app}:1`, `${app}:2`)
    // Through Homeport too: pulling is reading.
    for (const place of [app, `${homeport}/team/app`]) {
      await docker('pull', '-q', `${place}:2`)
      await docker('rmi', `${place}:2`)
    }
  })

  test('a push through Homeport is refused at once, and the engine shows why', async () => {
    const started = performance.now()
    const refused = push(`${homeport}/team/pushed:1`, 'x')
    await expect(refused).rejects.toThrow(/Push to the registry itself/)
    // With an unknown code it would try five times over 50 s.
    expect(performance.now() - started).toBeLessThan(20_000)
  })

  test('a missing registry is an error, a recreated one is found with its data', async () => {
    await push(`${registry}/team/stays:1`, 'x')
    await compose('rm', '-s', '-f', 'registry')
    const gone = await fetch(`http://${homeport}/v2/`)
    expect(gone.status).toBe(502)
    expect(await gone.json()).toMatchObject({ errors: [{ code: 'REGISTRY_UNREACHABLE' }] })
    expect(await statusOf(`http://${homeport}/`)).toBe(200)
    await compose('up', '-d', 'registry')
    const status = () => statusOf(`http://${homeport}/v2/team/stays/tags/list`)
    await expect.poll(status, { timeout: 30_000, interval: 500 }).toBe(200)
  })

  test('the image keeps the base image’s entrypoint', async () => {
    const dockerfile = await readFile(join(PROJECT, 'Dockerfile'), 'utf8')
    const base = [...dockerfile.matchAll(/^FROM (\S+)/gm)].at(-1)?.[1] ?? ''
    const format = '{{json .Config.Entrypoint}} {{json .Config.Cmd}} {{json .Config.StopSignal}}'
    const [ours, theirs] = await Promise.all(
      [IMAGE, base].map((name) => docker('image', 'inspect', '-f', format, name)),
    )
    expect(ours).toBe(theirs)
    const labels = JSON.parse(
      await docker('image', 'inspect', '-f', '{{json .Config.Labels}}', IMAGE),
    ) as Record<string, string>
    expect(labels).toMatchObject({
      'org.opencontainers.image.title': 'Homeport',
      'org.opencontainers.image.licenses': 'MIT',
      'org.opencontainers.image.base.name': `docker.io/library/${base}`,
    })
  })

  test('by default it is read-only, whatever the registry allows', async () => {
    const origin = await containerOf('-e', 'ENV_DOCKER_REGISTRY_HOST=nobody')
    const answer = await fetch(`${origin}/v2/a/manifests/x`, { method: 'DELETE' })
    expect(answer.status).toBe(405)
    expect(await answer.json()).toMatchObject({ errors: [{ code: 'READ_ONLY' }] })
  })

  test('it runs on a read-only file system and as any user', async () => {
    const confined = ['--read-only', '--tmpfs', '/tmp', '--user', '12345', '--cap-drop', 'ALL']
    const origin = await containerOf(...confined, '-e', 'ENV_DOCKER_REGISTRY_HOST=nobody')
    expect(await statusOf(`${origin}/`)).toBe(200)
  })

  test.each([
    [[], /^homeport: ENV_DOCKER_REGISTRY_HOST is not set.*$/],
    [
      ['-e', 'ENV_DOCKER_REGISTRY_HOST=http://x'],
      /^homeport: ENV_DOCKER_REGISTRY_HOST must be .*$/,
    ],
    [
      ['-e', 'ENV_DOCKER_REGISTRY_HOST=x', '-e', 'ENV_AUTH_USE_KERBEROS=yes'],
      /^homeport: Kerberos is not supported.*$/,
    ],
    [
      ['-e', 'ENV_DOCKER_REGISTRY_HOST=x', '-e', 'ENV_USE_SSL=yes'],
      /^homeport: ENV_USE_SSL is set, but \/etc\/apache2\/server\.crt is missing.*$/,
    ],
    [
      ['-e', 'ENV_DOCKER_REGISTRY_HOST=x', '--tmpfs', '/usr/lib/nginx/modules'],
      /^homeport: nginx lacks its njs module .*$/,
    ],
    [
      ['-e', 'ENV_DOCKER_REGISTRY_HOST=x', '--read-only'],
      /^homeport: \/tmp is not writable: on a read-only file system mount a tmpfs there$/,
    ],
  ])('it does not start with %j, and says why in one line', async (args, message) => {
    const { code, error } = await refusalOf(...args)
    expect(code).toBe(1)
    expect(error).toMatch(message)
  })
})
