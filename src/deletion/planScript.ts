import { visibleText } from '../format/visibleText.ts'
import { MANIFEST_ACCEPT } from '../registry/mediaTypes.ts'
import { inWaves } from './carryOut.ts'
import type { DeletionPlan, PlannedGroup } from './deletionPlan.ts'
import { scriptFunctions } from './planScriptFunctions.ts'

/** What the script deletes with. */
export type ScriptTool = 'curl' | 'crane' | 'regctl'

export type ScriptPlace = {
  /** The address that `/v2/` is below: `http://homeport:5080`. */
  readonly address: string
  /** `host:port`, as image references name the registry. */
  readonly host: string
}

/**
 * A plan as a POSIX shell script that asks again before each deletion of a digest, and needs nothing but the
 * tool, `awk`, `od` and `sha256sum`. What the tool has no command for is done with curl. Names are put in
 * quotation marks, and words of strangers stand in comments on one line: nothing of them is ever run.
 */
export function formatPlanScript(
  plan: DeletionPlan,
  { address, host }: ScriptPlace,
  tool: ScriptTool,
): string {
  const going = plan.groups.flatMap(({ method, tags }) => (method.kind === 'none' ? [] : tags))
  const images = plan.groups.filter(({ method }) => method.kind === 'digest')
  const others = plan.groups.filter(({ method }) => method.kind !== 'digest')
  const inOrder = [
    ...others.filter(({ after }) => after.length === 0),
    ...inWaves(images).flat(),
    ...others.filter(({ after }) => after.length > 0),
  ]
  const steps = inOrder.flatMap((group) => stepsOf(group, plan.ability))
  const methods = new Set(plan.groups.map(({ method }) => method.kind))
  const needsCurl = tool !== 'curl' && (methods.has('re-push') || methods.has('replace'))
  return [
    '#!/bin/sh',
    comment(
      `Deletes ${count(going.length, 'tag')} from ${plan.repository}, as Homeport planned it.`,
    ),
    '# Run it soon: the tags that stay are asked again before a digest is deleted, but what',
    '# indexes hold is as the plan saw it. Nothing is written down that could be brought back.',
    ...(needsCurl
      ? [
          `# ${tool} has no command that removes one tag and leaves its image on a registry that`,
          '# deletes only digests: that is done with curl, which needs a login of its own.',
        ]
      : []),
    ...(tool === 'curl' || needsCurl
      ? ["# For a login, or a certificate of your own: CURL='curl --user NAME' sh this-file"]
      : []),
    ...(tool === 'crane'
      ? ["# For a registry without TLS: CRANE='crane --insecure' sh this-file"]
      : []),
    ...(tool === 'regctl'
      ? [
          `# For a registry without TLS: regctl registry set --tls disabled ${comment(host).slice(2)}`,
        ]
      : []),
    'set -u',
    '',
    `base=${quote(`${address}/v2/${plan.repository}`)}`,
    `image=${quote(`${host}/${plan.repository}`)}`,
    `accept=${quote(MANIFEST_ACCEPT)}`,
    '',
    scriptFunctions(tool, needsCurl),
    '# The tags that go.',
    ...printing('list_going', going),
    '# Tags that the registry leaves out of its own list.',
    ...printing('list_hidden', plan.hidden),
    '',
    'begin',
    ...steps,
    "say 'Done.'",
    '',
  ].join('\n')
}

function stepsOf(group: PlannedGroup, ability: DeletionPlan['ability']): string[] {
  const { digest, tags, method, role, after } = group
  const expected = quote(digest ?? '')
  const heading = ['', comment(describe(group))]
  const condition = after.length > 0 ? `is_gone ${after.map(quote).join(' ')} && ` : ''
  switch (method.kind) {
    case 'digest': {
      if (ability === 'by-tag') {
        const byName = tags.map((tag) => `${condition}delete_tag ${quote(tag)} ${expected}`)
        return [...heading, ...byName, `${condition}delete_digest ${expected}`]
      }
      const list = [expected, ...tags.map(quote)].join(' ')
      return [...heading, `${condition}delete_digest ${list}`]
    }
    case 'untag':
      return [...heading, ...tags.map((tag) => `${condition}delete_tag ${quote(tag)} ${expected}`)]
    case 're-push': {
      const rest = `${expected} ${quote(method.image.mediaType)}`
      return [...heading, ...tags.map((tag) => `${condition}untag_by_copy ${quote(tag)} ${rest}`)]
    }
    case 'replace':
      return [...heading, ...tags.map((tag) => `${condition}replace_tag ${quote(tag)}`)]
    case 'undecided':
    case 'none':
      return role.kind === 'selected' ? [...heading] : []
  }
}

function describe({ method, role, tags }: PlannedGroup): string {
  const names = tags.length > 0 ? tags.join(', ') : 'without a tag'
  switch (role.kind) {
    case 'child':
      return `Held by an index that goes: ${names}`
    case 'attachment':
      return `Attached to what goes (${role.type}): ${names}`
    case 'selected':
      break
  }
  switch (method.kind) {
    case 'digest':
      return `With its image: ${names}`
    case 'untag':
    case 're-push':
      return `The tag alone, its image stays: ${names}`
    case 'replace':
      return `Its manifest is gone already: ${names}`
    case 'undecided':
      return `Not decided when this was written: ${names}`
    case 'none':
      return `Stays, it cannot be removed (${method.because.kind}): ${names}`
  }
}

/** A function that prints each of `lines`. */
function printing(name: string, lines: readonly string[]): string[] {
  const body = lines.map((line) => `  printf '%s\\n' ${quote(line)}`)
  return [`${name}() {`, ...(body.length > 0 ? body : ['  :']), '}']
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`
}

/** For the shell nothing in single quotation marks has a meaning but their end. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}

/** One line, whatever the text holds. */
function comment(text: string): string {
  return `# ${visibleText(text, 300).replaceAll(/\s+/g, ' ')}`
}
