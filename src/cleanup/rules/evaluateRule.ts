import type { Tag } from '../../registry/names.ts'
import { readAttachmentTag } from '../../registry/referrers.ts'
import { decideClause } from './decideClause.ts'
import { compileClauses } from './govern.ts'
import type { Candidate, Evaluation, Reason, Refusal, Verdict } from './evaluation.ts'
import { type Matcher, compilePatterns } from '../language/pattern.ts'
import type { Pins } from './pins.ts'
import type { Governed } from './rankNewest.ts'
import type { Problems, Rule } from '../language/rule.ts'
import { findWarnings } from './warnings.ts'

export type EvaluationOptions = {
  /** The present, in milliseconds as `Date.now()` has them. */
  readonly now: number
  /** What runs, as `parsePins` read it; with problems, nothing goes. */
  readonly pins?: { readonly pins: Pins } | Problems | undefined
}

/**
 * Decides about every tag of a repository, with one reason each. First what is pinned stays, then what the
 * rule keeps; the first clause that matches governs the rest; a value that a clause needs and cannot use
 * stays; then `newest`, then `older`.
 */
export function evaluateRule(
  rule: Rule,
  candidates: readonly Candidate[],
  { now, pins }: EvaluationOptions,
): Evaluation {
  const running = pins && 'pins' in pins ? pins.pins : undefined
  const keep = compilePatterns(rule.keep)
  const clauses = compileClauses(rule).map((compiled) => ({
    ...compiled,
    matched: 0,
    governed: [] as Governed[],
  }))
  const attachments: Tag[] = []
  const considered: Candidate[] = []
  const verdicts = new Map<Tag, Verdict>()
  for (const candidate of candidates) {
    const { tag } = candidate
    if (readAttachmentTag(tag)) {
      attachments.push(tag)
      continue
    }
    considered.push(candidate)
    let governing: { readonly at: number; readonly by: string } | undefined
    for (const [at, one] of clauses.entries()) {
      const by = one.match(tag)
      if (by === undefined) continue
      one.matched += 1
      governing ??= { at, by }
    }
    const reason = findHold(candidate, running, keep)
    if (reason) {
      verdicts.set(tag, { tag, goes: false, reason, clause: undefined })
    } else if (governing) {
      clauses[governing.at]?.governed.push({ candidate, by: governing.by })
    } else {
      const isNear = clauses.some(({ wouldMatch }) => wouldMatch(tag))
      const kind = isNear ? 'exact-name-only' : 'no-clause'
      verdicts.set(tag, { tag, goes: false, reason: { kind }, clause: undefined })
    }
  }
  const names = considered.map(({ tag }) => tag)
  const results = clauses.map(({ clause, matched, governed }, at) => {
    const decided = decideClause(clause, governed, names, now)
    for (const [tag, { goes, reason }] of decided.decisions) {
      verdicts.set(tag, { tag, goes, reason, clause: at })
    }
    const goes = governed.filter(({ candidate }) => decided.decisions.get(candidate.tag)?.goes)
    const groups = decided.groups.map(({ name, tags }) => ({
      name,
      tags,
      goes: tags.filter((tag) => decided.decisions.get(tag)?.goes).length,
    }))
    return { matched, governed: governed.length, goes: goes.length, groups }
  })
  const ordered = considered.flatMap(({ tag }) => verdicts.get(tag) ?? [])
  const going = ordered.flatMap(({ tag, goes }) => (goes ? [tag] : []))
  const refusal = findRefusal(rule, going.length, pins)
  return {
    verdicts: ordered,
    selected: refusal ? [] : going,
    count: going.length,
    refusal,
    clauses: results,
    warnings: findWarnings(rule, results, ordered, running),
    unresolved: considered.flatMap(({ tag, resolved }) => (resolved === 'unknown' ? [tag] : [])),
    attachments,
  }
}

/** Why a tag stays whatever the clauses say. */
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
  const by = keep.match(tag)
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
