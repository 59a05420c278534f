/** What `WWW-Authenticate` asks for. */
export type Challenge = {
  /** Lower case: `basic`, `bearer`, … */
  readonly scheme: string
  /** Names in lower case. */
  readonly parameters: ReadonlyMap<string, string>
}

/**
 * Reads the first challenge of a `WWW-Authenticate` value. Parameters may come in any order, and a
 * quoted one may hold commas: `scope="repository:a:pull,push"`.
 *
 * @see RFC 9110, 11.6.1
 */
export function parseChallenge(header: string): Challenge | undefined {
  const scheme = /^\s*([A-Za-z0-9!#$%&'*+.^_`|~-]+)\s*/.exec(header)
  if (!scheme?.[1]) return undefined
  const parameters = new Map<string, string>()
  const parameter = /([A-Za-z0-9_-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))\s*(?:,\s*|$)/y
  parameter.lastIndex = scheme[0].length
  for (let found = parameter.exec(header); found; found = parameter.exec(header)) {
    const [, name = '', quoted, token = ''] = found
    parameters.set(name.toLowerCase(), quoted?.replace(/\\(.)/g, '$1') ?? token)
  }
  return { scheme: scheme[1].toLowerCase(), parameters }
}

/** The value of `Authorization` for a user and a password (RFC 7617, UTF-8). */
export function basicAuthorization(user: string, password: string): string {
  const bytes = new TextEncoder().encode(`${user}:${password}`)
  return `Basic ${btoa(String.fromCharCode(...bytes))}`
}
