import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from '@playwright/test'
import { runProcess } from '../stack/process.mjs'
import { startRegistry } from '../stack/registry.mjs'
import { expect, test as base } from './test.ts'

const archive = fileURLToPath(new URL('fixtures/real-clients.registry.tar.gz', import.meta.url))

/** A registry whose storage was filled by real clients. */
const test = base.extend<object, { registry: Awaited<ReturnType<typeof startRegistry>> }>({
  registry: [
    async ({}, provide) => {
      const folder = await mkdtemp(join(tmpdir(), 'homeport-real-clients-'))
      await runProcess('tar', ['-xzf', archive, '-C', folder])
      const registry = await startRegistry({ folder })
      await provide(registry)
      await registry.stop()
      await rm(folder, { recursive: true, force: true })
    },
    { scope: 'worker' },
  ],
})

const APP = '7fc25ee1dc6f5c7c0f64439fa93c0801981ba19753f1f31a9938b392f640a219'
const SBOM = '578d6ca73bf79c5806c8c40e7c2d5fa9f2731335bdfa0b93a16aa64511a91ebc'
const CHILDREN = [
  '31c0f181107eebda16ca9a4dc9b8f9ef88635838057b8a629001639b1ae81ac9',
  'd9d3630981828fbffdc9e37474bc0e9b7dbc6a657d64194edc379450865967c6',
  '3c07dbfacbae9c3381af07f817a34617a152e04e1dd5469ede1525c24a058d34',
] as const

const platforms = (page: Page) => page.getByRole('navigation', { name: 'Platform' })
const table = (page: Page, name: string) => page.getByRole('table', { name, exact: true })
const tagRow = (page: Page, tag: string) =>
  table(page, 'Tags')
    .getByRole('row')
    .filter({ has: page.getByRole('link', { name: tag, exact: true }) })

/** The Dockerfile that BuildKit built every `buildkit/hello` from, except for `FROM` and the files. */
const DOCKERFILE = [
  'COPY hello.txt /etc/hello.txt',
  'LABEL org.opencontainers.image.title=hello org.opencontainers.image.source=https://example.org/hello',
  'ENV GREETING=hi',
  'COPY site /srv/',
  'COPY hello.txt /srv/index.html',
  'COPY --chown=1000:1000 --chmod=4755 bin /usr/bin/',
  'USER 1000:1000',
  'WORKDIR /srv',
  'EXPOSE 53/udp 8080/tcp',
  'VOLUME /data',
  'HEALTHCHECK --interval=30s CMD /usr/bin/true',
  'STOPSIGNAL SIGQUIT',
  'ENTRYPOINT ["/usr/bin/true"]',
  'CMD ["--serve"]',
]

async function expectHello(page: Page) {
  const dockerfile = page.getByRole('region', { name: 'Dockerfile' }).locator('pre')
  await expect(dockerfile).toHaveText(
    ['# Reconstructed from the image history', ...DOCKERFILE].join(''),
  )
  await page.getByRole('link', { name: 'Config', exact: true }).click()
  const main = page.getByRole('main')
  await expect(main).toContainText('["/usr/bin/true"] every 30s')
  await expect(main).toContainText('SIGQUIT')
  await expect(main).toContainText('1000:1000')
}

for (const [tag, type, layers] of [
  ['docker-types', 'gzip', 5],
  ['zstd', 'zstd', 5],
  ['estargz', 'gzip', 5],
  ['uncompressed', 'uncompressed', 5],
] as const) {
  test(`buildkit/hello:${tag} gives the original Dockerfile`, async ({ page }) => {
    await page.goto('/repository/buildkit/hello')
    await expect(tagRow(page, tag)).toContainText(/linux\/amd64.*kB/s)
    await page.goto(`/image/buildkit/hello:${tag}?layer=1`)
    await expect(page.getByRole('link', { name: `Layers ${layers}` })).toBeVisible()
    await expect(
      page.getByRole('region', { name: 'Layer 1' }).getByText(type, { exact: true }),
    ).toBeVisible()
    await expectHello(page)
  })
}

test('buildkit/hello:site is a separate image', async ({ page }) => {
  await page.goto('/repository/buildkit/hello')
  await expect(tagRow(page, 'site')).toContainText('linux/amd64')
  await page.goto('/image/buildkit/hello:site')
  await expect(page.getByText('Digest verified')).toBeVisible()
  await expect(table(page, 'Layers')).toContainText('COPY site /srv/')
})

