import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as content from '../../../stack/content.mjs'
import {
  Repository,
  type World,
  listKinds,
  startWorld,
} from '../../../test/scenarios/repository.ts'
import { NO_RULES, RULE_CASES, type RuleCase } from '../../../test/rules/cases.ts'
import { parseRule } from '../language/parseRule.ts'
import type { Rule } from '../language/rule.ts'
import type { Digest, Tag } from '../../registry/names.ts'
import {
  type ScriptRun,
  ScriptRunner,
  evaluateAsPage,
  pushCase,
  runNode,
} from '../../../test/script/scriptCases.ts'

let scripts: ScriptRunner
beforeAll(async () => {
  scripts = await ScriptRunner.create()
})
afterAll(() => scripts.remove())

function ruleOf(search: string): Rule {
  const parsed = parseRule(search)
  if ('problems' in parsed) throw new Error(`no rule: ${search}`)
  return parsed.rule
}

/** The verdicts of a run; what is skipped goes by the rule. */
function verdictsOf({ lines }: ScriptRun): Map<string, string> {
  const verdicts = lines.filter(([state]) => ['delete', 'keep', 'skip'].includes(state ?? ''))
  return new Map(
    verdicts.map(([state, tag = '', why = '']) => {
      const reason = state === 'skip' ? why.replace(/; [^;]*$/, '') : why
      return [tag, `${state === 'keep' ? '-' : '+'} ${reason}`]
    }),
  )
}

function tagsIn({ lines }: ScriptRun, state: string): string[] {
  return lines.flatMap(([first, tag = '']) => (first === state ? [tag] : []))
}

/** Where only digests can be deleted: selected tags whose image others need, by the case's table alone. */
function mustSkip({ tags, images, expected, failing }: RuleCase): string[] {
  const going = Object.keys(expected).filter((tag) => expected[tag]?.startsWith('+'))
  const staying = Object.keys(tags).filter((tag) => !going.includes(tag) && !tag.startsWith('sig:'))
  const needed = new Set(
    staying.flatMap((tag) => [tags[tag] ?? '', ...(images[tags[tag] ?? '']?.children ?? [])]),
  )
  return going.filter((tag) => failing !== undefined || needed.has(tags[tag] ?? ''))
}

