import { settings } from '../../queries/session/settings.ts'
import { CHECKS } from './checks/checks.ts'
import type { Finding } from './finding.ts'

/** Words for the result of a check. */
export const STATES = {
  ok: 'works',
  limited: 'limited',
  failed: 'fails',
  unknown: 'not checked',
} as const

/** All findings as text, to paste into an issue; without passwords or tokens, since findings have none. */
export function writeReport(findings: ReadonlyMap<string, Finding>): string {
  const lines = CHECKS.flatMap(({ id, title }) => {
    const finding = findings.get(id)
    if (!finding) return []
    const { state, seen, remedy } = finding
    const what = `${title} (${STATES[state]}): ${seen}`
    const change = remedy && [remedy.text, ...(remedy.lines ?? [])].map((line) => `    ${line}`)
    return [what, ...(change ?? [])]
  })
  return [`Homeport ${settings.version}, registry ${settings.registry}`, '', ...lines, ''].join(
    '\n',
  )
}
