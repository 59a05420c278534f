import { describe, expect, onTestFinished, test } from 'vitest'
import { createMemoryJournal } from '../../test/memoryJournal.ts'
import { parseRepositoryName } from '../../test/names.ts'
import type { Journal } from '../../src/deletion/journal/journal.ts'
import { probeDeletion } from '../../src/deletion/ability/ability.ts'
import { planDeletion } from '../../src/deletion/plan/plan.ts'
import { type DeletionReport, type TagOutcome, isAllWell } from '../../src/deletion/plan/report.ts'
import { restoreEntries } from '../../src/deletion/restore/restore.ts'
import { carryOutRetag, planRetag } from '../../src/deletion/retag/retag.ts'
import { carryOut } from '../../src/deletion/run/carryOut.ts'
import { describeOutcome } from '../../src/deletion/words.ts'
import { authorizedTransport } from '../../src/registry/auth/authorizer.ts'
import { realmOf } from '../../src/registry/auth/token.ts'
import { walkCatalog } from '../../src/registry/catalog.ts'
import type { LoginRequiredError } from '../../src/registry/errors.ts'
import type { Digest, Tag } from '../../src/registry/names.ts'
import { listReferrers } from '../../src/registry/referrers.ts'
import { walkTagList } from '../../src/registry/tags/tags.ts'
import { fetchTransport } from '../../src/registry/transport/transport.ts'
import {
  type Pushed,
  attachArtifact,
  pushArtifact,
  pushCosignSignature,
  pushImage,
  pushIndex,
  tagManifest,
} from '../content.mjs'
import { type ProductName, PRODUCT_NAMES, type Switches } from './products.mjs'
import { type Product, startProduct } from './registry.mjs'
import { LOGIN } from './tokenServices.mjs'

// Emulated products: how they differ was read in their sources, documentation and bug reports. What the product holds
// afterwards is the judge, never what it answers.

const repository = parseRepositoryName('team/app')
const pace = { standStill: 300, look: 20, giveUp: 2_000 }

type Site = Awaited<ReturnType<typeof start>>

async function start(name: ProductName, switches: Partial<Switches> = {}) {
  const product = await startProduct(name, switches)
  onTestFinished(() => product.stop())
  const { origin } = product
  const transport = authorizedTransport(fetchTransport(origin), () => LOGIN, realmOf(origin))
  return { product, transport, place: product.place(repository) }
}

/** What the repository holds. */
function look({ repositories }: Product) {
  const { tags, manifests, listed } = repositories.get(repository)!
  return {
    tags: Object.fromEntries(tags),
    listed: [...listed].sort(),
    manifests: [...manifests.keys()].sort(),
  }
}

type State = ReturnType<typeof look>

async function deleteTags(site: Site, journal: Journal, ...selected: string[]) {
  const { transport } = site
  const ability = await probeDeletion({ transport, repository })
  if (ability.kind === 'refused') throw ability.error
  const tags = selected as Tag[]
  const plan = await planDeletion(transport, repository, tags, { ability: ability.kind })
  return await carryOut(transport, plan, { pace, journal })
}

/** Whether a sentence of the report is true of the state. */
function isTrue(outcome: TagOutcome, tag: string, before: State, after: State): boolean {
  const digest = before.tags[tag] ?? ''
  const isThere = after.tags[tag] === digest && after.manifests.includes(digest)
  const isListed = after.listed.includes(tag)
  switch (outcome.kind) {
    case 'deleted': {
      const image = after.manifests.includes(digest) ? 'stays' : 'deleted'
      return after.tags[tag] === undefined && !isListed && outcome.image === image
    }
    case 'already-gone':
      return after.tags[tag] === undefined && !isListed
    case 'failed':
      return outcome.why === 'dangling' ? isListed && !isThere : isThere
    case 'unconfirmed':
      return outcome.isStillThere === true && isThere
    default:
      return isThere
  }
}