for (const { kind, isMissing, note } of (await listKinds()).filter(
  ({ kind }) => kind !== '3.1.1-s3',
)) {
  describe.skipIf(isMissing)(`on ${kind}${note}`, () => {
    let world: World
    beforeAll(async () => {
      world = await startWorld(kind)
    })
    afterAll(() => world.stop())

    async function prepare(number: number) {
      const one = RULE_CASES.find((candidate) => candidate.number === number)!
      const repository = new Repository(world)
      const { digests } = await pushCase(repository, one, Date.now())
      const { origin } = world.proxy
      const parts = { rule: ruleOf(one.search), repository: repository.name, registry: origin }
      return { repository, digests, parts }
    }

    // Rules decide alike everywhere; what can be deleted differs where tags that stay need the image.
    const cases = RULE_CASES.filter((one) => kind === '2.8.2' || mustSkip(one).length > 0)

    test.each(cases)('$number: $title', async (one) => {
      const repository = new Repository(world)
      const { digests, tags, words } = await pushCase(repository, one, Date.now())
      const before = new Map<string, Digest | undefined>()
      for (const tag of tags.values()) before.set(tag, await repository.digestOf(tag))
      if (one.failing) {
        world.proxy.rules([{ path: `manifests/${one.failing}`, fault: 'status', status: 500 }])
      }
      const rule = ruleOf(one.search)
      const parts = { rule, repository: repository.name, registry: world.proxy.origin }
      const pinText = one.pins?.replace(/@(\w+)/, (_, key: string) => `@${digests.get(key)}`)
      const args = pinText ? ['--pins', await scripts.file('pins.txt', pinText)] : []

      const onPage = await evaluateAsPage(
        world.proxy.origin,
        repository.name,
        rule,
        (await repository.listed()) as Tag[],
        pinText,
      )
      expect(Object.fromEntries(onPage)).toEqual(
        Object.fromEntries(Object.entries(one.expected).map(([tag, why]) => [tag, words(why)])),
      )

      world.proxy.forget()
      const dry = await scripts.run(parts, args)
      expect(dry.errors).toBe('')
      const methods = world.proxy.log().map(({ method }) => method)
      expect(methods.filter((method) => !['GET', 'HEAD'].includes(method))).toEqual([])
      expect(verdictsOf(dry)).toEqual(onPage)
      expect(dry.code).toBe(one.refused || one.failing ? 1 : 0)
      for (const [tag, digest] of before) {
        expect([tag, await repository.digestOf(tag)]).toEqual([tag, digest])
      }

      const going = [...onPage].flatMap(([tag, why]) => (why.startsWith('+') ? [tag] : []))
      const skipped = one.refused ? [] : world.hasTagDeletion ? [] : mustSkip(one)
      expect(tagsIn(dry, 'skip').sort()).toEqual(skipped.sort())
      const reasons = dry.lines.flatMap(([state, , why = '']) => (state === 'skip' ? [why] : []))
      expect(reasons.filter((why) => !why.includes('; its image is kept: '))).toEqual([])

      const real = await scripts.run(parts, [...args, '--go'])
      world.proxy.rules([])
      expect(real.errors).toBe('')
      expect(verdictsOf(real)).toEqual(onPage)
      const gone = one.refused ? [] : going.filter((tag) => !skipped.includes(tag))
      // What is skipped by design is no failure, and both runs count alike.
      expect(real.code).toBe(dry.code)
      const skips = skipped.length > 0 ? `, ${skipped.length} skipped` : ''
      const counted = `Dry run: ${gone.length} tag${gone.length === 1 ? '' : 's'} would be deleted${skips}.`
      expect(dry.output).toContain(one.refused ? 'refused' : counted)
      expect(dry.output).toMatch(
        new RegExp(
          `\n${going.length} tags? would be deleted\\. ${onPage.size - going.length} kept`,
        ),
      )

      const attachments = [...tags].flatMap(([key, tag]) =>
        one.gone?.includes(key.replace('sig:', '')) ? [tag] : [],
      )
      expect(tagsIn(real, 'deleted').sort()).toEqual([...gone, ...attachments].sort())
      for (const [tag, digest] of before) {
        const isGone = gone.includes(tag) || attachments.includes(tag as Tag)
        expect([tag, await repository.digestOf(tag)]).toEqual([tag, isGone ? undefined : digest])
      }
      for (const key of one.gone ?? []) {
        expect([key, await repository.digestOf(digests.get(key) ?? '')]).toEqual([key, undefined])
      }
      for (const key of one.left ?? []) {
        const digest = digests.get(key)
        expect([key, await repository.digestOf(digest ?? '')]).toEqual([key, digest])
      }
    })

    test('16: the plan names the index that keeps a platform', async () => {
      const { digests, parts } = await prepare(16)
      const { lines } = await scripts.run(parts)
      expect(lines).toContainEqual(['image', digests.get('I'), 'delete'])
      expect(lines).toContainEqual(['image', digests.get('a'), 'delete'])
      expect(lines).toContainEqual([
        'image',
        digests.get('b'),
        'kept: the index 2.0 contains this image',
      ])
    })

    test('19: a tag that moves just before its step stays', async () => {
      const { repository, digests, parts } = await prepare(24)
      await scripts.run(parts)
      const reads = repository
        .log('HEAD')
        .filter((entry) => entry.endsWith('manifests/ci-1')).length
      const held = world.proxy.hold({ method: 'HEAD', path: 'manifests/ci-1', after: reads })
      const running = scripts.run(parts, ['--go'])
      await held.reached
      await repository.move('ci-1', digests.get('A')!)
      held.release()
      const real = await running
      expect(real.lines).toContainEqual([
        'kept',
        'ci-1',
        `moved to ${digests.get('A')} after the plan was made`,
      ])
      expect(real.code).toBe(0)
      expect(await repository.digestOf('ci-1')).toBe(digests.get('A'))
      expect(await repository.digestOf(digests.get('B')!)).toBe(digests.get('B'))
    })

    test('19: a tag that moves between decision and plan stays', async () => {
      const { repository, digests, parts } = await prepare(24)
      const held = world.proxy.hold({ method: 'HEAD', path: 'manifests/ci-1' })
      const running = scripts.run(parts, ['--go'])
      await held.reached
      await repository.move('ci-1', digests.get('A')!)
      held.release()
      const real = await running
      const [skip] = real.lines.filter(([state]) => state === 'skip')
      expect(skip?.[2]).toMatch(/; moved$/)
      expect(real.code).toBe(0)
      expect(await repository.digestOf('ci-1')).toBe(digests.get('A'))
      expect(repository.log('DELETE').filter((entry) => entry.includes('ci-1'))).toEqual([])
    })

    test('20: with a list of what runs that is missing, empty or no list, nothing goes', async () => {
      const { repository, parts } = await prepare(24)
      const files = [
        '/there/is/no/such/file',
        await scripts.file('empty.txt', '\n'),
        await scripts.file('wrong.txt', 'No resources found in default namespace.\n'),
      ]
      for (const path of files) {
        const real = await scripts.run(parts, ['--go', '--pins', path])
        expect(real.lines.find(([state]) => state === 'refused')?.[1]).toMatch(
          /^The list of images in use couldn’t be read, so nothing is deleted/,
        )
        expect(real.code).toBe(1)
      }
      expect(await repository.listed()).toEqual(expect.arrayContaining(['ci-1', 'prod']))
    })

    test('a tag pushed onto an image that goes keeps the image', async () => {
      const { repository, digests, parts } = await prepare(24)
      await scripts.run(parts)
      // The first request of the carrying out is the sweep's list; the plan's and the rule's come before. A dry
      // run asks once more, for what the registry can delete.
      const lists = repository
        .log('GET')
        .filter((entry) => entry.startsWith('GET tags/list')).length
      const held = world.proxy.hold({ path: 'tags/list', after: lists - 1 })
      const running = scripts.run(parts, ['--go'])
      await held.reached
      await repository.move('late', digests.get('B')!)
      held.release()
      const real = await running
      expect(await repository.digestOf('late')).toBe(digests.get('B'))
      expect(repository.log('PUT')).toEqual([])
      // Where tags can be deleted the tag goes alone; where not, no image is pushed anew from cron.
      expect(await repository.digestOf('ci-1')).toBe(
        world.hasTagDeletion ? undefined : digests.get('B'),
      )
      expect(real.lines).toContainEqual(
        world.hasTagDeletion
          ? ['deleted', 'ci-1', 'deleted; image kept: late is on the same image']
          : ['kept', 'ci-1', 'late is on the same image'],
      )
      expect(real.code).toBe(0)
    })
  })
}

