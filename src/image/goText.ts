import type { Healthcheck } from './imageConfig.ts'

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

/** The arguments of a Dockerfile's `HEALTHCHECK` for what a config has. */
export function formatHealthcheck(check: Healthcheck): string {
  const [kind, ...command] = check.test
  if (kind === 'NONE') return kind
  const times = [
    ['interval', check.interval],
    ['timeout', check.timeout],
    ['start-period', check.startPeriod],
    ['start-interval', check.startInterval],
  ] as const
  const options = times.map(([name, time]) => (time ? `--${name}=${formatDuration(time)}` : ''))
  const retries = check.retries ? `--retries=${check.retries}` : ''
  const isShell = kind === 'CMD-SHELL' || command.length === 1
  const text = isShell ? command.join(' ') : formatExecForm(command)
  return [...options, retries, 'CMD', text].filter(Boolean).join(' ')
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
