import { describe, expect, test, vi } from 'vitest'
import type { RegistryKind } from '../../stack/registry.mjs'
import { findKind } from '../scenarios/repository.ts'
import type * as HiddenTags from '../../src/registry/tags/hiddenTags.ts'
import type * as Held from '../../src/image/graph/held.ts'
import type * as CandidateTime from '../../src/cleanup/rules/candidateTime.ts'
import type * as RunJournal from '../../src/deletion/journal/runJournal.ts'
import { type Product, loadProduct } from './product.ts'
import type { Mutant } from './mutant.ts'
import { oddMutants } from './oddMutants.ts'
import { type Failure, type Proof, proveCases } from './prover.ts'

// Each rule of the protocol is disabled in turn. The model, which knows none of them, has to find a case that ends
// badly: a proof that no mutant can fail proves nothing.

/** Cases at a time, and the maximum it may take. */
const ROUND = 2
const MOST = 72

const nothingSeen = {
  listed: [],
  listIsWhole: true,
  states: new Map(),
  tagsOn: () => [],
  unknown: [],
  reach: { holdersOf: () => [], unread: [] },
}

const mutants: readonly Mutant[] = [
  {
    rule: 'the sweep before an image is deleted',
    module: '../../src/deletion/run/sweep.ts',
    replace: () => ({ sweepTags: () => Promise.resolve(nothingSeen) }),
    subject: 'deletions',
    seed: 9,
    at: 2,
  },
  {
    rule: 'the check of the selected tag before its step',
    module: '../../src/deletion/run/look.ts',
    replace: () => ({ checkUnmoved: () => undefined }),
    subject: 'deletions',
    seed: 13,
    at: 4,
  },
  {
    rule: 'the search for hidden tags',
    module: '../../src/registry/tags/hiddenTags.ts',
    replace: () => ({
      searchTags: (...[, known]: Parameters<typeof HiddenTags.searchTags>) =>
        Promise.resolve({ tags: [...known], isWhole: true }),
    }),
    subject: 'deletions',
    seed: 1,
    at: 0,
    kind: '3.1.1-s3',
  },
  {
    rule: 'the check whether a list is truncated',
    module: '../../src/registry/tags/listCheck.ts',
    replace: () => ({
      checkTagList: () => Promise.resolve({ kind: 'agrees', missing: [], honoursN: true }),
    }),
    subject: 'cut-lists',
    seed: 7,
    at: 1,
  },
  {
    rule: 'what a manifest refers to outside its list',
    module: '../../src/image/graph/held.ts',
    replace: ({ listChildren }: typeof Held) => ({ listHeld: listChildren }),
    subject: 'deletions',
    seed: 20_260,
    at: 24,
  },
  {
    rule: 'settling',
    module: '../../src/deletion/run/look.ts',
    replace: () => ({ lookWhenStill: (look: () => unknown) => look() }),
    subject: 'interruptions',
    seed: 1,
    at: 2,
  },
  {
    rule: 'the check of every blob before a restore',
    module: '../../src/image/graph/blobs.ts',
    replace: () => ({
      askBlobs: (...[, sizes]: [unknown, ReadonlyMap<string, number>]) =>
        Promise.resolve(new Map([...sizes.keys()].map((digest) => [digest, 'there']))),
    }),
    subject: 'deletions',
    seed: 3,
    at: 2,
    // 2.8.2 usually loses the manifest as well until it is pushed again, so few cases reveal it there.
    kind: '3.1.2',
  },
  {
    rule: 'the journal before the first write',
    module: '../../src/deletion/journal/runJournal.ts',
    replace: ({ createRunJournal }: typeof RunJournal) => ({
      createRunJournal: (...[journal, plan, run]: Parameters<typeof createRunJournal>) => {
        const real = createRunJournal(journal, plan, run)
        return { ...real, open: () => Promise.resolve() }
      },
    }),
    subject: 'interruptions',
    seed: 1,
    at: 0,
  },
  {
    rule: 'the journal before a copy is pushed to a tag',
    module: '../../src/deletion/journal/runJournal.ts',
    replace: ({ createRunJournal }: typeof RunJournal) => ({
      createRunJournal: (...args: Parameters<typeof createRunJournal>) => ({
        ...createRunJournal(...args),
        addCopy: () => Promise.resolve(),
      }),
    }),
    subject: 'interruptions',
    seed: 6,
    at: 1,
  },
  {
    rule: 'the newest that a clean-up rule keeps',
    module: '../../src/cleanup/rules/rankNewest.ts',
    replace: () => ({ rankNewest: () => ({ ranks: new Map(), groups: [] }) }),
    subject: 'deletions',
    seed: 1,
    at: 2,
  },
  {
    rule: 'the dates that a clean-up rule rejects',
    module: '../../src/cleanup/rules/candidateTime.ts',
    replace: ({ readTime }: typeof CandidateTime) => ({
      readTime: (...[time, now]: Parameters<typeof readTime>) => {
        const read = readTime(time, now)
        return read.kind === 'usable' ? read : { kind: 'usable', created: new Date(0), age: now }
      },
    }),
    subject: 'deletions',
    seed: 2,
    at: 2,
  },
]

/** Loads everything anew: the module with the disabled rule, and all that use it. */
async function loadMutant({ module, replace }: Mutant): Promise<Product> {
  vi.resetModules()
  vi.doMock(module, async (original) => {
    const own = await original<never>()
    return { ...(own as object), ...replace(own) }
  })
  const product = await loadProduct()
  vi.doUnmock(module)
  return product
}

async function findFailure(proof: Proof, at: number): Promise<Failure | undefined> {
  for (let from = at; from < at + MOST; from += ROUND) {
    const { failures } = await proveCases(proof, { from, count: ROUND })
    const [failure] = failures
    if (failure) return failure
  }
  return undefined
}

describe('the model finds a deletion without', async () => {
  const missing = new Map<RegistryKind, string>()
  for (const kind of ['2.8.2', '3.1.2', '3.1.1-s3'] as const) {
    const { isMissing, note } = await findKind(kind)
    if (isMissing) missing.set(kind, note)
  }
  for (const mutant of [...mutants, ...oddMutants]) {
    const { rule, subject, kind = '2.8.2', seed, at } = mutant
    test.skipIf(missing.has(kind))(
      `${rule}${missing.get(kind) ?? ''}`,
      { timeout: 240_000 },
      async () => {
        const proof = { subject, kind, seed }
        const failure = await findFailure({ ...proof, product: await loadMutant(mutant) }, at)
        expect(failure, `no case of ${MOST} shows it`).toBeDefined()
        vi.resetModules()
        const only = { from: failure?.index ?? 0, count: 1 }
        const { failures } = await proveCases({ ...proof, product: await loadProduct() }, only)
        expect(failures).toEqual([])
      },
    )
  }
})
