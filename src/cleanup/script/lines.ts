import type { Tag } from '../../registry/names.ts'
import type { Refusal } from '../../deletion/ability/ability.ts'
import type { DeletionPlan } from '../../deletion/plan/deletionPlan.ts'
import type { DeletionReport } from '../../deletion/plan/report.ts'
import type { Evaluation } from '../rules/evaluation.ts'
import { describeReason } from '../rules/words.ts'
import { describeHarm, describeOutcome, describeStay, describeStop } from './outcomeWords.ts'

/** One line for each tag: whether it goes, and why. */
export function listVerdicts(
  { verdicts }: Evaluation,
  skipped: ReadonlyMap<Tag, string>,
): readonly (readonly string[])[] {
  return verdicts.map(({ tag, goes, reason }) => {
    const why = describeReason(reason)
    const skip = skipped.get(tag)
    if (goes && skip !== undefined) return ['skips', tag, `${why}; ${skip}`]
    return [goes ? 'goes' : 'stays', tag, why]
  })
}

/** What becomes of the images: those that go, and why others stay. */
export function listImages({ groups }: DeletionPlan): readonly (readonly string[])[] {
  return groups.flatMap(({ digest, method, stays, staying }) => {
    if (!digest || method.kind === 'none') return []
    const own = method.kind === 'digest' ? 'goes' : `stays: ${stays.map(describeStay).join('; ')}`
    const parts = staying.map((part) => [
      'image',
      part.digest,
      `stays: ${part.stays.map(describeStay).join('; ')}`,
    ])
    return [['image', digest, own], ...parts]
  })
}

/** What became of it, the worst first. */
export function listOutcomes(report: DeletionReport): readonly (readonly string[])[] {
  const harmed = report.harmed.map((harm) => ['HARMED', describeHarm(harm)])
  const tags = [...report.outcomes].map(([tag, outcome]) => {
    const [state, why] = describeOutcome(outcome)
    return [state, tag, why]
  })
  const images = report.manifests.map(({ digest, outcome }) => [
    'image',
    digest,
    outcome.kind === 'stays' ? `stays: ${describeStay(outcome.stays)}` : outcome.kind,
  ])
  const end = report.stopped ? [['stopped', describeStop(report.stopped)]] : []
  const { verification } = report
  const check =
    verification.kind === 'done'
      ? [...verification.unknown, ...verification.goneMeanwhile].map((tag) => [
          'unknown',
          tag,
          'it stays, and could not be found afterwards',
        ])
      : [['unknown', 'What is left could not be checked afterwards.']]
  return [...harmed, ...tags, ...images, ...end, ...check]
}

/** Why nothing can be deleted. */
export function describeAbility({ by, error }: Refusal): string {
  return `${ABILITIES[by]} Nothing was read. (${error.message})`
}

const ABILITIES: Readonly<Record<Refusal['by'], string>> = {
  'deletion-off': 'Deletion is switched off in the registry.',
  maintenance: 'The registry is in maintenance and read-only.',
  'read-only': 'Homeport is read-only here.',
  origin: 'Homeport refuses this address.',
  login: 'The registry asks for a login: set HOMEPORT_USER and HOMEPORT_PASSWORD.',
  'no-right': 'This login has no right to delete.',
  unknown: 'Whether deletion works could not be told.',
}
