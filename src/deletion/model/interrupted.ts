import { promiseOf, statementOf } from './statement.ts'
import { type BatchOptions, type Verdict, startRegistryFor } from './batch.ts'
import { Case, type World, eachCase } from './case.ts'
import { type Interrupted, type Interruption, interrupt } from './interruption.ts'
import { brokenPromises, halfDone, leftBehind, untruths } from './judge.ts'
import { QUICK } from './pace.ts'
import { pushContent } from './push.ts'
import { unrestored } from './undone.ts'

/** Cases at once: most of the time they wait for something to stand still. */
const WIDTH = 8

/**
 * Runs deletions that are interrupted, on one registry, each in a repository of its own; then what the next
 * start does, then undo. Those that kill the registry come last, one by one.
 */
export async function runInterrupted(
  drawn: readonly Interrupted[],
  { kind, product, from }: BatchOptions,
): Promise<readonly Verdict[]> {
  const registry = await startRegistryFor(kind)
  const world: World = { registry, kind, product }
  const cases = drawn.map(
    (one, index) => new InterruptedCase(one, `model/cut-${from + index}`, world),
  )
  const run = (one: Case) => (one as InterruptedCase).run()
  try {
    const kills = ({ interruption }: InterruptedCase) => interruption.kind === 'killed'
    await eachCase(
      cases.filter((one) => !kills(one)),
      run,
      WIDTH,
    )
    await eachCase(cases.filter(kills), run, 1)
  } finally {
    await registry.stop()
  }
  return cases
}

class InterruptedCase extends Case {
  readonly interruption: Interruption

  constructor({ drawn, interruption }: Interrupted, repository: string, world: World) {
    super(drawn, repository, world)
    this.interruption = interruption
  }

  async run(): Promise<void> {
    const { journal, transport, wrong } = this
    const { registry, product } = this.world
    await pushContent(registry.origin, this.content)
    const plan = await this.makePlan()
    if (plan.groups.every(({ method }) => method.kind === 'none')) return

    const parts = { healthy: transport, registry, product, journal, requests: plan.requests }
    const cut = interrupt(this.interruption, parts)
    const options = { pace: QUICK, journal: cut.journal }
    const running = product.carryOut(cut.transport, plan, options)
    const report = await Promise.race([running, cut.closed])
    await cut.settled()
    const said = report ? statementOf(plan, report) : promiseOf(plan)
    this.said = said
    const change = await this.compare()
    wrong.push(...brokenPromises(change, said))
    if (report) wrong.push(...untruths(change, said))
    if (said.harmed.size > 0) wrong.push(`${[...said.harmed].join(' ')} is said to be harmed`)

    await product.recoverEntries(transport, journal, { isLive: () => false, pace: QUICK })
    const open = (await journal.read()).filter(({ state }) => state === 'open')
    if (open.length > 0) wrong.push(`${open.length} entries are open after the next start`)
    const recovered = await this.compare()
    const left = [brokenPromises, leftBehind, halfDone].flatMap((judge) => judge(recovered, said))
    wrong.push(...left.map((sentence) => `after the next start: ${sentence}`))

    await this.restore()
    const missing = unrestored(await this.compare(), said)
    wrong.push(...missing.map((sentence) => `after undo: ${sentence}`))
  }
}