/** The report is true, and nothing that it doesn't name is lost. */
function judge(report: DeletionReport, before: State, after: State) {
  for (const [tag, outcome] of report.outcomes) {
    expect.soft(isTrue(outcome, tag, before, after), `${tag} is ${outcome.kind}`).toBe(true)
  }
  const gone = (digest: string) => !after.manifests.includes(digest)
  for (const { digest, outcome } of report.manifests) {
    const isSaid = ['deleted', 'already-gone'].includes(outcome.kind)
    expect.soft(gone(digest), `${digest} is ${outcome.kind}`).toBe(isSaid)
  }
  for (const [tag, digest] of Object.entries(before.tags)) {
    if (report.outcomes.has(tag as Tag)) continue
    expect.soft(after.tags[tag], `${tag}, which nobody selected`).toBe(digest)
    expect.soft(after.manifests).toContain(digest)
  }
  const named = report.manifests.map(({ digest }) => digest)
  const images = [...report.outcomes.keys()].map((tag) => before.tags[tag])
  const lost = before.manifests.filter((digest) => gone(digest))
  for (const digest of lost) expect.soft([...named, ...images]).toContain(digest)
  expect.soft(after.manifests.filter((digest) => !before.manifests.includes(digest))).toEqual([])
}

const stories = {
  async 'one of two tags, and an image with one'({ place }: Site) {
    const { digest } = await pushImage({ ...place, tag: 'one' })
    await tagManifest({ ...place, reference: digest, tag: 'two' })
    await pushImage({ ...place, tag: 'three' })
    return ['one', 'three']
  },
  async 'an index, one of whose images has a tag'({ place }: Site) {
    const tagged = await pushImage({ ...place, tag: 'amd64' })
    const other = await pushImage({ ...place, content: 'arm64' })
    await pushIndex({ ...place, tag: 'multi', manifests: [tagged.descriptor, other.descriptor] })
    return ['multi']
  },
  async 'a tag whose image is in an index'({ place }: Site) {
    const { descriptor } = await pushImage({ ...place, tag: 'amd64' })
    await pushIndex({ ...place, tag: 'multi', manifests: [descriptor] })
    return ['amd64']
  },
  async 'an image with a signature and an SBOM'({ place, product }: Site) {
    const image = await pushImage({ ...place, tag: 'signed' })
    await pushImage({ ...place, tag: 'other' })
    await pushCosignSignature({ ...place, image: image.descriptor })
    const hasApi = typeof product.rules.referrers !== 'string'
    const files = [{ mediaType: 'text/spdx', content: 'sbom' }]
    await (hasApi ? pushArtifact : attachArtifact)({ ...place, subject: image.descriptor, files })
    return ['signed']
  },
}

const ENTIRE = 'deleted with its image'
const ALONE = 'deleted; image kept'
const REFUSED = 'kept: the registry refused to delete it'
const DANGLING =
  'its manifest is gone, but the registry still lists the tag. Check again later; if it stays, delete it again'
const LATE =
  'not confirmed yet: the registry accepted the deletion, but still shows the tag. Check again later'
const LOCKED = `${ALONE}: the registry refused to delete it: …`

type Ends = readonly [one: string, three: string, multi: string, amd64: string, signed: string]

/** What is said of the selected tags in `stories`. */
const ENDS: Readonly<Partial<Record<ProductName, Ends>>> = {
  'docker-hub': [REFUSED, REFUSED, REFUSED, REFUSED, REFUSED],
  'harbor-proxy': [REFUSED, LATE, LATE, REFUSED, LATE],
  nexus: [DANGLING, DANGLING, DANGLING, DANGLING, DANGLING],
  google: [ALONE, ENTIRE, ENTIRE, ALONE, LOCKED],
}
const USUAL: Ends = [ALONE, ENTIRE, ENTIRE, ALONE, ENTIRE]

