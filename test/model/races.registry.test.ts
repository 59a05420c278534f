import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type FaultProxy, startFaultProxy } from '../../stack/faults.mjs'
import {
  type Place,
  type Pushed,
  pushImage,
  pushIndex,
  pushManifest,
} from '../../stack/content.mjs'
import { resolveReference, whatIsMissing } from '../../stack/inspect.mjs'
import { type Registry, startRegistry } from '../../stack/registry.mjs'
import type { RepositoryName, Tag } from '../../src/registry/names.ts'
import { createMemoryJournal } from '../memoryJournal.ts'
import { QUICK } from './pace.ts'
import { findKind } from '../scenarios/repository.ts'
import type { DeletionReport } from '../../src/deletion/plan/report.ts'
import { type Product, loadProduct } from './product.ts'
import { inParallel } from './push.ts'

// Races are staged: the proxy holds request k of a deletion, somebody else pushes, the proxy lets go; for every k.
// `a` is selected and deleted with its image; `s` shares its image with `keep`; `t` is kept.

type Stage = {
  readonly place: Place
  /** The image of `a`. */
  readonly image: Pushed
  /** The child of the index `multi`. */
  readonly child: Pushed
}

type Race = {
  readonly what: string
  readonly selected: readonly string[]
  /** What somebody does; returns which tag is theirs then, and where. */
  readonly act: (stage: Stage) => Promise<{ tag: string; digest: string }>
  /** The requests between which it may happen and still delete their tag, including the last one. */
  readonly window: (stage: Stage, log: readonly string[], hasTagDeletion: boolean) => Window
  /** What happens to the tag in the window. */
  readonly inWindow: 'put back' | 'lost'
}

/** Indexes into the log: after `from`, up to `to`. */
type Window = { readonly from: number; readonly to: number }

const later = async (place: Place, tag: string) => {
  const { digest } = await pushImage({ ...place, tag, content: `later, on ${tag}` })
  return { tag, digest }
}
/** Pushes existing content like a client that has it. */
const pushAgain = async (place: Place, { bytes, mediaType }: Pushed, tag?: string) => {
  const { digest } = await pushManifest({ ...place, tag, manifest: bytes, mediaType })
  return { tag: tag ?? '', digest }
}

/** From the last list before a digest is deleted to the end of that deletion. */
const whileItGoes = (digest: string, log: readonly string[]): Window => {
  const to = log.indexOf(`DELETE manifests/${digest}`)
  return { from: log.slice(0, to).lastIndexOf('GET tags/list'), to }
}
/** From the last checks where tags point, which are concurrent, to the end of that deletion. */
const sinceItWasAsked = (tag: string, digest: string, log: readonly string[]): Window => {
  const to = log.indexOf(`DELETE manifests/${digest}`)
  const question = log.slice(0, to).lastIndexOf(`HEAD manifests/${tag}`)
  return { from: log.slice(0, question).lastIndexOf('GET tags/list'), to }
}
/** From the check where a selected tag points to the write that removes it. */
const betweenQuestionAndStep = (tag: string, log: readonly string[], write: string): Window => {
  const to = log.indexOf(write)
  return { from: log.slice(0, to).lastIndexOf(`HEAD manifests/${tag}`), to }
}

const races: readonly Race[] = [
  {
    what: 'a tag that stays is moved onto an image that goes',
    selected: ['a'],
    act: ({ place, image }) => pushAgain(place, image, 't'),
    window: ({ image }, log) => sinceItWasAsked('t', image.digest, log),
    inWindow: 'put back',
  },
  {
    what: 'a new tag is pushed onto an image that goes',
    selected: ['a'],
    act: ({ place, image }) => pushAgain(place, image, 'late'),
    window: ({ image }, log) => whileItGoes(image.digest, log),
    inWindow: 'lost',
  },
  {
    what: 'a new index is pushed over an image that goes',
    selected: ['a'],
    async act({ place, image }) {
      await pushAgain(place, image)
      const { digest } = await pushIndex({ ...place, tag: 'late', manifests: [image.descriptor] })
      return { tag: 'late', digest }
    },
    window: ({ image }, log) => whileItGoes(image.digest, log),
    inWindow: 'put back',
  },
  {
    what: 'a new tag is pushed onto the child of an index that goes',
    selected: ['multi'],
    act: ({ place, child }) => pushAgain(place, child, 'late'),
    window: ({ child }, log) => whileItGoes(child.digest, log),
    inWindow: 'lost',
  },
  {
    what: 'another image is pushed onto a selected tag',
    selected: ['a'],
    act: ({ place }) => later(place, 'a'),
    // If images are deleted with their tags, a moved one is spared.
    window: (_, log, hasTagDeletion) =>
      hasTagDeletion
        ? betweenQuestionAndStep('a', log, 'DELETE manifests/a')
        : { from: log.length, to: log.length },
    inWindow: 'lost',
  },
  {
    what: 'another image is pushed onto a selected tag that shares its image',
    selected: ['s'],
    act: ({ place }) => later(place, 's'),
    window: (_, log, hasTagDeletion) =>
      betweenQuestionAndStep('s', log, `${hasTagDeletion ? 'DELETE' : 'PUT'} manifests/s`),
    inWindow: 'lost',
  },
]

