import type { Tag } from '../../registry/names.ts'
import { type Matcher, compilePatterns } from '../language/pattern.ts'
import type { Clause, Pattern, Rule } from '../language/rule.ts'

/** A clause with its patterns ready to be asked. */
export type CompiledClause = {
  readonly clause: Clause
  /** The pattern by which the clause takes a tag; `undefined` where it does not. */
  readonly match: (tag: Tag) => Pattern | undefined
  /** Whether a pattern fits that may not take the tag: `*` and `latest`. */
  readonly wouldMatch: (tag: Tag) => boolean
}

/** Names that only their exact name takes, never a wildcard. */
const LITERAL_ONLY: ReadonlySet<string> = new Set(['latest'])

export function compileClauses({ clauses }: Rule): readonly CompiledClause[] {
  return clauses.map((clause) => {
    const matcher = compilePatterns(clause.tags)
    return {
      clause,
      match: (tag) => findMatch(matcher, tag),
      wouldMatch: (tag) => matcher.match(tag) !== undefined,
    }
  })
}

function findMatch(matcher: Matcher, tag: Tag): Pattern | undefined {
  if (LITERAL_ONLY.has(tag)) return matcher.names(tag) ? tag : undefined
  return matcher.match(tag)
}