const everyStory = PRODUCT_NAMES.flatMap((name) => {
  const [one, three, multi, amd64, signed] = ENDS[name] ?? USUAL
  const ends: Readonly<Record<string, string>> = { one, three, multi, amd64, signed }
  return Object.entries(stories).map(([title, setUp]) => [name, title, setUp, ends] as const)
})
const refusing: readonly string[] = ['ghcr', 'pull-through-cache']
const deleting = everyStory.filter(([name]) => !refusing.includes(name))

test.each(deleting)('%s: %s', async (name, _title, setUp, ends) => {
  const site = await start(name)
  const selected = await setUp(site)
  const before = look(site.product)
  const journal = createMemoryJournal()
  const report = await deleteTags(site, journal, ...selected)
  judge(report, before, look(site.product))
  for (const tag of selected) {
    const said = describeOutcome(report.outcomes.get(tag as Tag)!)
    expect(said.replace(/DELETE .*/, '…')).toBe(ends[tag])
  }
  expect(report.harmed).toEqual([])
  const isWell = selected.every((tag) => [ALONE, ENTIRE].includes(ends[tag] ?? ''))
  expect(isAllWell(report)).toBe(isWell)
  await restoreEntries(site.transport, await journal.read(), { journal, pace })
  expect(look(site.product)).toEqual(before)
})

