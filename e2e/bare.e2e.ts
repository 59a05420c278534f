import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from '@playwright/test'
import { build } from 'vite'
import { environmentFor, startNginx } from '../stack/nginx.mjs'
import type { Bare } from './bare/page.ts'
import { digestOf, startSlowRegistry } from './bare/slowRegistry.ts'
import type { Job } from './bare/worker.ts'
import { expect, pageOrigin, test } from './watched.ts'

// Parts of Homeport that no page needs yet, or whose need can't be staged, in a page of their own.

declare const bare: Bare

let root: string
test.beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'homeport-bare-'))
  await build({
    configFile: false,
    root: fileURLToPath(new URL('bare', import.meta.url)),
    base: './',
    logLevel: 'error',
    build: { outDir: root, emptyOutDir: true, minify: false, modulePreload: { polyfill: false } },
    worker: { format: 'es' },
  })
})
test.afterAll(() => rm(root, { recursive: true }))

async function startPlace(login: string) {
  const registry = await startSlowRegistry({ login, ms: 8 })
  const nginx = await startNginx({ environment: environmentFor(registry.origin), root })
  return {
    registry,
    origin: pageOrigin(nginx),
    stop: () => Promise.all([nginx.stop(), registry.stop()]),
  }
}

const blob = (letter: string, size = 300_000_000) =>
  ({
    kind: 'blob',
    repository: 'a',
    descriptor: { digest: digestOf(letter), size },
    part: { silenceSeconds: 1 },
  }) as unknown as Job & { kind: 'blob' }

const ask = (page: Page, job: Job) => page.evaluate((one) => bare.worker.ask(one), job)

test('a worker reads 300 MB from a slow registry, with the page’s login and queue, while rows load', async ({
  page,
}) => {
  const { registry, origin, stop } = await startPlace('anna:secret')
  await page.goto(origin)
  const part = { ...blob('b'), part: { start: 1000, end: 2_500_000 } }
  const refused = await ask(page, part).catch((error: unknown) => String(error))
  expect(refused).toContain('401')
  await page.evaluate(() => bare.signIn('anna', 'secret'))

  const begun = performance.now()
  let isRead = false
  const reading = ask(page, blob('b')).finally(() => (isRead = true))
  await expect.poll(registry.running).toBe(1)
  await page.evaluate(async () => {
    await bare.readRows(
      'a',
      Array.from({ length: 40 }, (_, index) => `t${index}`),
    )
  })
  expect(isRead).toBe(false)
  expect(await reading).toBe(300_000_000)
  // Longer than the silence that would have ended it.
  expect(performance.now() - begun).toBeGreaterThan(2000)
  // The blob kept one of the six places to its end.
  await expect.poll(() => registry.seen).toEqual({ most: 6, whole: 1 })

  expect(await ask(page, part)).toBe(2_499_000)
  const busy = { kind: 'manifest', repository: 'a', reference: 'busy' } as unknown as Job
  expect(await ask(page, busy)).toMatch(/^sha256:/)
  expect(await page.evaluate(() => bare.pauses.length)).toBe(1)
  await stop()
})

test('a worker learns of a timeout, abandons what it doesn’t need, and frees its places when terminated', async ({
  page,
}) => {
  const { registry, origin, stop } = await startPlace('anna:secret')
  await page.goto(origin)
  await page.evaluate(() => bare.signIn('anna', 'secret'))
  const silent = await ask(page, blob('d')).catch((error: unknown) => String(error))
  expect(silent).toContain('timed out')

  expect(await ask(page, { ...blob('b'), most: 1 })).toBeGreaterThan(0)
  await expect.poll(registry.running).toBe(0)

  for (let count = 0; count < 6; count += 1) void ask(page, blob('b')).catch(() => undefined)
  await expect.poll(registry.running).toBe(6)
  await page.evaluate(async () => {
    bare.worker.end()
    await bare.readRows('a', ['x'])
  })
  await expect.poll(registry.running).toBe(0)
  expect(registry.seen.whole).toBe(0)
  await stop()
})

test('a full or refused storage for listings doesn’t affect the journal', async ({ page }) => {
  const { origin, stop } = await startPlace('anna:secret')
  await page.goto(origin)
  const session = await page.context().newCDPSession(page)
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 3_000_000 })
  const kept = await page.evaluate(async () => {
    const journal = await bare.openJournal()
    if (!journal) throw new Error('There is no journal')
    const digest = (index: number) =>
      `sha256:${String(index).padStart(64, '0')}` as Parameters<typeof bare.listings.read>[0]
    // Of any other content the browser keeps less than its size.
    const noise = (size: number) => {
      const bytes = new Uint8Array(size)
      for (let at = 0; at < size; at += 65_536)
        crypto.getRandomValues(bytes.subarray(at, at + 65_536))
      return bytes
    }
    await journal.write([bare.entry('first', noise(10))])
    // Written until storage is full: what doesn't fit is dropped, and nothing is thrown.
    for (let index = 0; index < 12; index += 1) {
      await bare.listings.write(digest(index), noise(500_000))
    }
    const listed = []
    for (let index = 0; index < 12; index += 1) listed.push(await bare.listings.read(digest(index)))
    await journal.write([bare.entry('second', noise(900_000))])
    return {
      listed: listed.filter((one) => one !== undefined).length,
      entries: (await journal.read()).map(({ id }) => id).toSorted(),
      isRoomMade: (await bare.listings.read(digest(0))) === undefined,
    }
  })
  expect(kept.listed).toBeGreaterThan(0)
  expect(kept.listed).toBeLessThan(12)
  expect(kept).toMatchObject({ entries: ['first', 'second'], isRoomMade: true })

  // Refused altogether.
  await page.addInitScript(() => {
    // oxlint-disable-next-line typescript/unbound-method -- called with the factory below
    const { open } = IDBFactory.prototype
    IDBFactory.prototype.open = function openJournalOnly(name, version) {
      if (name === 'homeport-content') throw new DOMException('denied', 'SecurityError')
      return open.call(this, name, version)
    }
  })
  await page.reload()
  const entries = await page.evaluate(async () => {
    const digest = `sha256:${'0'.repeat(64)}` as Parameters<typeof bare.listings.read>[0]
    await bare.listings.write(digest, new Uint8Array(1))
    if (await bare.listings.read(digest)) throw new Error('It was kept')
    const journal = await bare.openJournal()
    return (await journal?.read())?.map(({ id }) => id)
  })
  expect(entries?.toSorted()).toEqual(['first', 'second'])
  await stop()
})
