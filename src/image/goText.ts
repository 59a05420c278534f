/** No health check is longer; the patterns below would take long over a text made to slow them. */
const HEALTHCHECK_LIMIT = 4096
const UNITS: readonly (readonly [nanoseconds: number, unit: string])[] = [
  [3_600_000_000_000, 'h'],
  [60_000_000_000, 'm'],
  [1_000_000_000, 's'],
  [1_000_000, 'ms'],
]

/**
 * The texts of a list as builders write it: JSON (`["a", "b"]`), or as Go prints it (`["a" "b"]`,
 * `&{["a"]}`); `undefined` where it is neither.
 */
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
 * A health check as Go printed it into the history, as the arguments of a Dockerfile's `HEALTHCHECK`.
 * BuildKit: `{Test:[CMD curl -f http://x] Interval:30s Timeout:0s … Retries:0}`; the classic builder:
 * `&{["CMD-SHELL" "curl -f http://x"] "30s" "0s" "0s" "0s" '\x03'}`.
 */
export function readHealthcheckText(text: string): string | undefined {
  if (text.length > HEALTHCHECK_LIMIT) return undefined
  const buildKit = /^&?\{Test:\[(.*?)\] Interval:(.*)\}$/s.exec(text)
  if (buildKit) {
    const words = (buildKit[1] ?? '').split(' ')
    const fields = new Map<string, string>()
    for (const [, name = '', value = ''] of `Interval:${buildKit[2]}`.matchAll(/(\w+):(\S*)/g)) {
      fields.set(name, value)
    }
    return formatHealthcheck(words[0] ?? '', [words.slice(1).join(' ')], {
      interval: fields.get('Interval') ?? '',
      timeout: fields.get('Timeout') ?? '',
      'start-period': fields.get('StartPeriod') ?? '',
      'start-interval': fields.get('StartInterval') ?? '',
      retries: fields.get('Retries') ?? '',
    })
  }
  const classic = /^&\{(\[.*?"\])((?: "[^"]*")*)(?: '(.*)')?\}$/s.exec(text)
  const test = classic && readGoList(classic[1] ?? '')
  if (!classic || !test) return undefined
  const [interval = '', timeout = '', startPeriod = '', startInterval = ''] = [
    ...(classic[2] ?? '').matchAll(/"([^"]*)"/g),
  ].map((match) => match[1] ?? '')
  return formatHealthcheck(test[0] ?? '', test.slice(1), {
    interval,
    timeout,
    'start-period': startPeriod,
    'start-interval': startInterval,
    retries: String(readRune(classic[3] ?? '')),
  })
}

/** Nanoseconds as Go and Dockerfiles write a duration: `30s`, `1m30s`, `500ms`. */
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

function formatHealthcheck(
  kind: string,
  command: readonly string[],
  options: Readonly<Record<string, string>>,
): string {
  if (kind === 'NONE') return 'NONE'
  const flags = Object.entries(options)
    .filter(([, value]) => value !== '' && value !== '0' && !/^0s?$/.test(value))
    .map(([name, value]) => `--${name}=${shortDuration(value)} `)
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
  // From 7 on Go has letters: `\a`, `\b`…
  const letter = /^\\([abtnvfr])$/.exec(text)?.[1]
  if (letter) return 'abtnvfr'.indexOf(letter) + 7
  return text.length === 1 ? text.charCodeAt(0) : 0
}

function unquote(quoted: string): string {
  try {
    const value: unknown = JSON.parse(quoted)
    return typeof value === 'string' ? value : quoted
  } catch {
    // Go's escapes are not all JSON's: then only quotes and backslashes.
    return quoted.slice(1, -1).replaceAll(/\\(["\\])/g, '$1')
  }
}
