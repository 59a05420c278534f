import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { type Digest, type Tag, parseRepositoryName } from '../registry/names.ts'
import type { DeletionPlan, PlannedGroup } from './deletionPlan.ts'
import { formatPlanJson } from './planJson.ts'
import { type ScriptTool, formatPlanScript } from './planScript.ts'

const digest = (letter: string) => `sha256:${letter.repeat(64)}` as Digest
const tags = (names: string) => names.split(' ').filter(Boolean) as Tag[]
const place = { address: 'http://homeport:5080', host: 'registry:5000' }

function group(change: Partial<PlannedGroup>): PlannedGroup {
  return {
    digest: digest('a'),
    tags: tags('a'),
    role: { kind: 'selected' },
    method: { kind: 'digest' },
    stays: [],
    staying: [],
    after: [],
    undo: { kind: 'yes' },
    ...change,
  }
}

function plan(groups: readonly PlannedGroup[], change: Partial<DeletionPlan> = {}): DeletionPlan {
  return {
    repository: parseRepositoryName('team/app'),
    ability: 'by-digest',
    isComplete: true,
    groups,
    moved: [],
    alreadyGone: [],
    unknown: [],
    dangling: [],
    hidden: [],
    listIsWhole: true,
    states: new Map(),
    canary: undefined,
    attachmentTags: new Set(),
    orphans: [],
    isMeasured: false,
    store: {
      known: new Map(),
      isFresh: () => true,
      read: () => Promise.reject(new Error('not here')),
    },
    requests: { reads: 1, writes: 1 },
    ...change,
  }
}

/** The lines behind `begin`, without comments. */
function steps(script: string): string[] {
  const lines = script.split('\n')
  return lines.slice(lines.lastIndexOf('begin') + 1).filter((line) => line && !line.startsWith('#'))
}

const rePush: PlannedGroup['method'] = {
  kind: 're-push',
  image: {
    digest: digest('b'),
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    bytes: new Uint8Array(),
    manifest: { kind: 'unknown', problem: '' } as never,
  },
}

test('an image goes with its tags, and what it holds only after it', () => {
  const child = group({
    digest: digest('c'),
    tags: [],
    role: { kind: 'child', of: [digest('a')] },
    after: [digest('a')],
  })
  expect(
    steps(formatPlanScript(plan([child, group({ tags: tags('a b') })]), place, 'curl')),
  ).toEqual([
    `delete_digest '${digest('a')}' 'a' 'b'`,
    `is_gone '${digest('a')}' && delete_digest '${digest('c')}'`,
    "say 'Done.'",
  ])
})

test('attachments are no reason to keep what they are attached to', () => {
  const signature = group({
    digest: digest('c'),
    tags: tags('sha256-x.sig'),
    role: { kind: 'attachment', of: [digest('a')], type: 'sig' },
    after: [digest('a')],
  })
  const script = formatPlanScript(plan([group({}), signature]), place, 'curl')
  expect(script).toContain("printf '%s\\n' 'sha256-x.sig'")
})

test('where tags can be deleted they go first, by name', () => {
  const made = plan([group({}), group({ tags: tags('x'), method: { kind: 'untag' } })], {
    ability: 'by-tag',
  })
  expect(steps(formatPlanScript(made, place, 'crane'))).toEqual([
    `delete_tag 'x' '${digest('a')}'`,
    `delete_tag 'a' '${digest('a')}'`,
    `delete_digest '${digest('a')}'`,
    "say 'Done.'",
  ])
})

test('what only the protocol can do is done with curl, and said', () => {
  const made = plan([
    group({ digest: digest('b'), method: rePush, stays: [{ kind: 'list-incomplete' }] }),
  ])
  const script = formatPlanScript(made, place, 'crane')
  expect(script).toContain('crane has no command that removes one tag and leaves its image')
  expect(script).toContain('untag_by_copy() {')
  expect(steps(script)[0]).toBe(
    `untag_by_copy 'a' '${digest('b')}' 'application/vnd.oci.image.manifest.v1+json'`,
  )
  expect(formatPlanScript(plan([group({})]), place, 'crane')).not.toContain('untag_by_copy')
})

test('what cannot go is only a comment', () => {
  const kept = group({ method: { kind: 'none', because: { kind: 'schema-1' } } })
  const script = formatPlanScript(plan([kept]), place, 'regctl')
  expect(script).toContain('# Stays, it cannot be removed (schema-1): a')
  expect(steps(script)).toEqual(["say 'Done.'"])
})

test.for<ScriptTool>(['curl', 'crane', 'regctl'])(
  '%s: words of strangers are never run',
  (tool) => {
    const evil = `x'; touch /tmp/evil; echo '$(touch /tmp/evil)\`touch /tmp/evil\`\n touch /tmp/evil\u202e`
    const made = plan([
      group({ role: { kind: 'attachment', of: [digest('a')], type: evil } }),
      group({
        digest: digest('b'),
        method: { ...rePush, image: { ...rePush.image, mediaType: evil } },
      }),
      group({ tags: [evil as Tag], method: { kind: 'replace' } }),
    ])
    const script = formatPlanScript(made, { address: evil, host: evil }, tool)
    // A shell that reads it and is told to print what each step would get.
    const functions = /^(\w+)\(\) \{/gm
    const names = [...script.matchAll(functions)].map(([, name]) => name)
    const redefined = names.map((name) => `${name}() { printf '%s|' ${name} "$@"; echo; }`)
    const probe = script.replace(
      '\nbegin\n',
      `\n${redefined.join('\n')}\ntouch() { echo EVIL; }\nbegin\n`,
    )
    const printed = execFileSync('sh', ['-c', probe], { encoding: 'utf8' })
    expect(printed).not.toMatch(/^EVIL/m)
    expect(printed).toContain(`replace_tag|${evil}|`)
    expect(printed).toContain(`|${evil}|`)
    const loose = script.split('\n').filter((line) => line.trimStart().startsWith('touch'))
    // Only inside of quotation marks, as part of a name.
    for (const line of loose) expect(line.startsWith(' touch /tmp/evil')).toBe(true)
  },
)

test.for<ScriptTool>(['curl', 'crane', 'regctl'])('%s: a shell understands it', (tool) => {
  const made = plan([group({}), group({ digest: digest('b'), method: rePush })])
  const script = formatPlanScript(made, place, tool)
  expect(execFileSync('sh', ['-n'], { input: script, encoding: 'utf8' })).toBe('')
})

test('JSON says what goes, what does not, and why', () => {
  const kept = group({ tags: tags('k'), method: { kind: 'none', because: { kind: 'schema-1' } } })
  const json: unknown = JSON.parse(formatPlanJson(plan([group({}), kept]), new Date(0)))
  expect(json).toMatchObject({
    format: 'homeport-deletion-plan/1',
    at: '1970-01-01T00:00:00.000Z',
    repository: 'team/app',
    goes: [{ digest: digest('a'), tags: ['a'], method: { kind: 'digest' }, undo: { kind: 'yes' } }],
    cannotGo: [{ tags: ['k'], method: { kind: 'none', because: { kind: 'schema-1' } } }],
    freedByGarbageCollection: null,
  })
})
