import type * as Transport from '../../src/registry/transport/transport.ts'
import type * as Ability from '../../src/deletion/ability/ability.ts'
import type * as CarryOut from '../../src/deletion/run/carryOut.ts'
import type * as LeaveOut from '../../src/deletion/plan/leaveOut.ts'
import type * as Plan from '../../src/deletion/plan/plan.ts'
import type * as Recover from '../../src/deletion/recover/recover.ts'
import type * as Restore from '../../src/deletion/restore/restore.ts'
import type * as EvaluateRule from '../../src/cleanup/rules/evaluateRule.ts'
import type * as ParseRule from '../../src/cleanup/language/parseRule.ts'
import type * as Pins from '../../src/cleanup/rules/pins.ts'
import type * as ReadCandidate from '../../src/cleanup/rules/readCandidate.ts'
import type * as CleanUp from '../../src/cleanup/script/cleanUp.ts'
import type * as Space from '../../src/deletion/plan/space.ts'
import type * as WholeList from '../../src/registry/tags/wholeList.ts'

/** The code under test: the product's own, or a mutant of it. */
export type Product = Pick<typeof Transport, 'fetchTransport'> &
  Pick<typeof Ability, 'probeDeletion'> &
  Pick<typeof Plan, 'planDeletion'> &
  Pick<typeof LeaveOut, 'leaveImages' | 'leaveAttachments'> &
  Pick<typeof CarryOut, 'carryOut'> &
  Pick<typeof Space, 'countFreed'> &
  Pick<typeof Restore, 'restoreEntries'> &
  Pick<typeof Recover, 'recoverEntries'> &
  Pick<typeof ParseRule, 'parseRule'> &
  Pick<typeof EvaluateRule, 'evaluateRule' | 'listNeeded' | 'nameOnly'> &
  Pick<typeof Pins, 'parsePins'> &
  Pick<typeof ReadCandidate, 'readCandidate'> &
  Pick<typeof CleanUp, 'createSources'> &
  Pick<typeof WholeList, 'listEveryTag'>

/** Loads it, so that a test can replace one of its functions beforehand. */
export async function loadProduct(): Promise<Product> {
  const [parseRule, evaluateRule, pins, ...candidates] = await Promise.all([
    import('../../src/cleanup/language/parseRule.ts'),
    import('../../src/cleanup/rules/evaluateRule.ts'),
    import('../../src/cleanup/rules/pins.ts'),
    import('../../src/registry/tags/wholeList.ts'),
    import('../../src/cleanup/script/cleanUp.ts'),
    import('../../src/cleanup/rules/readCandidate.ts'),
  ])
  const [wholeList, sources, readCandidate] = candidates
  const parts = await Promise.all([
    import('../../src/registry/transport/transport.ts'),
    import('../../src/deletion/ability/ability.ts'),
    import('../../src/deletion/plan/plan.ts'),
    import('../../src/deletion/plan/leaveOut.ts'),
    import('../../src/deletion/run/carryOut.ts'),
    import('../../src/deletion/plan/space.ts'),
    import('../../src/deletion/restore/restore.ts'),
    import('../../src/deletion/recover/recover.ts'),
  ])
  const [transport, ability, plan, leaveOut, carryOut, space, restore, recover] = parts
  return {
    ...transport,
    ...ability,
    ...plan,
    ...leaveOut,
    ...carryOut,
    ...space,
    ...restore,
    ...recover,
    ...parseRule,
    ...evaluateRule,
    ...pins,
    ...wholeList,
    ...sources,
    ...readCandidate,
  }
}