test('buildkit/hello:single has one platform, and a mark for its attestation', async ({ page }) => {
  await page.goto('/repository/buildkit/hello')
  await expect(tagRow(page, 'single')).toContainText('linux/amd64')
  await expect(tagRow(page, 'single')).not.toContainText('unknown')
  await page.goto('/image/buildkit/hello:single')
  await expect(platforms(page).getByRole('link')).toHaveCount(1)
  await expect(page.getByRole('link', { name: 'Provenance', exact: true })).toBeVisible()
  await expectHello(page)
})

for (const [repository, tag] of [
  ['buildkit/hello', '1.0'],
  ['skopeo/multi', '1.0'],
] as const) {
  test(`${repository}:${tag} has three platforms, each with an attestation`, async ({ page }) => {
    await page.goto(`/repository/${repository}`)
    const row = tagRow(page, tag)
    await expect(row).toContainText('sha256:0a03ed2bdcaf')
    await expect(row.getByTitle('linux/amd64, linux/arm64, linux/arm/v7')).toBeVisible()
    await expect(
      row.getByTitle(/^3 platforms, .* total \(compressed\); attestations/),
    ).toBeVisible()
    await page.goto(`/image/${repository}:${tag}`)
    await expect(platforms(page).getByRole('link')).toHaveCount(3)
    await expectHello(page)
    await page.getByRole('link', { name: 'Provenance', exact: true }).click()
    const ofChild = table(page, 'Attached to linux/amd64')
    await expect(ofChild).toContainText('BuildKit attestation: SLSA provenance')
    await expect(ofChild.getByRole('row')).toHaveCount(2)
    await expect(ofChild).toContainText('aa502104b715')
  })
}

test('skopeo/copied:v1 is the same digest in another repository', async ({ page }) => {
  await page.goto('/repository/skopeo/copied')
  await expect(tagRow(page, 'v1')).toContainText('sha256:e9d7787f6f1e')
  await page.goto('/image/skopeo/copied:v1')
  await expectHello(page)
})

for (const [tag, layers] of [
  ['1', 1],
  ['2', 2],
] as const) {
  test(`crane/appended:${tag} has layers without history, and no platform`, async ({ page }) => {
    await page.goto('/repository/crane/appended')
    await expect(tagRow(page, tag)).toContainText(/unknown platform.*4\.09 kB.*unknown/s)
    await page.goto(`/image/crane/appended:${tag}`)
    await expect(page.getByText('unknown platform')).toBeVisible()
    await expect(page.getByText('build date unknown')).toBeVisible()
    const rows = table(page, 'Layers').getByRole('row')
    await expect(rows).toHaveCount(layers + 1)
    if (layers === 2) await expect(rows.nth(2)).toContainText('same as layer 1')
  })
}

test('crane/no-platform:1: neither index nor config has a platform', async ({ page }) => {
  await page.goto('/repository/crane/no-platform')
  await expect(tagRow(page, '1')).toContainText('unknown platform')
  await page.goto('/image/crane/no-platform:1')
  await expect(page.getByText('1 platform', { exact: true })).toBeVisible()
  await expect(table(page, 'Entries')).toContainText('unknown platform')
  await expect(table(page, 'Layers').getByRole('row')).toHaveCount(2)
})

test('crane/nested:1: a nested index opens, its lists of referrers are folded', async ({
  page,
}) => {
  await page.goto('/repository/crane/nested')
  const row = tagRow(page, '1')
  await expect(row.getByTitle(/^4 platforms, .*19\.2 kB total/)).toBeVisible()
  await expect(table(page, 'Tags').getByRole('link')).toHaveCount(1)
  await row.getByRole('button', { name: '3 attachments' }).click()
  await expect(table(page, 'Tags').getByRole('link', { name: 'referrers' })).toHaveCount(3)
  await page.goto('/image/crane/nested:1')
  await table(page, 'Entries').getByRole('link', { name: 'image index, 3 platforms' }).click()
  await expect(page).toHaveURL(/@sha256:0a03ed2bdcaf/)
  await expect(platforms(page).getByRole('link')).toHaveCount(3)
  await page.getByRole('link', { name: 'Referrers' }).click()
  const ofChild = table(page, 'Attached to linux/amd64')
  // Listed in the index and at the fallback tag: one referrer.
  await expect(ofChild.getByRole('row')).toHaveCount(2)
})

