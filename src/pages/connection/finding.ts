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

/** The finding for an error: what the page would say in place of its data. */
export function failed(
  error: unknown,
  state: 'failed' | 'limited' | 'unknown' = 'failed',
): Finding {
  const { title, advice, detail } = explainError(error)
  return { state, seen: `${title}.${detail ? ` (${detail})` : ''}`, remedy: { text: advice } }
}

/** The environment of the Homeport container, as in a compose file. */
export function homeportSettings(text: string, ...lines: readonly string[]): Remedy {
  return { text: `${text} In the environment of the Homeport container:`, lines }
}

/** The registry's own settings, as an environment variable and as YAML. */
export function registrySettings(text: string, variable: string, yaml: string): Remedy {
  return {
    text: `${text} In the environment of the registry container, or in its config.yml:`,
    lines: [variable, yaml],
  }
}
