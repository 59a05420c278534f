import { readVersion } from '../../format/versions.ts'
import type { ClauseResult, Verdict, Warning } from './evaluation.ts'
import type { Pins } from './pins.ts'

/** What somebody should look at before anything goes. */
export function findWarnings(
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
