/** What nginx put into settings.js; each value is text, and empty where it is not set. */
type FilledSettings = Readonly<
  Partial<
    Record<
      'registry' | 'pullHost' | 'readOnly' | 'repositoriesPerPage' | 'tagsPerPage' | 'version',
      string
    >
  >
>

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
function filled(value: string | undefined): string {
  return value === undefined || value.startsWith('__HOMEPORT_') ? '' : value
}

function filledCount(value: string | undefined): number | undefined {
  const count = Number(filled(value))
  return Number.isInteger(count) && count > 0 ? count : undefined
}

function readSettings(): Settings {
  const { homeport = {} } = globalThis as { homeport?: FilledSettings }
  return {
    registry: filled(homeport.registry) || location.host,
    pullHost: filled(homeport.pullHost) || location.host,
    readOnly: filled(homeport.readOnly) === 'true',
    repositoriesPerPage: filledCount(homeport.repositoriesPerPage),
    tagsPerPage: filledCount(homeport.tagsPerPage),
    version: filled(homeport.version) || 'unknown',
  }
}

export const settings: Settings = readSettings()

/** Hosts that may stand in front of a pasted reference and mean this registry. */
export const registryHosts: readonly string[] = [
  settings.registry,
  settings.pullHost,
  location.host,
  location.hostname,
]

/** The path that Homeport is served below, without a slash at its end: empty, or `/registry`. */
export const basePath: string = new URL('.', document.baseURI).pathname.replace(/\/$/, '')
