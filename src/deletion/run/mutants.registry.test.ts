import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { RegistryKind } from '../../../stack/registry.mjs'
import { listChildren } from '../../image/graph/held.ts'
import type { Deletion } from '../../../test/scenarios/deletion.ts'
import {
  Repository,
  type World,
  listKinds,
  startWorld,
} from '../../../test/scenarios/repository.ts'
import * as scenarios from '../../../test/scenarios/scenarios.ts'

// Each rule of the deletion is disabled in turn, by replacing the function that implements it. A story that passes
// with the real code must then fail: a test that no mutant can fail proves nothing.

type Mutant = {
  /** What is disabled. */
  readonly rule: string
  readonly module: string
  readonly replace: Readonly<Record<string, unknown>>
  readonly story: scenarios.Scenario
  /** The registries to run the story on; 2.8.2 if omitted. */
  readonly kinds?: readonly RegistryKind[]
  readonly isDeletionOff?: boolean
}

const nothing = () => undefined
const holdsNothing = { holdersOf: () => [], unread: [] }
const findNothing = (_: unknown, known: Iterable<string>) =>
  Promise.resolve({ tags: [...known], isWhole: true })
const nothingSeen = {
  listed: [],
  listIsWhole: true,
  states: new Map(),
  tagsOn: () => [],
  unknown: [],
  reach: holdsNothing,
}
const mutants: readonly Mutant[] = [
  {
    rule: 'the sweep before an image is deleted',
    module: './sweep.ts',
    replace: { sweepTags: () => Promise.resolve(nothingSeen) },
    story: scenarios.siblingPushedAfterThePlan,
    kinds: ['2.8.2', '3.1.2'],
  },
  {
    rule: 'the age of a sweep',
    module: './sweep.ts',
    replace: { isFresh: () => true },
    story: scenarios.siblingPushedWhileAnotherImageGoes,
  },
  {
    rule: 'the search for hidden tags',
    module: '../../registry/tags/hiddenTags.ts',
    replace: { searchTags: findNothing },
    story: scenarios.tagsThatTheListHides,
    kinds: ['3.1.1-s3'],
  },
  {
    rule: 'the search for what the last listed tag hides',
    module: '../../registry/tags/hiddenTags.ts',
    replace: { searchTags: findNothing },
    story: scenarios.tagThatTheLastOneHides,
    kinds: ['3.1.1-s3'],
  },
  // On 3.x the selected tag is deleted first, and then the truncated list shows the other one.
  ...(['at-a-cap', 'without-n'] as const).map((cut) => ({
    rule: `the check whether a list is truncated ${cut}`,
    module: '../../registry/tags/listCheck.ts',
    replace: {
      checkTagList: () => Promise.resolve({ kind: 'agrees', missing: [], honoursN: true }),
    },
    story: scenarios.tagBehindACutList(cut),
  })),
  {
    rule: 'the check of the selected tag before its step',
    module: './look.ts',
    replace: { checkUnmoved: nothing },
    story: scenarios.selectedTagMovedAfterThePlan,
    kinds: ['2.8.2', '3.1.2'],
  },
  {
    rule: 'what indexes contain',
    module: '../../image/graph/reach.ts',
    replace: { readReach: () => Promise.resolve(holdsNothing) },
    story: scenarios.childOfAnIndexThatStays,
    kinds: ['2.8.2', '3.1.2'],
  },
  {
    rule: 'what a manifest refers to outside its list',
    module: '../../image/graph/held.ts',
    replace: { listHeld: listChildren },
    story: scenarios.childrenOutOfSight,
    kinds: ['2.8.2', '3.1.2'],
  },
  {
    rule: 'the random white space',
    module: '../../registry/whiteSpace.ts',
    replace: { withWhiteSpace: (bytes: Uint8Array) => bytes },
    story: scenarios.onlyTheSelectedTagGoes,
  },
  {
    rule: 'that unknown tags may point anywhere',
    module: '../../image/graph/reach.ts',
    replace: { listUnproved: () => [] },
    story: scenarios.tagThatAnswersServerErrors,
  },
  {
    rule: 'that only the registry itself can say "not found"',
    module: '../../registry/absence.ts',
    replace: { provesAbsence: (error: { status?: number }) => error.status === 404 },
    story: scenarios.tagThatAProxyCallsMissing,
  },
  {
    rule: 'the trial of a deletion by digest',
    module: '../ability/ability.ts',
    replace: { askCanary: () => Promise.resolve('sound') },
    story: scenarios.repositoryPoisonedByAnEmptyLink,
  },
  {
    rule: 'restoring what a registry half removed',
    module: './removal/answers.ts',
    replace: { restoreHalfDone: nothing },
    story: scenarios.registryFailsHalfWay,
  },
  {
    rule: 'restoring the original',
    module: './removal/standIn.ts',
    replace: { finishOrRestore: () => Promise.resolve({ kind: 'restored' }) },
    story: scenarios.deletionRefusedAfterTheRePush,
  },
  {
    rule: 'settling',
    module: './look.ts',
    replace: { lookWhenStill: (look: () => unknown) => look() },
    story: scenarios.lateDeletion,
  },
  {
    rule: 'the verification afterwards',
    module: './harm.ts',
    replace: { restoreHarmed: () => Promise.resolve([]) },
    story: scenarios.tagMovedOntoTheImageWhileItGoes,
  },
  {
    rule: 'children that an index needs meanwhile',
    module: './harm.ts',
    replace: { restoreHarmed: () => Promise.resolve([]) },
    story: scenarios.indexPushedOntoTheImageWhileItGoes,
  },
  {
    rule: 'the probe with the all-zero digest',
    module: '../ability/ability.ts',
    replace: { probeDeletion: () => Promise.resolve({ kind: 'by-digest' }) },
    story: scenarios.deletionIsOff,
    isDeletionOff: true,
  },
]

async function loadDeletion(mutant?: Mutant): Promise<Deletion> {
  vi.resetModules()
  if (mutant) {
    vi.doMock(mutant.module, async (original) => ({
      ...(await original<Record<string, unknown>>()),
      ...mutant.replace,
    }))
  }
  // One at a time: what is imported while a mock is being made wouldn't be mocked.
  const ability = await import('../ability/ability.ts')
  const plan = await import('../plan/plan.ts')
  const carryOut = await import('./carryOut.ts')
  const transport = await import('../../registry/transport/transport.ts')
  if (mutant) vi.doUnmock(mutant.module)
  return { ...ability, ...plan, ...carryOut, ...transport }
}

for (const { kind, isMissing, note } of await listKinds()) {
  describe.skipIf(isMissing)(`distribution ${kind}${note}`, () => {
    const meant = mutants.filter(({ kinds = ['2.8.2'] }) => kinds.includes(kind))
    let world: World
    let off: World | undefined
    beforeAll(async () => {
      world = await startWorld(kind)
      if (meant.some(({ isDeletionOff }) => isDeletionOff))
        off = await startWorld(kind, { deletion: false })
    })
    afterAll(async () => {
      await world.stop()
      await off?.stop()
    })
    test.for(meant)('without $rule', async (mutant) => {
      const place = mutant.isDeletionOff && off ? off : world
      await mutant.story(new Repository(place), await loadDeletion())
      const ended = mutant.story(new Repository(place), await loadDeletion(mutant))
      await expect(ended).rejects.toMatchObject({ name: 'AssertionError' })
    })
  })
}
