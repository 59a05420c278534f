import { readFileSync } from 'node:fs'
import { visibleLine } from '../../format/visibleText.ts'
import { authorizedTransport } from '../../registry/auth/authorizer.ts'
import { realmOf } from '../../registry/auth/token.ts'
import { LoginRequiredError } from '../../registry/errors.ts'
import { fetchTransport } from '../../registry/transport/transport.ts'
import { DeletionControl } from '../../deletion/run/control.ts'
import type { Problems } from '../language/rule.ts'
import { cleanUp } from './cleanUp.ts'
import type { WrittenSettings } from './composeScript.ts'
import { HELP, type Settings, UsageError, readSettings } from './settings.ts'

/** What `composeScript` writes above the program; nothing where the program is run by itself. */
declare const HOMEPORT_CLEAN_UP: WrittenSettings | undefined

function readWritten(): Partial<WrittenSettings> {
  return typeof HOMEPORT_CLEAN_UP === 'undefined' ? {} : HOMEPORT_CLEAN_UP
}

function readPins({ pins }: Settings): string | Problems | undefined {
  if (pins === undefined) return undefined
  try {
    return readFileSync(pins === '-' ? 0 : pins, 'utf8')
  } catch (error) {
    return { problems: [error instanceof Error ? `${error.message}.` : String(error)] }
  }
}

async function run(args: readonly string[]): Promise<number> {
  const settings = readSettings(args, readWritten())
  if (!settings) {
    process.stdout.write(HELP)
    return 0
  }
  const { HOMEPORT_USER: user, HOMEPORT_PASSWORD: password } = process.env
  const login = user && password ? { user, password } : undefined
  const control = new DeletionControl()
  // What has begun is always finished; a second time ends at once.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => control.stop())
  const isWell = await cleanUp(settings, {
    transport: authorizedTransport(
      fetchTransport(settings.registry),
      () => login,
      realmOf(settings.registry),
    ),
    pinText: readPins(settings),
    now: Date.now(),
    control,
    write: (line) => void process.stdout.write(`${line}\n`),
  })
  return isWell ? 0 : 1
}

try {
  process.exitCode = await run(process.argv.slice(2))
} catch (error) {
  process.exitCode = error instanceof UsageError ? 2 : 1
  const message = error instanceof Error ? error.message : String(error)
  const hint =
    error instanceof LoginRequiredError ? ' Set HOMEPORT_USER and HOMEPORT_PASSWORD.' : ''
  // A registry's words among them: none may pass for a line of this program, or for a command to the terminal.
  process.stderr.write(`${visibleLine(message)}${hint}\n`)
}