describe('what ends a run before it begins', () => {
  let world: World
  beforeAll(async () => {
    world = await startWorld('2.8.2', {
      deletion: false,
      htpasswd: { user: 'cron', password: 'pass:wörd' },
    })
  })
  afterAll(() => world.stop())
  const rule = ruleOf('tags=ci-*&older=1d')

  test('5: what is no rule', async () => {
    for (const search of NO_RULES) {
      const parts = { rule, repository: 'team/app', registry: world.proxy.origin }
      const { code, errors, output } = await scripts.run(parts, ['--go', '--rule', search])
      expect([code, output]).toEqual([2, ''])
      expect(errors).toMatch(/^The rule: /)
    }
  })

  test('a registry that wants a login, and one that does not delete', async () => {
    const parts = { rule, repository: 'team/app', registry: world.proxy.origin }
    const place = { origin: world.registry.origin, repository: 'team/app' }
    const login = Buffer.from('cron:pass:wörd').toString('base64')
    await content.pushImage({ ...place, tag: 'ci-1', authorization: `Basic ${login}` })
    const without = await scripts.run(parts)
    expect(without.errors).toContain('Set HOMEPORT_USER and HOMEPORT_PASSWORD')
    expect(without.code).toBe(1)
    world.proxy.forget()
    const env = { HOMEPORT_USER: 'cron', HOMEPORT_PASSWORD: 'pass:wörd' }
    const off = await scripts.run(parts, ['--go'], env)
    expect(off.output).toContain('Deletion is disabled in the registry.')
    expect(off.code).toBe(1)
    // It ends before anything is read.
    expect(world.proxy.log().map(({ method }) => method)).not.toContain('GET')
    expect(world.proxy.log().map(({ method }) => method)).not.toContain('HEAD')
    await world.registry.restart({ deletion: true })
    const dry = await scripts.run(parts, [], env)
    expect([dry.code, tagsIn(dry, 'delete')]).toEqual([0, ['ci-1']])
  })

  test('words of the registry, and of whoever calls, are one visible line each', async () => {
    const hostile = '\u001b[2J\u009b31m\r\u202e\nHARMED\tprod\u2028gone'
    const shown = String.raw`\u001b[2J\u009b31m\u000d\u202e HARMED prod\u2028gone`
    const parts = { rule, repository: 'team/app', registry: world.proxy.origin }
    world.proxy.rules([
      { method: 'GET', fault: 'status', status: 500, code: 'UNKNOWN', message: hostile },
      { method: 'DELETE', fault: 'status', status: 404, code: 'MANIFEST_UNKNOWN', message: 'none' },
    ])
    const unlisted = await scripts.run(parts)
    world.proxy.rules([
      { method: 'DELETE', fault: 'status', status: 403, code: 'DENIED', message: hostile },
    ])
    const refused = await scripts.run(parts, ['--go'])
    world.proxy.rules([])
    const pins = await scripts.run(parts, ['--pins', `/${hostile}`])
    expect(unlisted.errors).toBe(`GET /v2/team/app/tags/list answered 500 (UNKNOWN: ${shown})\n`)
    expect(refused.output.split('\n')).toHaveLength(4)
    expect(refused.output).toContain(shown)
    const calls = [[`--${hostile}`], [hostile], ['--rule', hostile], ['--repository', hostile]]
    const wrong = await Promise.all(calls.map((args) => scripts.run(parts, args)))
    for (const { output, errors } of [unlisted, refused, pins, ...wrong]) {
      expect(output + errors).not.toMatch(/(?![\n\t])[\p{Cc}\u2028\u202e]/u)
      expect(output + errors).not.toMatch(/^HARMED/m)
    }
    for (const { errors } of wrong) expect(errors.trimEnd()).not.toContain('\n')
  })

  test('nobody there', async () => {
    const parts = { rule, repository: 'team/app', registry: 'http://127.0.0.1:1' }
    const { code, errors } = await scripts.run(parts, ['--go'])
    expect(code).toBe(1)
    expect(errors).toMatch(/no response/)
  })

  test('a command line that cannot be followed, and the help', async () => {
    const path = await scripts.file('bare.mjs', '')
    expect((await runNode([path])).code).toBe(0)
    const parts = { rule, repository: 'team/app', registry: world.proxy.origin }
    for (const args of [
      ['--force'],
      ['--go=1'],
      ['all'],
      ['--registry', 'ftp://x'],
      ['--repository', 'A'],
    ]) {
      const { code, output } = await scripts.run(parts, args)
      expect([args, code, output]).toEqual([args, 2, ''])
    }
    const help = await scripts.run(parts, ['--help'])
    expect([help.code, help.output]).toEqual([0, expect.stringContaining("can't be undone")])
  })
})
