/** Set by nginx in settings.js; all values are strings, empty if not configured. */
const { homeport = {} } = globalThis as { homeport?: Readonly<Record<string, string>> }

/** An unfilled placeholder (in a static copy of the files) counts as not configured. */
function filled(name: string): string {
  const value = homeport[name] ?? ''
  return value.startsWith('__HOMEPORT_') ? '' : value
}

function filledCount(name: string): number | undefined {
  const count = Number(filled(name))
  return Number.isInteger(count) && count > 0 ? count : undefined
}

export const settings = {
  /** `host:port` of the registry behind nginx. */
  registry: filled('registry') || location.host,
  /** How nginx reaches it: `none`, `unverified` (TLS, whatever certificate it shows) or `verified`. */
  upstreamTls: filled('upstreamTls'),
  /** What precedes a repository in a pull command. */
  pullHost: filled('pullHost') || location.host,
  /** nginx refuses all writes. */
  readOnly: filled('readOnly') === 'true',
  /** Some groups may write, whoever else may not. */
  hasWriteGroups: filled('writeSetting') === 'ENV_WRITE_GROUPS',
  /** How many repositories the list shows at first; `undefined`: all. */
  repositoriesPerPage: filledCount('repositoriesPerPage'),
  /** How many tags the list shows at first; `undefined`: all. */
  tagsPerPage: filledCount('tagsPerPage'),
  /** The token service that nginx passes requests for tokens to; empty: only services of the registry's own host. */
  tokenRealm: filled('tokenRealm'),
  /** Whom nginx itself signs in as, with a password that only it knows; empty: nobody. */
  registryUser: filled('registryUser'),
  version: filled('version') || 'unknown',
} as const

/** Hosts that stand for this registry in a pasted reference. */
export const registryHosts: readonly string[] = [
  settings.registry,
  settings.pullHost,
  location.host,
  location.hostname,
]

/** The path that Homeport is served at, without a trailing slash: empty, or `/registry`. */
export const basePath: string = new URL('.', document.baseURI).pathname.replace(/\/$/, '')
