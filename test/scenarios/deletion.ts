import { expect } from 'vitest'
import type * as Ability from '../../src/deletion/ability/ability.ts'
import type * as CarryOut from '../../src/deletion/run/carryOut.ts'
import type { DeletionPlan } from '../../src/deletion/plan/deletionPlan.ts'
import type * as Plan from '../../src/deletion/plan/plan.ts'
import type { DeletionReport } from '../../src/deletion/plan/report.ts'
import type { CarryOutOptions } from '../../src/deletion/run/run.ts'
import type * as Transport from '../../src/registry/transport/transport.ts'
import { type Repository, asTags } from './repository.ts'

/** The code under test: the product's own, or a mutant of it. */
export type Deletion = Pick<typeof Ability, 'probeDeletion'> &
  Pick<typeof CarryOut, 'carryOut'> &
  Pick<typeof Plan, 'planDeletion'> &
  Pick<typeof Transport, 'fetchTransport'>

/** Short, so that tests that wait for a lost response don't take ten seconds each. */
export const QUICK = { standStill: 400, look: 50, giveUp: 3_000 }

/** Probes and plans like the dialog. */
export async function plan(
  { probeDeletion, planDeletion, fetchTransport }: Deletion,
  repository: Repository,
  selected: string,
): Promise<DeletionPlan> {
  const transport = fetchTransport(repository.world.proxy.origin)
  const ability = await probeDeletion({ transport, repository: repository.name })
  if (ability.kind === 'refused') throw new Error(`Deletion is refused by ${ability.by}`)
  return await planDeletion(transport, repository.name, asTags(selected), { ability: ability.kind })
}

export async function carryOut(
  deletion: Deletion,
  repository: Repository,
  made: DeletionPlan,
  options: CarryOutOptions = {},
): Promise<DeletionReport> {
  const transport = deletion.fetchTransport(repository.world.proxy.origin)
  return await deletion.carryOut(transport, made, { pace: QUICK, ...options })
}

/** Plans and carries out with nothing in between. */
export async function deleteTags(
  deletion: Deletion,
  repository: Repository,
  selected: string,
): Promise<DeletionReport> {
  return await carryOut(deletion, repository, await plan(deletion, repository, selected))
}

/** The outcomes as `tag: kind`, with the relevant details. */
export function outcomesOf({ outcomes }: DeletionReport): Record<string, string> {
  const words = [...outcomes].map(([tag, outcome]) => {
    switch (outcome.kind) {
      case 'deleted':
        return [tag, `deleted, image ${outcome.image}`]
      case 'failed':
        return [tag, `failed: ${outcome.why}`]
      case 'cannot':
        return [tag, `cannot: ${outcome.because.kind}`]
      default:
        return [tag, outcome.kind]
    }
  })
  return Object.fromEntries(words)
}

/** Nothing unselected was hit, everything was done, and everything kept was verified. */
export function expectClean(report: DeletionReport): void {
  expect(report.harmed).toEqual([])
  expect(report.stopped).toBeUndefined()
  expect(report.verification).toMatchObject({ kind: 'done', unknown: [], goneMeanwhile: [] })
  expect(report.leftovers).toEqual([])
}
