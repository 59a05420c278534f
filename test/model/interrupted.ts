import { type BatchOptions, type Verdict, startRegistryFor } from './batch.ts'
import { Case, type World, eachCase } from './case.ts'
import { type Interrupted, type Requests, countRequests, interrupt } from './interruption.ts'
import { brokenPromises, halfDone, leftBehind, misreported, untruths } from './judge.ts'
import { QUICK } from './pace.ts'
import { pushContent } from './push.ts'
import { promiseOf, recoveryOf, statementOf } from './statement.ts'
import { unrestored } from './undone.ts'

/** Cases at a time: mostly they wait until nothing changes any more. */
const WIDTH = 8
/** How often to retry a deletion that took fewer requests than its rehearsal, so that it wasn't interrupted. */
const TRIES = 3

/**
 * Runs interrupted deletions on one registry, each in its own repository; then the next start, then undo. Those that
 * kill the registry come last, one at a time.
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
  const run = (one: InterruptedCase) => one.run()
  try {
    const kills = ({ interrupted }: InterruptedCase) => interrupted.interruption.kind === 'killed'
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

class InterruptedCase implements Verdict {
  readonly interrupted: Interrupted
  readonly wrong: string[] = []
  isStruck = false
  readonly #repository: string
  readonly #world: World

  constructor(interrupted: Interrupted, repository: string, world: World) {
    this.interrupted = interrupted
    this.#repository = repository
    this.#world = world
  }

  async run(): Promise<void> {
    let requests = await this.#rehearse()
    if (requests.writes === 0) return
    for (let at = 1; at <= TRIES && !this.isStruck; at += 1) {
      requests = await this.#tryOnce(await this.#begin(`try-${at}`), requests)
    }
    if (!this.isStruck) this.wrong.push(`the interruption never struck`)
  }

  /** Only counts the requests when uninterrupted: none if nothing can be deleted. */
  async #rehearse(): Promise<Requests> {
    const one = await this.#begin('rehearsal')
    const plan = await one.makePlan()
    const { transport, requests } = countRequests(one.transport)
    if (plan.groups.some(({ method }) => method.kind !== 'none')) {
      const options = { pace: QUICK, journal: one.journal }
      await this.#world.product.carryOut(transport, plan, options)
    }
    return requests
  }

  /** The same case again, in another repository. */
  async #begin(name: string): Promise<Case> {
    const one = new Case(this.interrupted.drawn, `${this.#repository}-${name}`, this.#world)
    await pushContent(this.#world.registry.origin, one.content)
    return one
  }

  /** Returns the requests it took. */
  async #tryOnce(one: Case, expected: Requests): Promise<Requests> {
    const { registry, product } = this.#world
    const { journal, transport } = one
    const plan = await one.makePlan()
    const counted = countRequests(transport)
    const cut = interrupt(this.interrupted.interruption, {
      healthy: counted.transport,
      registry,
      product,
      journal,
      requests: expected,
    })
    const options = { pace: QUICK, journal: cut.journal }
    const running = product.carryOut(cut.transport, plan, options)
    const report = await Promise.race([running, cut.closed])
    await cut.settled()
    this.isStruck = cut.isStruck()
    const wrong = [...one.wrong]
    const said = report ? statementOf(plan, report) : promiseOf(plan)
    const change = await one.compare()
    wrong.push(...brokenPromises(change, said))
    if (report) wrong.push(...untruths(change, said))
    if (said.harmed.size > 0) wrong.push(`${[...said.harmed].join(' ')} is said to be harmed`)

    const next = { isLive: () => false, pace: QUICK }
    const recovery = await product.recoverEntries(transport, journal, next)
    const open = (await journal.read()).filter(({ state }) => state === 'open')
    if (open.length > 0) wrong.push(`${open.length} entries are open after the next start`)
    const recovered = await one.compare()
    const left = [brokenPromises, leftBehind, halfDone].flatMap((judge) => judge(recovered, said))
    left.push(...misreported(recovered, recoveryOf(recovery)))
    wrong.push(...left.map((sentence) => `after the next start: ${sentence}`))

    await one.restore()
    const missing = unrestored(await one.compare(), said)
    wrong.push(...missing.map((sentence) => `after undo: ${sentence}`))
    this.wrong.push(...wrong)
    return counted.requests
  }
}
