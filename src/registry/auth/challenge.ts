/** One way to authenticate, as offered by `WWW-Authenticate`. */
export type Challenge = {
  /** Lower case: `basic`, `bearer`, … */
  readonly scheme: string
  /** Names in lower case. */
  readonly parameters: ReadonlyMap<string, string>
}

/** A parameter, or a scheme, which may be followed by an unnamed token (`Negotiate YII=`). */
const PART =
  /[\s,]*(?:([\w!#$%&'*+.^`|~-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))\s*(?=,|$)|([\w!#$%&'*+.^`|~-]+)(?:\s+[\w.~+/-]+=*\s*(?=,|$))?(?=[\s,]|$))/gsy

/** The challenges of a 401. nginx renames the header so that the page, not the browser, asks for the password. */
export function readChallenges(headers: Headers): readonly Challenge[] {
  return parseChallenges(
    headers.get('X-Registry-Authenticate') ?? headers.get('WWW-Authenticate') ?? '',
  )
}

/**
 * Parses the challenges of a `WWW-Authenticate` value; `Headers` joins several into one. Parameters come in any
 * order, quoted ones may contain commas: `scope="repository:a:pull,push"`. Stops at anything unreadable.
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
