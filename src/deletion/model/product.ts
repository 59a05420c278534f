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
import type * as Pins from '../rules/pins.ts'
import type * as ReadCandidate from '../rules/readCandidate.ts'
import type * as CandidateSources from '../script/candidateSources.ts'
import type * as Space from '../space.ts'
import type * as WholeList from '../wholeList.ts'

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
  Pick<typeof NeededTags, 'listNeeded' | 'nameOnly'> &
  Pick<typeof Pins, 'parsePins'> &
  Pick<typeof ReadCandidate, 'readCandidate'> &
  Pick<typeof CandidateSources, 'createSources'> &
  Pick<typeof WholeList, 'listEveryTag'>

/** Loads it, so that a test can put another function in the place of one of its own before. */
export async function loadProduct(): Promise<Product> {
  const [parseRule, evaluateRule, neededTags, pins, ...candidates] = await Promise.all([
    import('../rules/parseRule.ts'),
    import('../rules/evaluateRule.ts'),
    import('../rules/neededTags.ts'),
    import('../rules/pins.ts'),
    import('../wholeList.ts'),
    import('../script/candidateSources.ts'),
    import('../rules/readCandidate.ts'),
  ])
  const [wholeList, sources, readCandidate] = candidates
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
    ...parseRule,
    ...evaluateRule,
    ...neededTags,
    ...pins,
    ...wholeList,
    ...sources,
    ...readCandidate,
  }
}
