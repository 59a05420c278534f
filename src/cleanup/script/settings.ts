import { parseArgs } from 'node:util'
import { type RepositoryName, isRepositoryName } from '../../registry/names.ts'
import { parseRule } from '../language/parseRule.ts'
import { KUBECTL } from '../language/pinTexts.ts'
import type { Rule } from '../language/rule.ts'
import type { WrittenSettings } from './composeScript.ts'

/** What the script is told to do. */
export type Settings = {
  readonly rule: Rule
  readonly repository: RepositoryName
  /** The address that `/v2/` is below, without a slash at its end. */
  readonly registry: string
  /** A file of what runs; `-` is standard input. */
  readonly pins: string | undefined
  readonly go: boolean
}

/** The command line cannot be followed: complete sentences. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

export const HELP = `Deletes the tags of one repository that match a rule.

  node clean-up.mjs                    dry run: prints what would be deleted, and why
  node clean-up.mjs --go               deletes it

  --registry URL      URL of the registry, or of Homeport in front of it
  --repository NAME   such as team/app
  --rule RULE         as in the URL of Homeport's page: 'tags=pr-*&older=2w'
  --pins FILE         images in use, which are kept: a list, or kubectl's output; - reads standard input
  --go                delete
  --help              print this help

If the registry requires a login, set HOMEPORT_USER and HOMEPORT_PASSWORD in the environment. For a
private CA or a self-signed certificate, set NODE_EXTRA_CA_CERTS.

Images in use come from kubectl like this:
  ${KUBECTL} | node clean-up.mjs --pins -

Each run evaluates the rule again, with the same code as the page, and checks each tag again just before
deleting it. A tag that shares its image with a kept tag is deleted only if the registry can delete
single tags (distribution 3); distribution 2 can't, so the tag is skipped. (The page moves such a tag to a
copy and deletes that.) A dry run only reads; it doesn't check whether the registry allows deletion.
What this script deletes is in no browser's history, so it can't be undone from the page.

Exit codes:
  0   done, or nothing to do; tags may have been skipped
  1   something failed or is unknown, or the rule stopped the run
  2   usage error
`

/**
 * Reads the command line over what is written into the script. `undefined`: help is wanted.
 *
 * @throws UsageError
 */
export function readSettings(
  args: readonly string[],
  written: Partial<WrittenSettings>,
): Settings | undefined {
  const values = readArguments(args)
  if (values.help) return undefined
  const required = (name: keyof WrittenSettings) => {
    const value = values[name] ?? written[name]
    if (!value) throw new UsageError(`--${name} is missing.`)
    return value
  }
  const rule = parseRule(required('rule'))
  if ('problems' in rule)
    throw new UsageError(`The rule: ${rule.problems.map(({ text }) => text).join(' ')}`)
  return {
    rule: rule.rule,
    repository: readRepository(required('repository')),
    registry: readAddress(required('registry')),
    pins: values.pins,
    go: values.go ?? false,
  }
}

function readArguments(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        go: { type: 'boolean' },
        help: { type: 'boolean' },
        registry: { type: 'string' },
        repository: { type: 'string' },
        rule: { type: 'string' },
        pins: { type: 'string' },
      },
    }).values
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

function readRepository(text: string): RepositoryName {
  if (isRepositoryName(text)) return text
  throw new UsageError(`${JSON.stringify(text)} is not a repository name.`)
}

function readAddress(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !['http:', 'https:'].includes(url.protocol)) {
    throw new UsageError(`${JSON.stringify(text)} is not a URL such as https://registry.example.`)
  }
  if (url.username !== '' || url.password !== '') {
    throw new UsageError('Put the login in HOMEPORT_USER and HOMEPORT_PASSWORD, not in the URL.')
  }
  if (url.search !== '' || url.hash !== '') {
    throw new UsageError(`${JSON.stringify(text)} must be a base URL, without a query or fragment.`)
  }
  return url.href.replace(/\/+$/, '')
}
