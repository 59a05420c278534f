import { readVersion } from '../../format/versions.ts'
import type { Tag } from '../../registry/names.ts'
import { isReferrersTag, readAttachmentTag } from '../../registry/tags/attachmentTags.ts'
import { type Matcher, compilePatterns } from '../language/pattern.ts'
import type { Problems, Rule } from '../language/rule.ts'
import { decideClause, needsTime } from './decideClause.ts'
import {
  type Candidate,
  type ClauseResult,
  type Evaluation,
  type Reason,
  type Refusal,
  type Verdict,
  type Warning,
  NO_TIME,
  isGoing,
} from './evaluation.ts'
import type { Pins } from './pins.ts'
import type { Governed } from './rankNewest.ts'

export type EvaluationOptions = {
  /** The current time in milliseconds, as from `Date.now()`. */
  readonly now: number
  /** The images in use, as parsed by `parsePins`; if there are problems, nothing is deleted. */
  readonly pins?: { readonly pins: Pins } | Problems | undefined
}

/** Names that only their exact name takes, never a wildcard. */
export const LITERAL_ONLY: ReadonlySet<string> = new Set(['latest'])

/**
 * Decides about every tag of a repository, giving one reason each, in this order: protected tags are kept, then
 * those that the rule keeps; the first matching clause decides the rest; tags without a usable value that the clause
 * needs are kept; then `newest` applies, then `older`.
 */
export function evaluateRule(
  rule: Rule,
  candidates: readonly Candidate[],
  { now, pins }: EvaluationOptions,
): Evaluation {
  const running = pins && 'pins' in pins ? pins.pins : undefined
  const keep = compilePatterns(rule.keep)
  const clauses = rule.clauses.map((clause) => ({
    clause,
    match: compilePatterns(clause.tags),
    matched: 0,
    governed: [] as Governed[],
  }))
  const considered = candidates.filter(
    ({ tag, isMisnamed }) => isMisnamed || !readAttachmentTag(tag),
  )
  const verdicts = new Map<Tag, Verdict>()
  const decide = (tag: Tag, reason: Reason, clause?: number) =>
    verdicts.set(tag, { tag, goes: isGoing(reason), reason, clause })
  for (const candidate of considered) {
    const { tag } = candidate
    let isNear = false
    let govern: (() => void) | undefined
    for (const one of clauses) {
      const fits = one.match(tag)
      const by = LITERAL_ONLY.has(tag) ? one.clause.tags.find((name) => name === tag) : fits
      isNear ||= fits !== undefined
      if (by === undefined) continue
      one.matched += 1
      govern ??= () => one.governed.push({ candidate, by })
    }
    const reason = findHold(candidate, running, keep)
    if (reason) decide(tag, reason)
    else if (govern) govern()
    else decide(tag, { kind: isNear ? 'exact-name-only' : 'no-clause' })
  }
  const names = considered.map(({ tag }) => tag)
  const results = clauses.map(({ clause, matched, governed }, at) => {
    const { reasons, groups } = decideClause(clause, governed, names, now)
    for (const [tag, reason] of reasons) decide(tag, reason, at)
    const goes = [...reasons.values()].filter(isGoing).length
    return { matched, governed: governed.length, goes, groups }
  })
  const ordered = names.flatMap((tag) => verdicts.get(tag) ?? [])
  const going = ordered.flatMap(({ tag, goes }) => (goes ? [tag] : []))
  const refusal = findRefusal(rule, going.length, pins)
  return {
    verdicts: ordered,
    selected: refusal ? [] : going,
    count: going.length,
    refusal,
    clauses: results,
    warnings: findWarnings(results, ordered, running),
    unresolved: considered.flatMap(({ tag, resolved }) => (resolved === 'unknown' ? [tag] : [])),
    attachments: candidates.length - considered.length,
  }
}

/** Why a tag is kept regardless of the clauses. */
function findHold(
  { tag, digest, children }: Candidate,
  pins: Pins | undefined,
  keep: Matcher,
): Reason | undefined {
  if (pins?.tags.has(tag)) return { kind: 'pinned-tag' }
  if (pins && digest && pins.digests.size > 0) {
    const pinned = [digest, ...(children ?? [])].find((one) => pins.digests.has(one))
    if (pinned) return { kind: 'pinned-digest', digest: pinned }
    if (!children) return { kind: 'pins-unsure' }
  }
  const by = keep(tag)
  return by === undefined ? undefined : { kind: 'kept', by }
}

function findRefusal(
  { max }: Rule,
  count: number,
  pins: EvaluationOptions['pins'],
): Refusal | undefined {
  if (pins && 'problems' in pins) return { kind: 'pins', problems: pins.problems }
  return max !== undefined && count > max ? { kind: 'max', max, count } : undefined
}

/** What somebody should check before anything is deleted. */
function findWarnings(
  results: readonly ClauseResult[],
  verdicts: readonly Verdict[],
  pins: Pins | undefined,
): readonly Warning[] {
  const warnings = results.flatMap(({ matched, governed, goes }, clause): Warning[] => {
    if (verdicts.length === 0) return []
    if (matched === 0) return [{ kind: 'matches-none', clause }]
    if (governed === 0) return [{ kind: 'shadowed', clause }]
    const own = verdicts.filter((verdict) => verdict.clause === clause)
    const found: Warning[] = []
    if (own.every(({ reason }) => reason.kind === 'undated')) {
      const versions = own.filter(({ tag }) => readVersion(tag) !== undefined)
      const isVersion = versions.length * 2 > own.length
      found.push({ kind: 'all-undated', clause, try: isVersion ? 'version' : 'name' })
    }
    if (matched === verdicts.length) found.push({ kind: 'matches-all', clause, goes })
    return found
  })
  if (pins?.imagesHere === 0) warnings.push({ kind: 'no-pin-here', images: pins.images })
  return warnings
}

/**
 * The tags about which a rule needs more than the name (see `readCandidate`): those decided by a clause with a date
 * and, if digests are protected, all decided by any clause; and those that may only be named like an attachment.
 */
export function listNeeded(
  rule: Rule,
  tags: readonly Tag[],
  pins: EvaluationOptions['pins'],
): readonly Tag[] {
  const hasDigests = pins !== undefined && 'pins' in pins && pins.pins.digests.size > 0
  const doubtful = tags.filter(isReferrersTag)
  if (!hasDigests && !rule.clauses.some(needsTime)) return doubtful
  const { verdicts } = evaluateRule(rule, tags.map(nameOnly), { now: 0, pins })
  const needed = verdicts.flatMap(({ tag, clause: at }) => {
    const clause = at === undefined ? undefined : rule.clauses[at]
    return clause && (hasDigests || needsTime(clause)) ? [tag] : []
  })
  return [...needed, ...doubtful]
}

/** A tag of which only the name is needed. */
export function nameOnly(tag: Tag): Candidate {
  return { tag, digest: undefined, resolved: 'yes', created: NO_TIME, children: [] }
}
