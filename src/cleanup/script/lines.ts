import type { Tag } from '../../registry/names.ts'
import type { Refusal } from '../../deletion/ability/ability.ts'
import type { DeletionPlan } from '../../deletion/plan/deletionPlan.ts'
import type { KeptReason } from '../../deletion/plan/keptBecause.ts'
import {
  type DeletionReport,
  type TagOutcome,
  isRemoved,
  isUnknown,
} from '../../deletion/plan/report.ts'
import { formatCount, formatCounted } from '../../format/count.ts'
import type { Evaluation } from '../rules/evaluation.ts'
import { describeReason } from '../rules/words.ts'
import {
  STOPS,
  describeHarm,
  describeKept,
  describeManifestOutcome,
  describeOutcome,
} from '../../deletion/words.ts'
import type { Skip } from './narrowPlan.ts'

/** One line for each tag: whether it goes, and why. */
export function listVerdicts(
  { verdicts }: Evaluation,
  skipped: ReadonlyMap<Tag, Skip>,
): readonly (readonly string[])[] {
  return verdicts.map(({ tag, goes, reason }) => {
    const why = describeReason(reason)
    const skip = skipped.get(tag)
    if (goes && skip) return ['skip', tag, `${why}; ${skip.why}`]
    return [goes ? 'delete' : 'keep', tag, why]
  })
}

/** How many of the tags that a rule selects are deleted, and how many skipped: `8 tags deleted, 1 skipped.` */
export function describeCounts(deleted: number, skipped: number, verb = ''): string {
  const rest = skipped > 0 ? `, ${formatCount(skipped)} skipped` : ''
  return `${formatCounted(deleted, 'tag')} ${verb}deleted${rest}.`
}

/** What becomes of the images: those that go, and why others stay. */
export function listImages({ groups }: DeletionPlan): readonly (readonly string[])[] {
  const stays = (reasons: readonly KeptReason[]) =>
    `kept: ${reasons.map((reason) => describeKept(reason, String)).join('; ')}`
  return groups.flatMap(({ digest, method, keptBecause, keptParts }) => {
    if (!digest || method.kind === 'none') return []
    const own = method.kind === 'digest' ? 'delete' : stays(keptBecause)
    const parts = keptParts.map((part) => ['image', part.digest, stays(part.keptBecause)])
    return [['image', digest, own], ...parts]
  })
}

/** What became of it, the worst first. */
export function listOutcomes(report: DeletionReport): readonly (readonly string[])[] {
  const harmed = report.harmed.map((harm) => ['HARMED', describeHarm(harm, String)])
  const tags = [...report.outcomes].map(([tag, outcome]) => [
    nameState(outcome),
    tag,
    withMessage(describeOutcome(outcome, String).replace(/^kept: /, ''), outcome),
  ])
  const images = report.manifests.map(({ digest, outcome }) => [
    'image',
    digest,
    withMessage(describeManifestOutcome(outcome, String), outcome),
  ])
  const { stopped, verification } = report
  const end = stopped ? [['stopped', withMessage(STOPS[stopped.kind], stopped.error)]] : []
  const check =
    verification.kind === 'done'
      ? [
          ...verification.unknown.map((tag) => [
            'unknown',
            tag,
            'kept, but couldn’t be checked afterwards',
          ]),
          ...verification.goneMeanwhile.map((tag) => ['unknown', tag, 'deleted by somebody else']),
        ]
      : [['unknown', 'The remaining tags couldn’t be checked afterwards.']]
  return [...harmed, ...tags, ...images, ...end, ...check]
}

function nameState(outcome: TagOutcome): 'deleted' | 'kept' | 'failed' | 'unknown' {
  if (isRemoved(outcome)) return 'deleted'
  if (outcome.kind === 'failed') return 'failed'
  return isUnknown(outcome) ? 'unknown' : 'kept'
}

/** A log has no page beside it that shows what the registry said. */
function withMessage(text: string, from: unknown): string {
  const hasMessage = typeof from === 'object' && from !== null && 'message' in from
  return hasMessage ? `${text} (${String(from.message)})` : text
}

/** Why nothing can be deleted. */
export function describeAbility({ by, error }: Refusal): string {
  return `${ABILITIES[by]} Nothing was read. (${error.message})`
}

const ABILITIES: Readonly<Record<Refusal['by'], string>> = {
  'deletion-off': 'Deletion is disabled in the registry.',
  maintenance: 'The registry is in read-only maintenance mode.',
  'read-only': 'Homeport is read-only here.',
  origin: 'Homeport refuses this address.',
  login: 'The registry requires a login: set HOMEPORT_USER and HOMEPORT_PASSWORD.',
  'no-right': 'This login is not allowed to delete.',
  unknown: 'Couldn’t check whether deletion works.',
}