for (const kind of ['2.8.2', '3.1.2'] as const) {
  const { isMissing, note } = await findKind(kind)
  describe.skipIf(isMissing)(`distribution ${kind}${note}`, () => {
    let registry: Registry
    let proxy: FaultProxy
    let product: Product
    beforeAll(async () => {
      registry = await startRegistry({ kind })
      proxy = await startFaultProxy({ upstream: registry.origin })
      product = await loadProduct()
    })
    afterAll(async () => {
      await proxy.stop()
      await registry.stop()
    })

    test.for(races)('$what', async (race) => {
      const hasTagDeletion = kind !== '2.8.2'
      const clean = await deleteWith(race, 'clean')
      const steps = clean.log.length
      const rows: { k: number; fate: string; expected: string[] }[] = []
      const lanes = Array.from({ length: steps }, (_, k) => k)
      await inParallel(lanes, async (k) => {
        const { stage, log, report, theirs, isHeld } = await deleteWith(race, `at-${k}`, k)
        if (!isHeld || !theirs) return
        const { from, to } = race.window(stage, log, hasTagDeletion)
        const isInWindow = from < k && k <= to
        const fate = await fateOf(stage.place, theirs, report)
        rows.push({ k, fate, expected: isInWindow ? ['kept', race.inWindow] : ['kept'] })
        const others = ['t', 'keep'].filter((tag) => tag !== theirs.tag)
        for (const tag of others) expect(await whatIsMissing(stage.place, tag)).toEqual([])
      })
      const wrong = rows.filter(({ fate, expected }) => !expected.includes(fate))
      expect(wrong).toEqual([])
      // Where a request falls into the window, this shows what happens to the tag.
      const fates = rows.flatMap(({ fate, expected }) => (expected.length > 1 ? [fate] : []))
      expect(fates.length === 0 || fates.includes(race.inWindow)).toBe(true)
      expect(rows.length).toBeGreaterThan(steps / 2)
    })

    /** Deletes in a repository of its own; with `k`, the race happens while request k is held. */
    async function deleteWith(race: Race, name: string, k?: number) {
      count += 1
      const place = { origin: registry.origin, repository: `race/${count}-${name}` }
      const stage = await pushStage(place)
      const transport = product.fetchTransport(proxy.origin)
      const repository = place.repository as RepositoryName
      const ability = kind === '2.8.2' ? 'by-digest' : 'by-tag'
      const selected = race.selected as Tag[]
      const plan = await product.planDeletion(transport, repository, selected, { ability })
      const prefix = `/v2/${repository}/`
      const logged = () =>
        proxy
          .log()
          .filter(({ url }) => url.startsWith(prefix))
          .map(({ method, url }) => `${method} ${url.slice(prefix.length)}`)
      const before = logged().length
      const held = k === undefined ? undefined : proxy.hold({ path: `^${prefix}`, after: k })
      const running = product.carryOut(transport, plan, {
        pace: QUICK,
        journal: createMemoryJournal(),
      })
      const isHeld = await Promise.race([held?.reached.then(() => true), running.then(() => false)])
      const theirs = isHeld ? await race.act(stage) : undefined
      held?.release()
      const report = await running
      return { stage, log: logged().slice(before), report, theirs, isHeld }
    }
  })
}

let count = 0

async function pushStage(place: Place): Promise<Stage> {
  const push = async (content: string, ...tags: string[]) => {
    const pushed = await pushImage({ ...place, content: `${content} of ${place.repository}` })
    for (const tag of tags) await pushAgain(place, pushed, tag)
    return pushed
  }
  const image = await push('image', 'a')
  await push('shared', 's', 'keep')
  await push('other', 't')
  const child = await push('child')
  await pushIndex({ ...place, tag: 'multi', manifests: [child.descriptor] })
  return { place, image, child }
}

/** What happened to somebody's tag: intact where they put it; restored and reported; or neither. */
async function fateOf(
  place: Place,
  { tag, digest }: { tag: string; digest: string },
  report: DeletionReport,
): Promise<string> {
  const at = await resolveReference(place, tag)
  const isWhole = at !== undefined && (await whatIsMissing(place, tag)).length === 0
  const harmed = report.harmed.find((one) => one.tag === tag)
  if (harmed) {
    const isBack = isWhole && (harmed.isChild ? at === digest : at === harmed.restored)
    return isBack ? 'put back' : `harmed, at ${at}`
  }
  if (at === digest && isWhole) return 'kept'
  return at === undefined ? 'lost' : `at ${at}${isWhole ? '' : ', broken'}`
}
