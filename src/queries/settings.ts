/** What nginx put into settings.js; each value is text, and empty where it is not set. */
const { homeport = {} } = globalThis as { homeport?: Readonly<Record<string, string>> }

/** How this Homeport was set up. */
export type Settings = {
  /** `host:port` of the registry behind nginx. */
  readonly registry: string
  /** What stands before a repository in a pull command. */
  readonly pullHost: string
  /** nginx lets no write pass. */
  readonly readOnly: boolean
  /** Rows that the list of repositories shows at first; `undefined`: all. */
  readonly repositoriesPerPage: number | undefined
  /** Rows that a list of tags shows at first; `undefined`: all. */
  readonly tagsPerPage: number | undefined
  readonly version: string
}

/** A placeholder that nobody filled (a static copy of the files) counts as not set. */
function filled(name: keyof Settings): string {
  const value = homeport[name] ?? ''
  return value.startsWith('__HOMEPORT_') ? '' : value
}

function filledCount(name: keyof Settings): number | undefined {
  const count = Number(filled(name))
  return Number.isInteger(count) && count > 0 ? count : undefined
}

export const settings: Settings = {
  registry: filled('registry') || location.host,
  pullHost: filled('pullHost') || location.host,
  readOnly: filled('readOnly') === 'true',
  repositoriesPerPage: filledCount('repositoriesPerPage'),
  tagsPerPage: filledCount('tagsPerPage'),
  version: filled('version') || 'unknown',
}

/** Hosts that may stand in front of a pasted reference and mean this registry. */
export const registryHosts: readonly string[] = [
  settings.registry,
  settings.pullHost,
  location.host,
  location.hostname,
]

/** The path that Homeport is served below, without a slash at its end: empty, or `/registry`. */
export const basePath: string = new URL('.', document.baseURI).pathname.replace(/\/$/, '')
