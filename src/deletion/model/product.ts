import type * as Transport from '../../registry/transport.ts'
import type * as Ability from '../ability.ts'
import type * as CarryOut from '../carryOut.ts'
import type * as DeletionPlan from '../deletionPlan.ts'
import type * as Plan from '../plan.ts'
import type * as Recover from '../recover.ts'
import type * as Restore from '../restore.ts'
import type * as EvaluateRule from '../rules/evaluateRule.ts'
import type * as NeededTags from '../rules/neededTags.ts'
import type * as ParseRule from '../rules/parseRule.ts'
import type * as Space from '../space.ts'

/** The code under test: the product's own, or a mutant of it. */
export type Product = Pick<typeof Transport, 'fetchTransport'> &
  Pick<typeof Ability, 'probeDeletion'> &
  Pick<typeof Plan, 'planDeletion'> &
  Pick<typeof DeletionPlan, 'leaveImages' | 'leaveAttachments'> &
  Pick<typeof CarryOut, 'carryOut'> &
  Pick<typeof Space, 'countFreed'> &
  Pick<typeof Restore, 'restoreEntries'> &
  Pick<typeof Recover, 'recoverEntries'> &
  Pick<typeof ParseRule, 'parseRule'> &
  Pick<typeof EvaluateRule, 'evaluateRule'> &
  Pick<typeof NeededTags, 'nameOnly'>

/** Loads it, so that a test can put another function in the place of one of its own before. */
export async function loadProduct(): Promise<Product> {
  const rules = await Promise.all([
    import('../rules/parseRule.ts'),
    import('../rules/evaluateRule.ts'),
    import('../rules/neededTags.ts'),
  ])
  const parts = await Promise.all([
    import('../../registry/transport.ts'),
    import('../ability.ts'),
    import('../plan.ts'),
    import('../deletionPlan.ts'),
    import('../carryOut.ts'),
    import('../space.ts'),
    import('../restore.ts'),
    import('../recover.ts'),
  ])
  const [transport, ability, plan, deletionPlan, carryOut, space, restore, recover] = parts
  return {
    ...transport,
    ...ability,
    ...plan,
    ...deletionPlan,
    ...carryOut,
    ...space,
    ...restore,
    ...recover,
    ...rules[0],
    ...rules[1],
    ...rules[2],
  }
}
