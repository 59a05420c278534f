import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { whatIsMissing } from '../../../stack/inspect.mjs'
import { mapPool } from '../../registry/pool.ts'
import { fetchTransport } from '../../registry/transport/transport.ts'
import { carryOutRun } from './carryOut.ts'
import { checkAgain } from '../recover/checkAgain.ts'
import { createMemoryJournal } from '../../../test/memoryJournal.ts'
import { QUICK } from '../../../test/scenarios/deletion.ts'
import { plan } from '../../../test/scenarios/product.ts'
import {
  Repository,
  type World,
  findKind,
  remember,
  startWorld,
} from '../../../test/scenarios/repository.ts'
import type { DeletionPlan } from '../plan/deletionPlan.ts'
import type { DeletionReport, TagOutcome } from '../plan/report.ts'
import { Run } from './run.ts'

// Two machines delete at the same time, unaware of each other: request k of one is held while the other does all its
// work, for every k. `a` and `b` share an image, and so do `x` and `y`.

const TAGS = ['a', 'b', 'x', 'y', 'z']
const PAIRS = [
  { one: 'a b', other: 'b x' },
  { one: 'a b', other: 'a b' },
  { one: 'x', other: 'y' },
]

for (const kind of ['2.8.2', '3.1.2'] as const) {
  const { isMissing, note } = await findKind(kind)
  describe.skipIf(isMissing)(`two machines on ${kind}${note}`, () => {
    let world: World
    beforeAll(async () => void (world = await startWorld(kind)))
    afterAll(async () => await world?.stop())

    test.for(PAIRS)('one deletes $one, the other $other', async ({ one, other }) => {
      const { steps } = await deleteAtOnce(one, other)
      expect(steps).toBeGreaterThan(5)
      const moments = Array.from({ length: steps }, (_, k) => k)
      const found = await mapPool(moments, 4, async (k) => {
        const { wrong } = await deleteAtOnce(one, other, k)
        return wrong.map((sentence) => `request ${k} held: ${sentence}`)
      })
      expect(found.flat()).toEqual([])
    })

    /** What is wrong after one machine deletes while request `k` of the other is held. */
    async function deleteAtOnce(one: string, other: string, k?: number) {
      const repository = new Repository(world)
      await repository.push('a b', 'first')
      await repository.push('x y', 'second')
      await repository.push('z')
      const before = await remember(repository, TAGS.join(' '))
      const [mine, theirs] = [await plan(repository, one), await plan(repository, other)]
      const asked = repository.log().length
      const path = `^/v2/${repository.name}/`
      const held = k === undefined ? undefined : world.proxy.hold({ path, after: k })
      const first = prepareFrom(world.proxy.origin, mine)
      const running = carryOutRun(first)
      await Promise.race([held?.reached, running])
      const second = prepareFrom(world.registry.origin, theirs)
      await carryOutRun(second)
      held?.release()
      await running
      const steps = repository.log().length - asked
      const now = new Map<string, string | undefined>()
      for (const tag of TAGS) now.set(tag, await repository.digestOf(tag))
      const wrong: string[] = []
      for (const tag of TAGS.filter((name) => !`${one} ${other}`.split(' ').includes(name))) {
        if (now.get(tag) !== before.get(tag)) wrong.push(`${tag} is at ${now.get(tag)}`)
        wrong.push(...(await whatIsMissing(repository.place, tag)))
      }
      for (const one of [first, second]) {
        wrong.push(...untruths(await checkAgain(one), before, now))
      }
      for (const tag of TAGS) {
        const at = await repository.digestOf(tag)
        if (at !== now.get(tag)) wrong.push(`checking again moved ${tag} to ${at}`)
      }
      return { steps, wrong }
    }
  })
}

function prepareFrom(origin: string, made: DeletionPlan): Run {
  const journal = createMemoryJournal()
  return new Run(fetchTransport(origin), made, { pace: QUICK, journal })
}

/** Where a report differs from what is found. */
function untruths(
  { outcomes }: DeletionReport,
  before: ReadonlyMap<string, string>,
  now: ReadonlyMap<string, string | undefined>,
): string[] {
  return [...outcomes].flatMap(([tag, outcome]) => {
    const at = now.get(tag)
    return isTrue(outcome, before.get(tag), at) ? [] : [`${tag} is ${outcome.kind}, at ${at}`]
  })
}

function isTrue(outcome: TagOutcome, was: string | undefined, now: string | undefined): boolean {
  switch (outcome.kind) {
    case 'deleted':
    case 'already-gone':
      return now === undefined
    case 'moved':
    case 'pushed-again':
    case 'elsewhere':
      return now === outcome.digest
    case 'unconfirmed':
    case 'not-settled':
      return true
    case 'kept':
    case 'cannot':
    case 'failed':
    case 'not-started':
      return now === was
  }
}
