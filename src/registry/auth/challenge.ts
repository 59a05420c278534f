/** One way to say who asks, as `WWW-Authenticate` offers it. */
export type Challenge = {
  /** Lower case: `basic`, `bearer`, … */
  readonly scheme: string
  /** Names in lower case. */
  readonly parameters: ReadonlyMap<string, string>
}

/** A parameter, else a scheme, which a token without a name may follow (`Negotiate YII=`). */
const PART =
  /[\s,]*(?:([\w!#$%&'*+.^`|~-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))\s*(?=,|$)|([\w!#$%&'*+.^`|~-]+)(?:\s+[\w.~+/-]+=*\s*(?=,|$))?(?=[\s,]|$))/gsy

/** What a 401 asks for; nginx renames the header, so that the page asks for the password and not the browser. */
export function readChallenges(headers: Headers): readonly Challenge[] {
  return parseChallenges(
    headers.get('X-Registry-Authenticate') ?? headers.get('WWW-Authenticate') ?? '',
  )
}

/**
 * Reads all challenges of a `WWW-Authenticate` value: of several headers, which `Headers` joins, or several in
 * one. Parameters may come in any order, and a quoted one may hold commas: `scope="repository:a:pull,push"`.
 * What comes behind something unreadable is left out.
 *
 * @see RFC 9110, 11.6.1
 */
export function parseChallenges(header: string): readonly Challenge[] {
  const found: { readonly scheme: string; readonly parameters: Map<string, string> }[] = []
  for (const [, name, quoted, plain = '', scheme = ''] of header.matchAll(PART)) {
    const value = quoted?.replace(/\\(.)/gs, '$1') ?? plain
    if (name === undefined) found.push({ scheme: scheme.toLowerCase(), parameters: new Map() })
    else found.at(-1)?.parameters.set(name.toLowerCase(), value)
  }
  return found
}

/** Whether a name and a password will do: they are offered, or no token is asked for instead. */
export function takesPassword(challenges: readonly Challenge[]): boolean {
  const schemes = challenges.map(({ scheme }) => scheme)
  return schemes.includes('basic') || !schemes.includes('bearer')
}