for (const [at, hex] of CHILDREN.entries()) {
  test(`crane/nested:sha256-… of child ${at + 1} is a list of referrers`, async ({ page }) => {
    await page.goto(`/image/crane/nested:sha256-${hex}`)
    await expect(page.getByText('list of referrers')).toBeVisible()
    await expect(page.getByText('refers to')).toContainText(hex.slice(0, 12))
    const entries = table(page, 'Entries')
    await expect(entries.getByRole('row')).toHaveCount(2)
    await entries.getByRole('link', { name: 'BuildKit attestation: SLSA provenance' }).click()
    await expect(table(page, 'Files')).toContainText('application/vnd.in-toto+json')
  })
}

test('signed/app:1.0: all attachments, each once', async ({ page }) => {
  await page.goto('/repository/signed/app')
  await expect(tagRow(page, '1.0')).toContainText('linux/amd64')
  await tagRow(page, '1.0')
    .getByRole('button', { name: /attachments/ })
    .click()
  const list = table(page, 'Tags')
  await expect(list.getByRole('link', { name: 'signature' })).toHaveCount(1)
  await expect(list.getByRole('link', { name: 'attestation' })).toHaveCount(1)
  await page.goto('/image/signed/app:1.0?view=referrers')
  const rows = table(page, 'Referrers').getByRole('row')
  await expect(rows).toHaveCount(6)
  for (const name of [
    'sigstore bundle: SPDX SBOM',
    'sigstore bundle: signature',
    'CycloneDX SBOM',
    'cosign signature',
    'attestation: SPDX SBOM',
  ]) {
    await expect(rows.getByRole('link', { name, exact: true }).first()).toBeVisible()
  }
  await page.getByRole('link', { name: 'CycloneDX SBOM' }).click()
  await expect(table(page, 'Files')).toContainText('sbom.cdx.json')
  await page.getByRole('link', { name: 'Referrers' }).click()
  await expect(table(page, 'Referrers')).toContainText('application/vnd.example.signed-off')
})

for (const [ending, label, file] of [
  ['.sig', 'cosign signature', 'application/vnd.dev.cosign.simplesigning.v1+json'],
  ['.att', 'attestation', 'application/vnd.dsse.envelope.v1+json'],
] as const) {
  test(`signed/app:sha256-…${ending} is recognized, and leads to its subject`, async ({ page }) => {
    await page.goto(`/image/signed/app:sha256-${APP}${ending}`)
    await expect(page.getByRole('listitem').getByText(label)).toBeVisible()
    await expect(table(page, 'Files')).toContainText(file)
    await page.getByRole('link', { name: APP.slice(0, 12) }).click()
    await expect(table(page, 'Layers')).toContainText('COPY site /srv/')
  })
}

for (const [subject, hex, entries] of [
  ['the image', APP, 3],
  ['the SBOM', SBOM, 1],
] as const) {
  test(`signed/app:sha256-… of ${subject} is a list of referrers`, async ({ page }) => {
    await page.goto(`/image/signed/app:sha256-${hex}`)
    await expect(page.getByText('list of referrers')).toBeVisible()
    await expect(table(page, 'Entries').getByRole('row')).toHaveCount(entries + 1)
    await page.getByRole('link', { name: 'Manifest', exact: true }).click()
    await expect(page.getByRole('region', { name: 'Image index' })).toContainText('artifactType')
  })
}

test('charts/chart:0.1.0 is a Helm chart', async ({ page }) => {
  await page.goto('/repository/charts/chart')
  await expect(tagRow(page, '0.1.0')).toContainText(/Helm chart.*4\.92 kB/s)
  await page.goto('/image/charts/chart:0.1.0?view=config')
  await expect(table(page, 'Config').getByRole('row', { name: 'appVersion 1.16.0' })).toBeVisible()
  await expect(table(page, 'Annotations')).toContainText('A Helm chart for Kubernetes')
})

test('oras/notes:v1 is an artifact with its files', async ({ page }) => {
  await page.goto('/repository/oras/notes')
  await expect(tagRow(page, 'v1')).toContainText(/artifact.*4\.14 kB/s)
  await page.goto('/image/oras/notes:v1')
  await expect(page.getByText('Artifact type application/vnd.example.notes')).toBeVisible()
  await expect(table(page, 'Files')).toContainText('context/hello.txt')
  await expect(table(page, 'Files')).toContainText('context/site')
})

test('oras/with-config:v1 is an artifact with a config of its own type', async ({ page }) => {
  await page.goto('/repository/oras/with-config')
  await expect(tagRow(page, 'v1')).toContainText(/artifact.*6 B/s)
  await page.goto('/image/oras/with-config:v1?view=config')
  await expect(page.getByText('application/vnd.example.config.v1+json')).toBeVisible()
  await expect(table(page, 'Config').getByRole('row', { name: 'name w' })).toBeVisible()
})
