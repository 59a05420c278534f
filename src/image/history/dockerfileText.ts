/** A history entry as a Dockerfile line, as far as the builder recorded it. */
export type DockerfileLine = {
  /** `RUN`, `COPY`…; empty if it isn't a Dockerfile instruction (Jib, ko, buildpacks, imports). */
  readonly instruction: string
  readonly arguments: string
  /** Build arguments set for a `RUN`: `VERSION=1.2`. */
  readonly buildArgs: readonly string[]
  /** The builder's comment, unless it is just the builder's name. */
  readonly comment?: string | undefined
}

/** What joins a line to the next one: on Windows, where `\` is part of paths, a backtick. */
type Escape = '\\' | '`'

const WINDOWS = /^(?:cmd|powershell|pwsh)(?:\.exe)? |\b[A-Za-z]:\\/

/** `` ` `` if the lines are about Windows: then the directive `` # escape=` `` must be the first line of the text. */
export function chooseEscape(lines: readonly DockerfileLine[]): Escape {
  return lines.some(({ arguments: text }) => WINDOWS.test(text)) ? '`' : '\\'
}

/**
 * One instruction as Dockerfile text. What a Dockerfile can't say (an instruction over several lines, or one that would
 * swallow the next) becomes a comment, so that builders accept the text.
 *
 * @see BuildKit, `frontend/dockerfile/dockerfile2llb/convert.go`: what `dispatchRun` and `dispatchCopy` record
 */
export function writeInstruction(line: DockerfileLine, escape: Escape): string {
  const { instruction } = line
  if (instruction === 'RUN') return writeRun(line.arguments, escape)
  const isPairs = instruction === 'ENV' || instruction === 'LABEL'
  const text = isPairs ? quotePairs(line.arguments, escape) : line.arguments
  if (text === '' || text.includes('\n') || text.endsWith(escape)) {
    return `# ${oneLine(`${instruction} ${text}`)}`
  }
  const isCopy = instruction === 'ADD' || instruction === 'COPY'
  const names = isCopy ? [...text.matchAll(HEREDOC)].flatMap(([, name]) => name ?? []) : []
  if (names.length === 0) return `${instruction} ${text}`
  return ['# the text of the file isn’t recorded', `${instruction} ${text}`, ...names].join('\n')
}

const HEREDOC = /(?<=^|\s)\d*<<-?["']?([\w.-]+)["']?(?=\s|$)/g

/** BuildKit records a heredoc as a command of several lines; so it is written again. */
function writeRun(text: string, escape: Escape): string {
  if (text.includes('\n') || text.includes('<<') || text.endsWith(escape)) {
    const lines = text.split('\n')
    let end = 'EOF'
    while (lines.some((line) => line.trim() === end)) end += '_'
    return ['RUN <<' + end, ...lines, end].join('\n')
  }
  // Continued lines were joined with their indentation; this splits them again.
  const wrapped = text.replaceAll(/[ \t]+/g, (gap) =>
    gap.length > 4 || gap.includes('\t') ? ` ${escape}\n    ` : gap,
  )
  return `RUN ${wrapped}`
}

/** Builders record `A=two words`, with the value as it is; in a Dockerfile such a value needs quotes. */
function quotePairs(text: string, escape: Escape): string {
  if (!/^[\w./-]+=/.test(text)) return text
  const pairs = text.split(/[ \t](?=[A-Za-z_][\w./-]*=)/)
  return pairs
    .map((pair) => {
      const at = pair.indexOf('=') + 1
      const value = pair.slice(at)
      if (!/\s/.test(value) || /^(["']).*\1$/s.test(value)) return pair
      return `${pair.slice(0, at)}"${value.replaceAll(/["\\`$]/g, (one) =>
        one === '"' || one === '$' || one === escape ? escape + one : one,
      )}"`
    })
    .join(' ')
}

/** A text without line breaks. */
export function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim()
}