test.each(everyStory.filter(([name]) => refusing.includes(name)))(
  '%s refuses: %s',
  async (name, _title, setUp) => {
    const site = await start(name)
    const selected = await setUp(site)
    const before = look(site.product)
    const deletion = deleteTags(site, createMemoryJournal(), ...selected)
    await expect(deletion).rejects.toThrow(/answered 405 \(UNSUPPORTED: /)
    expect(look(site.product)).toEqual(before)
    expect(site.product.asked.join('\n')).not.toContain('PUT')
  },
)

/** What other people report, or other versions do. */
const variants: readonly [ProductName, Partial<Switches>, one: string, three: string][] = [
  ['docker-hub', { deleteTag: 'untags' }, ALONE, ENTIRE],
  ['quay', { deleteTag: '405 UNSUPPORTED', untagged: 'kept' }, ALONE, ENTIRE],
  ['nexus', { deleteDigest: 'all-tags', isNameless: true }, ALONE, ENTIRE],
  ['artifactory', { deleteTag: '400 UNSUPPORTED', isNameless: true }, ALONE, ENTIRE],
  ['cloudflare', { lag: 150 }, ALONE, ENTIRE],
]

test.each(variants)('%s, other than usual: %o', async (name, switches, one, three) => {
  const site = await start(name, switches)
  const selected = await stories['one of two tags, and an image with one'](site)
  const before = look(site.product)
  const journal = createMemoryJournal()
  const report = await deleteTags(site, journal, ...selected)
  judge(report, before, look(site.product))
  expect([...report.outcomes.values()].map((one) => describeOutcome(one)).toSorted()).toEqual(
    [one, three].toSorted(),
  )
  await restoreEntries(site.transport, await journal.read(), { journal, pace })
  expect(look(site.product)).toEqual(before)
})

test.each([
  ['docker-hub', '405 UNSUPPORTED', 405],
  ['pulp', '405 UNSUPPORTED', 405],
  ['ecr', '404', 404],
] as const)('%s that answers every DELETE with %s is left alone', async (name, answer, status) => {
  const site = await start(name, { deleteTag: answer, deleteDigest: answer })
  const selected = await stories['one of two tags, and an image with one'](site)
  const before = look(site.product)
  const deletion = deleteTags(site, createMemoryJournal(), ...selected)
  await expect(deletion).rejects.toMatchObject({ status })
  expect(look(site.product)).toEqual(before)
})

test.each(['404', '400 UNSUPPORTED', '405 UNSUPPORTED', '406 UNSUPPORTED', 'web-page'] as const)(
  'without a referrers API (%s), the fallback tag is read',
  async (referrers) => {
    const { place, transport } = await start('gitea', { referrers })
    const { descriptor } = await pushImage({ ...place, tag: 'v' })
    const files = [{ mediaType: 'text/plain', content: 'x' }]
    const { digest } = await attachArtifact({ ...place, subject: descriptor, files })
    const found = await listReferrers({ transport, repository }, descriptor.digest as Digest)
    expect(found).toMatchObject({ hasApi: false, failures: [], found: [{ digest }] })
  },
)

describe.each(PRODUCT_NAMES)('%s', (name) => {
  test('every repository, tag and referrer is listed', async () => {
    const { product, place, transport } = await start(name)
    const { descriptor } = await pushImage({ ...place, tag: 'v' })
    const { tags, listed } = product.repository(repository)
    for (let number = 0; number < 249; number += 1) {
      tags.set(`v${number}`, descriptor.digest)
      listed.add(`v${number}`)
      product.repository(`r${number}`)
    }
    product.repository('hidden/app')
    const { catalog, isFiltered, referrers } = product.rules
    const names: string[] = []
    const walk = async () => {
      for await (const page of walkCatalog(transport)) names.push(...page.names)
    }
    const isRefused = typeof catalog === 'string'
    const failure = await walk().catch((error: LoginRequiredError) => error)
    expect(failure?.status).toBe(isRefused ? 401 : undefined)
    const shown = [...product.repositories.keys()].filter(
      (one) => !isFiltered || one !== 'hidden/app',
    )
    const isNone = isRefused || catalog.isEmpty
    expect(names.toSorted()).toEqual(isNone ? [] : shown.toSorted())
    const list = await walkTagList({ transport, repository })
    expect(list.tags.toSorted()).toEqual([...listed].sort())
    const hasApi = typeof referrers !== 'string'
    const attached: Pushed[] = []
    for (let left = hasApi && referrers.page ? 120 : 2; left > 0; left -= 1) {
      const files = [{ mediaType: 'text/plain', content: `${left}` }]
      const attach = hasApi ? pushArtifact : attachArtifact
      attached.push(await attach({ ...place, subject: descriptor, files }))
    }
    const found = await listReferrers({ transport, repository }, descriptor.digest as Digest)
    expect(found).toMatchObject({ hasApi, failures: [] })
    const digests = found.found.map(({ digest }) => digest)
    expect(digests.toSorted()).toEqual(attached.map(({ digest }) => digest).toSorted())
  })
})

const protecting = PRODUCT_NAMES.filter((name) => {
  return ['quay', 'harbor', 'gitlab', 'ecr', 'acr'].includes(name)
})

test.each(protecting)(
  '%s: a protected tag is kept, and said to be; the others go',
  async (name) => {
    const site = await start(name)
    for (const tag of ['locked', 'free', 'other']) await pushImage({ ...site.place, tag })
    site.product.repository(repository).locked.add('locked')
    const before = look(site.product)
    const report = await deleteTags(site, createMemoryJournal(), 'locked', 'free')
    judge(report, before, look(site.product))
    const [, code = ''] = site.product.rules.locked?.split(' ') ?? []
    expect(report.outcomes.get('locked' as Tag)).toMatchObject({
      kind: 'failed',
      why: 'rejected',
      message: expect.stringContaining(code),
    })
    expect(report.outcomes.get('free' as Tag)).toMatchObject({ kind: 'deleted' })
    expect(report.stopped).toBeUndefined()
  },
)

test('zot: an image that went when its last tag was moved comes back with an undo', async () => {
  const { product, place, transport } = await start('zot')
  for (const tag of ['old', 'new']) await pushImage({ ...place, tag })
  const before = look(product)
  const journal = createMemoryJournal()
  const move = { source: 'new' as Tag, tag: 'old' as Tag }
  const plan = await planRetag(transport, repository, move)
  expect(await carryOutRetag(transport, plan, { journal })).toMatchObject({ kind: 'done' })
  expect(look(product).manifests).toHaveLength(1)
  await restoreEntries(transport, await journal.read(), { journal, pace })
  expect(look(product)).toEqual(before)
})
