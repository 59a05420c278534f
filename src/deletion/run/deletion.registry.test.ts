import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RegistryKind } from '../../../stack/registry.mjs'
import { fetchTransport } from '../../registry/transport/transport.ts'
import { probeDeletion } from '../ability/ability.ts'
import { carryOut } from './carryOut.ts'
import { planDeletion } from '../plan/plan.ts'
import { CUTS } from '../../../test/scenarios/cutLists.ts'
import type { Deletion } from '../../../test/scenarios/deletion.ts'
import {
  Repository,
  type World,
  listKinds,
  startWorld,
} from '../../../test/scenarios/repository.ts'
import * as scenarios from '../../../test/scenarios/scenarios.ts'

// The real deletion on real registries. Races are staged: the proxy holds a request, the test changes the registry
// behind it, the proxy lets go.

const deletion: Deletion = { probeDeletion, planDeletion, carryOut, fetchTransport }

type Story = { readonly name: string; readonly scenario: scenarios.Scenario }

const everywhere: readonly Story[] = [
  { name: 'deletes the selected tag alone', scenario: scenarios.onlyTheSelectedTagGoes },
  { name: 'sees a sibling pushed after the plan', scenario: scenarios.siblingPushedAfterThePlan },
  { name: 'sees one pushed while it asks', scenario: scenarios.tagPushedWhileTheSweepAsks },
  { name: 'sweeps again when it is time', scenario: scenarios.siblingPushedWhileAnotherImageGoes },
  { name: 'keeps a tag that moved', scenario: scenarios.selectedTagMovedAfterThePlan },
  { name: 'gives a moved tag back', scenario: scenarios.tagMovedOntoTheImageWhileItGoes },
  { name: 'gives a child back', scenario: scenarios.indexPushedOntoTheImageWhileItGoes },
  { name: 'keeps the child of an index', scenario: scenarios.childOfAnIndexThatStays },
  { name: 'keeps children that are written out of sight', scenario: scenarios.childrenOutOfSight },
  { name: 'fears unreadable tags', scenario: scenarios.tagThatAnswersServerErrors },
  { name: 'does not believe a proxy', scenario: scenarios.tagThatAProxyCallsMissing },
  { name: 'waits until a lost answer has settled', scenario: scenarios.lateDeletion },
]
const cutStories = CUTS.map((cut) => ({
  name: `trusts no list that is cut ${cut}`,
  scenario: scenarios.tagBehindACutList(cut),
}))
const onlyOn: Readonly<Partial<Record<RegistryKind, readonly Story[]>>> = {
  '2.8.2': [
    ...cutStories,
    { name: 'stops before poison', scenario: scenarios.repositoryPoisonedByAnEmptyLink },
    { name: 'puts back what was half removed', scenario: scenarios.registryFailsHalfWay },
    { name: 'puts the original back', scenario: scenarios.deletionRefusedAfterTheRePush },
  ],
  '3.1.2': cutStories,
  '3.1.1-s3': [
    { name: 'finds tags that the list hides', scenario: scenarios.tagsThatTheListHides },
    { name: 'finds what the last tag hides', scenario: scenarios.tagThatTheLastOneHides },
    { name: 'finds what a shorter name hides', scenario: scenarios.tagThatAShorterNameHides },
  ],
}

for (const { kind, isMissing, note } of await listKinds()) {
  describe.skipIf(isMissing)(`distribution ${kind}${note}`, () => {
    let world: World
    beforeAll(async () => {
      world = await startWorld(kind)
    })
    afterAll(() => world.stop())

    test.for([...everywhere, ...(onlyOn[kind] ?? [])])('$name', async ({ scenario }) => {
      await expect(scenario(new Repository(world), deletion)).resolves.toBeUndefined()
    })
  })
}
