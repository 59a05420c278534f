/** No health check is longer; the patterns below would take long on a maliciously crafted one. */
const HEALTHCHECK_LIMIT = 4096
const UNITS: readonly (readonly [nanoseconds: number, unit: string])[] = [
  [3_600_000_000_000, 'h'],
  [60_000_000_000, 'm'],
  [1_000_000_000, 's'],
  [1_000_000, 'ms'],
]

/** Health check options with BuildKit's field names, in the classic builder's order. */
const OPTIONS = [
  ['interval', 'Interval'],
  ['timeout', 'Timeout'],
  ['start-period', 'StartPeriod'],
  ['start-interval', 'StartInterval'],
  ['retries', 'Retries'],
] as const

/** The strings of a list in JSON (`["a", "b"]`) or as printed by Go (`["a" "b"]`, `&{["a"]}`), else `undefined`. */
export function readGoList(text: string): readonly string[] | undefined {
  const inner = /^(?:&\{)?\[(.*)\]\}?$/s.exec(text.trim())?.[1]
  if (inner === undefined) return undefined
  const found: string[] = []
  let rest = inner.trim()
  while (rest !== '') {
    const quoted = /^"(?:[^"\\]|\\.)*"/s.exec(rest)
    if (!quoted) return undefined
    found.push(unquote(quoted[0]))
    rest = rest.slice(quoted[0].length).replace(/^\s*,?\s*/, '')
  }
  return found
}

/** `["nginx", "-g", "daemon off;"]` */
export function formatExecForm(list: readonly string[]): string {
  return `[${list.map((item) => JSON.stringify(item)).join(', ')}]`
}

/**
 * The arguments of a Dockerfile's `HEALTHCHECK`, from a health check that Go printed into the history. BuildKit:
 * `{Test:[CMD curl -f http://x] Interval:30s Timeout:0s … Retries:0}`; the classic builder: `&{["CMD-SHELL" "curl -f
 * http://x"] "30s" "0s" "0s" "0s" '\x03'}`.
 */
export function readHealthcheckText(text: string): string | undefined {
  if (text.length > HEALTHCHECK_LIMIT) return undefined
  const buildKit = /^&?\{Test:\[(.*?)\] (Interval:.*)\}$/s.exec(text)
  if (buildKit) {
    const [, test = '', fields = ''] = buildKit
    const [kind = '', ...words] = test.split(' ')
    const values = OPTIONS.map(
      ([, name]) => new RegExp(`\\b${name}:(\\S*)`).exec(fields)?.[1] ?? '',
    )
    return formatHealthcheck(kind, [words.join(' ')], values)
  }
  const classic = /^&\{(\[.*?"\])((?: "[^"]*")*)(?: '(.*)')?\}$/s.exec(text)
  const [, test = '', times = '', retries = ''] = classic ?? []
  const [kind = '', ...command] = readGoList(test) ?? []
  if (!kind) return undefined
  const durations = [...times.matchAll(/"([^"]*)"/g)].map(([, time = '']) => time)
  const values = OPTIONS.map((_, at) => durations[at] ?? '')
  return formatHealthcheck(kind, command, [...values.slice(0, 4), String(readRune(retries))])
}

/** Nanoseconds as a duration in Go and in Dockerfiles: `30s`, `1m30s`, `500ms`. */
export function formatDuration(nanoseconds: number): string {
  let rest = Math.round(nanoseconds / 1_000_000) * 1_000_000
  let text = ''
  for (const [length, unit] of UNITS) {
    const count = Math.floor(rest / length)
    rest -= count * length
    if (count > 0) text += `${count}${unit}`
  }
  return text || '0s'
}

/** @param values of `OPTIONS`, in their order */
function formatHealthcheck(
  kind: string,
  command: readonly string[],
  values: readonly string[],
): string {
  if (kind === 'NONE') return 'NONE'
  const flags = OPTIONS.map(([option], at) => {
    const value = values[at] ?? ''
    return /^(?:0s?)?$/.test(value) ? '' : `--${option}=${shortDuration(value)} `
  })
  const isShell = kind === 'CMD-SHELL'
  const text = isShell || command.length === 1 ? command.join(' ') : formatExecForm(command)
  return `${flags.join('')}CMD ${text}`.trim()
}

/** Go writes `1m0s` for a minute. */
function shortDuration(text: string): string {
  return text.replace(/(?<=[hm])0s$/, '').replace(/(?<=h)0m$/, '')
}

/** A number that Go printed as a character: `\x03`, or the character itself. */
function readRune(text: string): number {
  const hex = /^\\(?:x|u|U)([0-9a-fA-F]+)$/.exec(text)
  if (hex) return Number.parseInt(hex[1] ?? '0', 16)
  // From 7 on, Go uses letters: `\a`, `\b`…
  const letter = /^\\([abtnvfr])$/.exec(text)?.[1]
  if (letter) return 'abtnvfr'.indexOf(letter) + 7
  return text.length === 1 ? text.charCodeAt(0) : 0
}

function unquote(quoted: string): string {
  try {
    const value: unknown = JSON.parse(quoted)
    return typeof value === 'string' ? value : quoted
  } catch {
    // Not all of Go's escapes are valid JSON: then only unescape quotes and backslashes.
    return quoted.slice(1, -1).replaceAll(/\\(["\\])/g, '$1')
  }
}
