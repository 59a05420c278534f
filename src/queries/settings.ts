/** Set by nginx in settings.js; all values are strings, empty if not configured. */
const { homeport = {} } = globalThis as { homeport?: Readonly<Record<string, string>> }

export type Settings = {
  /** `host:port` of the registry behind nginx. */
  readonly registry: string
  /** What precedes a repository in a pull command. */
  readonly pullHost: string
  /** nginx refuses all writes. */
  readonly readOnly: boolean
  /** How many repositories the list shows at first; `undefined`: all. */
  readonly repositoriesPerPage: number | undefined
  /** How many tags the list shows at first; `undefined`: all. */
  readonly tagsPerPage: number | undefined
  readonly version: string
}

/** An unfilled placeholder (in a static copy of the files) counts as not configured. */
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

/** Hosts that stand for this registry in a pasted reference. */
export const registryHosts: readonly string[] = [
  settings.registry,
  settings.pullHost,
  location.host,
  location.hostname,
]

/** The path that Homeport is served at, without a trailing slash: empty, or `/registry`. */
export const basePath: string = new URL('.', document.baseURI).pathname.replace(/\/$/, '')
