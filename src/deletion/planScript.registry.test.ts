import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ScriptTool, formatPlanScript } from './planScript.ts'
import { plan } from './proof/product.ts'
import {
  Repository,
  type World,
  expectGone,
  expectUnharmed,
  findKind,
  remember,
  startWorld,
} from './proof/repository.ts'

const run = promisify(execFile)
const kinds = await Promise.all([findKind('2.8.2'), findKind('3.1.2')])
// The others are Go programs that few machines have: HOMEPORT_SCRIPT_TOOLS=crane,regctl tries them too.
const tools = ['curl', ...(process.env['HOMEPORT_SCRIPT_TOOLS'] ?? '').split(',').filter(Boolean)]

for (const { kind, isMissing, note } of kinds) {
  describe.skipIf(isMissing)(`the plan as a script, on distribution ${kind}${note}`, () => {
    let world: World
    beforeAll(async () => {
      world = await startWorld(kind)
      if (!tools.includes('regctl')) return
      await run('regctl', [
        'registry',
        'set',
        '--tls',
        'disabled',
        new URL(world.registry.origin).host,
      ])
    })
    afterAll(() => world.stop())

    const write = (made: Awaited<ReturnType<typeof plan>>, tool: string) => {
      const { origin } = world.registry
      const place = { address: origin, host: new URL(origin).host }
      return formatPlanScript(made, place, tool as ScriptTool)
    }

    test.for(tools)('%s does what the plan says, and nothing else', async (tool) => {
      const repository = new Repository(world)
      const child = await repository.pushImage('child')
      const lone = await repository.pushImage('lone')
      await repository.pushIndex('multi', [child.descriptor, lone.descriptor])
      await repository.pushIndex('kept', [child.descriptor])
      await repository.push('a b', 'shared')
      await repository.push('c d')
      await repository.push('half')
      await repository.dangle((await repository.digestOf('half')) ?? '')
      const before = await remember(repository, 'kept b d')
      const made = await plan(repository, 'multi a c half')
      const { stderr } = await run('sh', ['-c', write(made, tool)])
      expect(stderr).toContain('Done.')
      await expectGone(repository, 'multi a c half')
      expect(await repository.digestOf(lone.digest)).toBeUndefined()
      await expectUnharmed(repository, before)
    })

    test.for(tools)('%s keeps an image that got another tag since', async (tool) => {
      const repository = new Repository(world)
      const digest = await repository.push('a')
      await repository.push('b')
      const made = await plan(repository, 'a')
      await repository.move('newer', digest)
      const before = await remember(repository, 'b newer')
      const { stderr } = await run('sh', ['-c', write(made, tool)])
      expect(stderr).toContain(`kept ${digest}: another tag is on it`)
      await expectUnharmed(repository, before)
    })

    test.for(tools)('%s leaves a tag that moved', async (tool) => {
      const repository = new Repository(world)
      await repository.push('a b')
      const made = await plan(repository, 'a')
      await repository.move('a', (await repository.digestOf('b')) ?? '')
      const before = await remember(repository, 'a b')
      const { stderr } = await run('sh', ['-c', write(made, tool)])
      expect(stderr).toContain('kept a: it points elsewhere by now')
      await expectUnharmed(repository, before)
    })

    test('what is edited by hand to something that is no name stops it', async () => {
      const repository = new Repository(world)
      await repository.push('a b')
      const before = await remember(repository, 'a b')
      const script = write(await plan(repository, 'a'), 'curl').replaceAll(
        /'a'(?=\s|$)/gm,
        `'../x'`,
      )
      const failed = await run('sh', ['-c', script]).catch((error: unknown) => error)
      expect(failed).toMatchObject({ code: 1 })
      await expectUnharmed(repository, before)
    })
  })
}
