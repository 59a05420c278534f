import { type DockerfileLine, chooseEscape, oneLine, writeInstruction } from './dockerfileText.ts'
import { formatExecForm, readGoList, readHealthcheckText } from './goText.ts'
import type { HistoryEntry } from '../imageConfig.ts'

const INSTRUCTION =
  /^(ADD|ARG|CMD|COPY|ENTRYPOINT|ENV|EXPOSE|FROM|HEALTHCHECK|LABEL|MAINTAINER|ONBUILD|RUN|SHELL|STOPSIGNAL|USER|VOLUME|WORKDIR)(?:\s+|$)/
const DEFAULT_SHELLS = ['/bin/sh -c', 'cmd /S /C', 'powershell -Command']
/** They also end a list of build arguments, but stay in the line, since they aren't the default. */
const OTHER_SHELLS = [
  '/bin/bash -c',
  '/bin/ash -c',
  '/bin/bash -o pipefail -c',
  '/bin/sh -o pipefail -c',
]
/** The classic builder's marker for "no operation", after the shell and its options. */
const NOP = '#(nop)'
const NOP_REACH = 1024

/**
 * The Dockerfile lines of a history written by docker's classic builder (`/bin/sh -c #(nop) …`), BuildKit (`RUN
 * /bin/sh -c … # buildkit`), kaniko or buildah; anything else is left as it is.
 */
export function dockerfileLines(history: readonly HistoryEntry[]): readonly DockerfileLine[] {
  let shell: string | undefined
  return history.map((entry) => {
    const line = readLine(entry, shell ? [shell, ...DEFAULT_SHELLS] : DEFAULT_SHELLS)
    if (line.instruction === 'SHELL') {
      shell = (readGoList(line.arguments) ?? line.arguments.split(' ')).join(' ')
    }
    return line
  })
}

/**
 * A Dockerfile of those lines, which builders accept below a `FROM`. Images don't record the first `FROM`, other build
 * stages, or the copied files.
 */
export function reconstructDockerfile(history: readonly HistoryEntry[]): string {
  const all = dockerfileLines(history)
  const escape = chooseEscape(all)
  const lines = all.map((line) => {
    const remark = line.comment ? `# ${oneLine(line.comment)}\n` : ''
    if (!line.instruction) {
      return line.arguments ? `${remark}# ${oneLine(line.arguments)}` : remark.trim()
    }
    const buildArgs = oneLine(line.buildArgs.join(' '))
    const args = buildArgs ? `# with build arguments: ${buildArgs}\n` : ''
    return `${remark}${args}${writeInstruction(line, escape)}`.trimEnd()
  })
  const directive = escape === '`' ? ['# escape=`'] : []
  return [...directive, '# Reconstructed from the image history', ...lines.filter(Boolean)].join(
    '\n',
  )
}

function readLine(entry: HistoryEntry, shells: readonly string[]): DockerfileLine {
  const comment = entry.comment?.startsWith('buildkit.dockerfile') ? undefined : entry.comment
  const createdBy = entry.createdBy.replace(/\s# buildkit\s*$/, '').trim()
  const nop = createdBy.slice(0, NOP_REACH).indexOf(NOP)
  const marked = nop < 0 ? '' : createdBy.slice(nop + NOP.length).trim()
  const text = INSTRUCTION.test(marked) ? marked : createdBy
  const [begin = '', instruction = ''] = INSTRUCTION.exec(text) ?? []
  const rest = text.slice(begin.length).trim()
  // The classic builder records a RUN as the command line only.
  const isRun = instruction === 'RUN'
  const run = isRun || !instruction ? readRun(rest, shells, isRun) : undefined
  if (run) return { ...run, comment }
  return { instruction, arguments: readArguments(instruction, rest), buildArgs: [], comment }
}

/** A command line, recognized by `isRun`, a shell or build arguments. */
function readRun(
  text: string,
  shells: readonly string[],
  isRun: boolean,
): DockerfileLine | undefined {
  let rest = text
  let buildArgs: readonly string[] = []
  const counted = /^\|(\d+)\s/.exec(text)
  if (counted) {
    // The values may contain anything, so they end where the shell starts.
    const ends = [...shells, ...OTHER_SHELLS]
      .map((shell) => text.indexOf(` ${shell} `))
      .filter((at) => at >= 0)
    if (ends.length > 0) {
      const end = Math.min(...ends)
      buildArgs = splitBuildArgs(text.slice(counted[0].length, Math.max(end, counted[0].length)))
      rest = text.slice(end + 1)
    }
  }
  const shell = shells.find((one) => rest === one || rest.startsWith(`${one} `))
  if (!isRun && !shell && rest === text) return undefined
  const command = shell ? rest.slice(shell.length).trim() : rest
  return { instruction: 'RUN', arguments: command, buildArgs }
}

/** `A=1 B=two words` → two arguments: each starts with a name and `=`. */
function splitBuildArgs(text: string): readonly string[] {
  return text.split(/ (?=[A-Za-z_][A-Za-z0-9_]*=)/).filter((part) => part.trim() !== '')
}

function readArguments(instruction: string, text: string): string {
  switch (instruction) {
    case 'CMD':
    case 'ENTRYPOINT': {
      const list = readGoList(text)
      return list ? formatExecForm(list) : text
    }
    case 'SHELL':
      return formatExecForm(readGoList(text) ?? readPlainList(text).split(' '))
    case 'EXPOSE':
    case 'VOLUME':
    case 'STOPSIGNAL':
    case 'USER':
      return readPlainList(text)
    case 'HEALTHCHECK':
      return readHealthcheckText(text) ?? text
    case 'ADD':
    case 'COPY':
      // The classic builder's `file:<hash> in /` identifies the content by hash, not by path.
      return /^(?:\S+ )?(?:file|dir|multi):[a-f0-9]{13,} in /.test(text)
        ? text.replace(/((?:file|dir|multi):[a-f0-9]{12})[a-f0-9]+ in /, '$1 ')
        : text
    default:
      return text
  }
}

/** `[53/udp 8080/tcp]` and `map[80/tcp:{}]`, as printed by Go → `53/udp 8080/tcp`. */
function readPlainList(text: string): string {
  const map = /^map\[(.*)\]$/s.exec(text)
  if (map) return (map[1] ?? '').replaceAll(':{}', '')
  const list = /^\[([^"]*)\]$/s.exec(text)
  return list ? (list[1] ?? '') : text
}
