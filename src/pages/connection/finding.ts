import type { RepositoryName } from '../../registry/names.ts'
import { explainError } from '../../components/failures/explainError.ts'

/** The result of one check. `limited`: it works, but not everything does; `unknown`: it couldn't be checked. */
export type Finding = {
  readonly state: 'ok' | 'limited' | 'failed' | 'unknown'
  /** What was seen, in a sentence. */
  readonly seen: string
  readonly remedy?: Remedy
  /** Where it was tried, if deletion can be tested there. */
  readonly testable?: RepositoryName
}

/** What to change, and where. */
export type Remedy = {
  readonly text: string
  /** Lines to copy into a configuration. */
  readonly lines?: readonly string[]
}

/** The finding for an error: what the page would say in place of its data, and lines that may mend it. */
export function failed(
  error: unknown,
  state: 'failed' | 'limited' | 'unknown' = 'failed',
  ...lines: readonly string[]
): Finding {
  const { title, advice, detail } = explainError(error)
  const seen = `${title}.${detail ? ` (${detail})` : ''}`
  return { state, seen, remedy: { text: advice, ...(lines.length > 0 && { lines }) } }
}
