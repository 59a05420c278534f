import type { Tag } from '../../src/registry/names.ts'
import type { DeletionPlan } from '../../src/deletion/plan/deletionPlan.ts'
import type { RecoveryReport, TagRecovery } from '../../src/deletion/recover/report.ts'
import type { DeletionReport, ManifestOutcome, TagOutcome } from '../../src/deletion/plan/report.ts'
import type { Statement, TagClaim } from './oracle.ts'

/** What a plan says if no report follows. */
export function promiseOf(plan: DeletionPlan): Statement {
  return statementOf(plan, reportOf(plan, new Map()))
}

/** What a plan says of which nothing can be carried out. */
export function refusalOf(plan: DeletionPlan): Statement {
  const outcomes = new Map(
    plan.groups.flatMap(({ tags, method }) =>
      tags.map((tag): [Tag, TagOutcome] => {
        if (method.kind !== 'none') throw new Error(`${tag} can be removed`)
        return [tag, { kind: 'cannot', because: method.because }]
      }),
    ),
  )
  for (const tag of plan.alreadyGone) outcomes.set(tag, { kind: 'already-gone' })
  return statementOf(plan, reportOf(plan, outcomes))
}

function reportOf(plan: DeletionPlan, outcomes: ReadonlyMap<Tag, TagOutcome>): DeletionReport {
  return {
    repository: plan.repository,
    at: new Date(),
    harmed: [],
    outcomes,
    attachmentTags: plan.attachmentTags,
    manifests: [],
    entries: [],
    stopped: undefined,
    verification: { kind: 'done', isOnly: true, checked: 0, unknown: [], goneMeanwhile: [] },
    leftovers: [],
  }
}

/** What a plan and its report say, in the oracle's terms. */
export function statementOf(plan: DeletionPlan, report: DeletionReport): Statement {
  const irreversible = plan.groups
    .filter(({ undo }) => undo.kind !== 'yes')
    .flatMap(({ tags, digest }) => [...tags, ...(digest ? [digest] : [])])
  return {
    goes: new Set(
      plan.groups.flatMap(({ method, digest }) =>
        method.kind === 'digest' && digest ? [digest] : [],
      ),
    ),
    follows: new Set<string>(plan.attachmentTags),
    irreversible: new Set<string>(irreversible),
    orphans: new Set<string>(plan.orphans.map(({ tag }) => tag)),
    hidden: new Set<string>(plan.hidden),
    tags: new Map([...report.outcomes].map(([tag, outcome]) => [tag, claimOf(outcome)])),
    manifests: new Map(
      report.manifests.map(({ digest, outcome }) => [digest, manifestClaimOf(outcome)]),
    ),
    harmed: new Set<string>(report.harmed.map(({ tag }) => tag)),
    leftovers: new Set<string>(report.leftovers),
    reservations: reservationsOf(plan, report),
  }
}

/** What the next start says about tags. */
export function recoveryOf({ entries }: RecoveryReport): ReadonlyMap<string, TagClaim> {
  const tags = entries.flatMap((entry) => entry.tags)
  return new Map(tags.map(({ tag, outcome }) => [tag, recoveredClaimOf(outcome)]))
}

function recoveredClaimOf(outcome: TagRecovery): TagClaim {
  switch (outcome.kind) {
    case 'gone':
    case 'finished':
      return { kind: 'gone', image: 'open' }
    case 'untouched':
    case 'restored':
    case 'not-deleted':
      return { kind: 'unchanged', why: outcome.kind }
    case 'elsewhere':
      return { kind: 'at', digest: outcome.digest }
    case 'moved':
      return { kind: 'replaced' }
    case 'unknown':
      return { kind: 'open', why: outcome.kind }
  }
}

function reservationsOf(plan: DeletionPlan, { stopped, verification }: DeletionReport): string[] {
  const said: string[] = []
  if (!plan.isComplete) said.push('the plan is not complete')
  if (!plan.listIsWhole) said.push('the list is said not to be whole')
  if (plan.unknown.length > 0)
    said.push(`unknown tags: ${plan.unknown.map(({ tag }) => tag).join(' ')}`)
  if (plan.dangling.length > 0) said.push(`dangling tags: ${plan.dangling.join(' ')}`)
  if (stopped) said.push(`it stopped: ${stopped.kind} ${messageOf(stopped.error)}`)
  if (verification.kind === 'failed') said.push(`not verified: ${messageOf(verification.error)}`)
  else {
    for (const tag of verification.unknown) said.push(`${tag} is unknown afterwards`)
    for (const tag of verification.goneMeanwhile) said.push(`${tag} is said to be gone meanwhile`)
  }
  return said
}

const IMAGE = { deleted: 'gone', stays: 'there', unknown: 'open' } as const

function claimOf(outcome: TagOutcome): TagClaim {
  switch (outcome.kind) {
    case 'deleted':
      return { kind: 'gone', image: IMAGE[outcome.image] }
    case 'already-gone':
      return { kind: 'gone', image: 'open' }
    case 'moved':
    case 'pushed-again':
    case 'elsewhere':
      return { kind: 'at', digest: outcome.digest }
    case 'kept':
    case 'not-started':
      return { kind: 'unchanged', why: outcome.kind }
    case 'cannot':
      return { kind: 'unchanged', why: `cannot, ${outcome.because.kind}` }
    case 'not-settled':
    case 'unconfirmed':
      return { kind: 'open', why: `${outcome.kind}, ${outcome.message}` }
    case 'failed':
      switch (outcome.why) {
        case 'dangling':
          return { kind: 'dangling' }
        case 'left-on-copy':
        case 'left-empty':
          return { kind: 'replaced' }
        case 'tag-unread':
          return { kind: 'open', why: outcome.kind }
        default:
          return { kind: 'unchanged', why: `${outcome.why}, ${outcome.message}` }
      }
  }
}

function manifestClaimOf(outcome: ManifestOutcome['outcome']): 'gone' | 'there' | 'open' {
  switch (outcome.kind) {
    case 'deleted':
    case 'already-gone':
      return 'gone'
    case 'kept':
    case 'not-started':
      return 'there'
    case 'failed':
    case 'not-settled':
      return 'open'
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : ''
}
