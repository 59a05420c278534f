import { groupBy } from '../../format/groupBy.ts'
import { formatCount, formatCounted } from '../../format/count.ts'
import { shortDigest } from '../../format/digest.ts'
import { formatDay } from './candidateTime.ts'
import type { Evaluation, Rank, Reason, Refusal, Verdict, Warning } from './evaluation.ts'
import type { OrderKey } from '../language/rule.ts'

/** Why a tag is deleted or kept, in a few words. The page and the program say the same. */
export function describeReason(reason: Reason): string {
  switch (reason.kind) {
    case 'pinned-tag':
      return 'protected'
    case 'pinned-digest':
      return `protected: ${shortDigest(reason.digest)}`
    case 'pins-unsure':
      return 'may be protected: its content couldn’t be read'
    case 'kept':
      return `kept by ${reason.by}`
    case 'exact-name-only':
      return 'protected: name it exactly'
    case 'no-clause':
      return 'no matching clause'
    case 'unresolved':
      return 'unknown: couldn’t check where it points'
    case 'manifest-gone':
      return 'its manifest is missing'
    case 'undated':
      return `no build date: ${reason.because}`
    case 'no-version':
      return 'not a version'
    case 'names-series':
      return 'a moving version tag'
    case 'no-group':
      return 'no number to group by'
    case 'among-newest':
    case 'beyond-newest':
      return describeRank(reason.rank)
    case 'same-image':
      return `same image as ${reason.tag}`
    case 'too-young':
      return `created ${formatDay(reason.created)}, not older than ${formatCounted(reason.days, 'day')}`
    case 'named':
      return `matches ${reason.by}`
    case 'older': {
      const age = `created ${formatDay(reason.created)}, older than ${formatCounted(reason.days, 'day')}`
      return reason.rank ? `${describeRank(reason.rank)}, ${age}` : age
    }
  }
}

/** What a rule comes to: `2 tags would be deleted. 8 kept: no matching clause (6), protected (2).` */
export function describeEvaluation({ count, verdicts }: Evaluation): string {
  return `${formatCounted(count, 'tag')} would be deleted. ${describeKeptCounts(verdicts)}.`
}

/** `8 kept: no matching clause (6), protected (2)`, the most frequent reason first. */
export function describeKeptCounts(verdicts: readonly Verdict[]): string {
  const { all, reasons } = countKept(verdicts)
  const parts = reasons.map(([words, count]) =>
    count === all ? words : `${words} (${formatCount(count)})`,
  )
  return `${formatCount(all)} kept${all > 0 ? `: ${parts.join(', ')}` : ''}`
}

/** How many tags are kept, and for which reasons, the most frequent one first. */
export function countKept(verdicts: readonly Verdict[]): {
  readonly all: number
  readonly reasons: readonly (readonly [words: string, count: number])[]
} {
  const kept = verdicts.filter(({ goes }) => !goes)
  const groups = groupBy(kept, ({ reason }) => describeKind(reason))
  const reasons = [...groups].map(([words, { length }]) => [words, length] as const)
  return { all: kept.length, reasons: reasons.toSorted(([, a], [, b]) => b - a) }
}

/** A reason as tags of one kind share it. */
export function describeKind(reason: Reason): string {
  switch (reason.kind) {
    case 'pinned-tag':
    case 'pinned-digest':
      return 'in use'
    case 'kept':
      return 'protected'
    case 'among-newest':
      return `among the ${ORDER_WORDS[reason.rank.by]}`
    case 'same-image':
      return 'on a kept image'
    case 'too-young':
      return 'not old enough'
    default:
      return describeReason(reason).replace(/:.*/, '')
  }
}

const ORDER_WORDS: Readonly<Record<OrderKey, string>> = {
  created: 'newest',
  version: 'highest',
  name: 'last by name',
}

/** `2nd newest of group ci-main` */
function describeRank({ place, by, group }: Rank): string {
  const words = ORDER_WORDS[by]
  return (
    (place === 1 ? words : `${formatOrdinal(place)} ${words}`) + (group && ` of group ${group}`)
  )
}

function formatOrdinal(place: number): string {
  const isTeen = Math.floor(place / 10) % 10 === 1
  const ending = isTeen ? 'th' : (['th', 'st', 'nd', 'rd'][place % 10] ?? 'th')
  return `${place}${ending}`
}

/** Why nothing is deleted, as sentences. */
export function describeRefusal(refusal: Refusal): string {
  switch (refusal.kind) {
    case 'max':
      return `${refusal.count} tags would be deleted, more than the rule’s limit of ${refusal.max}: nothing is deleted.`
    case 'pins':
      return `The list of images in use couldn’t be read, so nothing is deleted. ${refusal.problems.join(' ')}`
  }
}

/** What somebody should check, as a sentence. Clauses are counted from 1. */
export function describeWarning(warning: Warning): string {
  switch (warning.kind) {
    case 'matches-none':
      return `Clause ${warning.clause + 1} matches no tag.`
    case 'shadowed':
      return `Clause ${warning.clause + 1} has no effect: everything it matches is protected, or decided by an earlier clause.`
    case 'matches-all':
      return `Clause ${warning.clause + 1} matches all tags${warning.goes === 0 ? '; none is deleted' : `; ${warning.goes} of them ${warning.goes === 1 ? 'is' : 'are'} deleted`}.`
    case 'all-undated':
      return `Clause ${warning.clause + 1} finds no build dates: try by=${warning.try}.`
    case 'no-pin-here':
      return `None of the ${warning.images} images in use is from this repository: no tag is protected by the list.`
  }
}
