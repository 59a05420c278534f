import { afterEach, describe, expect, test } from 'vitest'
import { pushImage } from './content.mjs'
import { tagDigests, whatIsMissing } from './inspect.mjs'
import { goPart } from './parts.mjs'
import { type Registry, type RegistryKind, startRegistry } from './registry.mjs'

const hasDistribution3 = (await goPart('distribution-3.1.2')) !== undefined
const hasDistribution300 = (await goPart('distribution-3.0.0')) !== undefined
const hasS3 = (await goPart('gofakes3')) !== undefined
const hasGgcr = (await goPart('ggcr')) !== undefined

const started: Registry[] = []
async function start(options?: Parameters<typeof startRegistry>[0]): Promise<Registry> {
  const registry = await startRegistry(options)
  started.push(registry)
  return registry
}
afterEach(async () => {
  await Promise.all(started.splice(0).map((registry) => registry.stop()))
})

async function statusOf(url: string, init?: RequestInit): Promise<number> {
  const response = await fetch(url, init)
  await response.body?.cancel()
  return response.status
}

/** Push, restart, delete and collect: what every other test relies on. */
async function liveOnce(kind: RegistryKind): Promise<string[]> {
  const registry = await start({ kind })
  const place = { origin: registry.origin, repository: 'team/app' }
  const { digest } = await pushImage({ ...place, tag: '1.0' })
  await pushImage({ ...place, tag: '1.0x', content: 'another' })
  await registry.restart()
  expect(await whatIsMissing(place, '1.0')).toEqual([])
  const url = `${registry.origin}/v2/team/app/manifests/${digest}`
  expect(await statusOf(url, { method: 'DELETE' })).toBe(202)
  expect(await registry.collect()).toMatch(/blobs? eligible for deletion|blobs marked/)
  await registry.restart()
  expect(await whatIsMissing(place, '1.0')).toEqual(['1.0'])
  expect(await whatIsMissing(place, '1.0x')).toEqual([])
  return [...(await tagDigests(place)).keys()]
}

test('distribution 2.8.2 keeps what was pushed, until it is deleted and collected', async () => {
  expect(await liveOnce('2.8.2')).toEqual(['1.0x'])
})

test.skipIf(!hasDistribution3)('distribution 3.1.2 does the same (needs go)', async () => {
  expect(await liveOnce('3.1.2')).toEqual(['1.0x'])
})

test.skipIf(!hasDistribution300)('distribution 3.0.0 does the same (needs go)', async () => {
  expect(await liveOnce('3.0.0')).toEqual(['1.0x'])
})

test.skipIf(!hasDistribution3)(
  'two on one storage do the same, alternating (needs go)',
  async () => {
    expect(await liveOnce('3.1.2-pair')).toEqual(['1.0x'])
    // The one that didn't delete the manifest still has it cached.
    const registry = await start({ kind: '3.1.2-pair', cache: true })
    const place = { origin: registry.origin, repository: 'team/app' }
    const { digest } = await pushImage({ ...place, tag: '1.0' })
    const url = `${registry.origin}/v2/team/app/manifests/${digest}`
    const headers = { accept: 'application/vnd.oci.image.manifest.v1+json' }
    for (let turn = 0; turn < 2; turn += 1) await statusOf(url, { headers })
    await statusOf(url, { method: 'DELETE' })
    const answers = [await statusOf(url, { headers }), await statusOf(url, { headers })]
    expect(answers.toSorted((a, b) => a - b)).toEqual([200, 404])
  },
)

test.skipIf(!hasGgcr)('go-containerregistry lists referrers (needs go)', async () => {
  const registry = await start({ kind: 'ggcr' })
  const place = { origin: registry.origin, repository: 'team/app' }
  const image = await pushImage({ ...place, tag: '1.0' })
  const { digest } = await pushImage({ ...place, content: 'sbom', subject: image.descriptor })
  const answer = await fetch(`${registry.origin}/v2/team/app/referrers/${image.digest}`)
  expect(await answer.json()).toMatchObject({ manifests: [{ digest }] })
})

test('a killed registry still has its content after a restart', async () => {
  const registry = await start()
  const place = { origin: registry.origin, repository: 'team/app' }
  await pushImage({ ...place, tag: '1.0' })
  await registry.kill()
  expect(await registry.ended).toBe('SIGKILL')
  await registry.restart()
  expect(await whatIsMissing(place, '1.0')).toEqual([])
})

test.skipIf(!hasS3)(
  'distribution 3.1.1 on S3 does the same, and hides tags (needs go)',
  async () => {
    expect(await liveOnce('3.1.1-s3')).toEqual(['1.0x'])
    const registry = await start({ kind: '3.1.1-s3' })
    const place = { origin: registry.origin, repository: 'team/app' }
    for (const tag of ['1', '10', '2']) await pushImage({ ...place, tag })
    expect([...(await tagDigests(place)).keys()].toSorted()).toEqual(['1', '2'])
    expect(await whatIsMissing(place, '10')).toEqual([])
  },
)

describe('settings', () => {
  test('deletion off and read-only refuse in their own ways', async () => {
    const registry = await start({ deletion: false })
    const url = `${registry.origin}/v2/a/manifests/sha256:${'0'.repeat(64)}`
    const off = await fetch(url, { method: 'DELETE' })
    expect([off.status, await off.text()]).toEqual([405, expect.stringContaining('UNSUPPORTED')])
    await registry.restart({ deletion: true, readOnly: true })
    const readOnly = await fetch(url, { method: 'DELETE' })
    expect([readOnly.status, await readOnly.text()]).toEqual([405, 'Method not allowed\n'])
  })

  test('a login is required, and pages have the configured size', async () => {
    const htpasswd = { user: 'ann', password: 'a secret' }
    const registry = await start({ htpasswd, maxEntries: 5 })
    const authorization = `Basic ${btoa('ann:a secret')}`
    const catalog = `${registry.origin}/v2/_catalog`
    expect(await statusOf(catalog)).toBe(401)
    expect(await statusOf(catalog, { headers: { authorization } })).toBe(200)
    expect(await statusOf(`${catalog}?n=6`, { headers: { authorization } })).toBe(400)
    const place = { origin: registry.origin, repository: 'a', authorization }
    await pushImage({ ...place, tag: '1' })
    expect(await whatIsMissing(place, '1')).toEqual([])
  })
})

test('a port in use is reported in one sentence', async () => {
  const { port } = await start()
  await expect(startRegistry({ port })).rejects.toThrow(
    /^The registry 2\.8\.2 did not start .*in use/,
  )
})
