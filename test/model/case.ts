import type { Registry, RegistryKind } from '../../stack/registry.mjs'
import type { RepositoryName, Tag } from '../../src/registry/names.ts'
import type { DeletionPlan } from '../../src/deletion/plan/deletionPlan.ts'
import type { Journal } from '../../src/deletion/journal/journal.ts'
import { createMemoryJournal } from '../memoryJournal.ts'
import { cutLists } from '../scenarios/cutLists.ts'
import { contentOf, selectFrom } from './build.ts'
import type { Content } from './content.ts'
import type { Drawn, Way } from './draw.ts'
import { printRule } from './drawRule.ts'
import { brokenPromises, leftBehind, untruths } from './judge.ts'
import { changedBy, pushChange } from './meanwhile.ts'
import { type Sight, observe } from './observe.ts'
import { heedless, oddOmissions } from './oddJudge.ts'
import { OddRegistry } from './oddRegistry.ts'
import { omissions } from './omissions.ts'
import type { Change, Statement } from './oracle.ts'
import { PATIENT, QUICK } from './pace.ts'
import type { Product } from './product.ts'
import { inParallel } from './push.ts'
import { selectByRule } from './ruled.ts'
import { takenBy } from './ruleOracle.ts'
import { refusalOf, statementOf } from './statement.ts'
import { listRevisions } from './storage.ts'
import { unrestored } from './undone.ts'

/** Where cases run. */
export type World = {
  readonly registry: Registry
  readonly kind: RegistryKind
  readonly product: Product
}

/** Whether a registry stores its data in a local folder. */
export function hasDisk(kind: RegistryKind): boolean {
  return kind !== '3.1.1-s3' && kind !== 'ggcr'
}

/** One case in its own repository. `wrong` collects what is wrong. */
export class Case {
  readonly drawn: Drawn
  readonly wrong: string[] = []
  readonly way: Way
  readonly world: World
  /** The content when the plan is made. */
  planned: Content
  /** The content when the deletion starts. */
  content: Content
  /** What is seen when the deletion starts, and most recently. */
  first: Sight | undefined
  latest: Sight | undefined
  plan: DeletionPlan | undefined
  said: Statement | undefined
  isRestored = false
  readonly journal: Journal = createMemoryJournal()
  /** What stands in front of the registry. */
  readonly odd: OddRegistry | undefined
  #revisions: ReadonlySet<string> | undefined

  constructor(drawn: Drawn, repository: string, world: World) {
    const { kind } = world
    this.drawn = drawn
    this.world = world
    this.planned = contentOf(drawn, repository, kind === 'ggcr')
    this.content = this.planned
    this.way = kind === '2.8.2' && drawn.way === 'tags-only' ? 'everything' : drawn.way
    this.odd =
      drawn.odd &&
      new OddRegistry(drawn.odd, {
        healthy: this.#wholeLists,
        hasTagDeletion: kind !== '2.8.2',
        content: () => this.content,
      })
  }

  get isDamaged(): boolean {
    return this.drawn.damage.length > 0
  }

  /** Whether the registry took longer than a deletion waits. */
  get isOutlasted(): boolean {
    return this.odd?.outlasts(PATIENT.standStill) ?? false
  }

  get transport() {
    const { cut } = this.drawn
    const transport = this.odd?.transport ?? this.#wholeLists
    return cut ? cutLists(transport, cut) : transport
  }

  get #wholeLists() {
    return this.world.product.fetchTransport(this.world.registry.origin)
  }

  /** Plans, applies somebody else's drawn change, and observes everything. */
  async makePlan(): Promise<DeletionPlan> {
    const { kind, product, registry } = this.world
    const { meanwhile } = this.drawn
    const repository = this.content.repository as RepositoryName
    const ability = await product.probeDeletion({ transport: this.transport, repository })
    if (ability.kind === 'refused') throw new Error(`refused by ${ability.by}`)
    await this.#judgeRules()
    const selected = [...this.content.selected] as Tag[]
    const plan = await product.planDeletion(this.transport, repository, selected, {
      ability: ability.kind,
    })
    if (!this.isDamaged && meanwhile.kind !== 'nothing') {
      const hasTagDeletion = kind !== '2.8.2'
      this.content = changedBy(meanwhile, this.planned, hasTagDeletion)
      await pushChange(registry.origin, this.planned, this.content, hasTagDeletion)
    }
    this.first = await this.look()
    this.#revisions = await this.#listRevisions()
    if (this.way === 'everything') return plan
    return this.way === 'tags-only' ? product.leaveImages(plan) : product.leaveAttachments(plan)
  }

  /** Deletes, and compares the promises and the report with what is found. */
  async deleteAndJudge(): Promise<void> {
    const { product } = this.world
    const plan = await this.makePlan()
    this.plan = plan
    const isRefused = plan.groups.every(({ method }) => method.kind === 'none')
    const said = isRefused
      ? refusalOf(plan)
      : statementOf(
          plan,
          await product.carryOut(this.transport, plan, {
            pace: this.odd ? PATIENT : QUICK,
            journal: this.journal,
          }),
        )
    this.said = said
    await this.odd?.settled()
    const change = await this.compare()
    const isAlone = this.content === this.planned
    this.wrong.push(...brokenPromises(change, said), ...leftBehind(change, said))
    // If nothing was carried out there is no report, and the plan knows nothing of later changes.
    if (!isRefused || isAlone)
      this.wrong.push(
        ...untruths(change, said, {
          isCut: this.drawn.cut !== undefined,
          isLate: this.isOutlasted,
        }),
      )
    if (this.odd) this.wrong.push(...heedless(change, said, this.odd))
    this.wrong.push(...this.#findOmissions(change, said, isAlone))
  }

  #findOmissions(change: Change, said: Statement, isAlone: boolean): string[] {
    const { odd, drawn } = this
    // What can't be known is kept, and not reported either.
    if (this.isDamaged || drawn.cut || this.isOutlasted) return []
    const hasTagDeletion = this.world.kind !== '2.8.2'
    return [
      ...(odd ? oddOmissions(change, said, odd) : []),
      ...(odd?.mayHinder ? [] : omissions(change, said, { hasTagDeletion, isAlone })),
    ]
  }

  /** Restores what was deleted, and compares with what existed before. */
  async restoreAndJudge(): Promise<void> {
    if (!this.said) return
    await this.restore()
    this.isRestored = true
    const wrong = unrestored(await this.compare(), this.said)
    this.wrong.push(...wrong.map((sentence) => `after undo: ${sentence}`))
  }

  async restore(): Promise<void> {
    const { journal, transport } = this
    await this.world.product.restoreEntries(transport, await journal.read(), { journal })
  }

  /** @param blobs what is known about them; if omitted, they are read */
  look(blobs?: ReadonlySet<string>): Promise<Sight> {
    return observe(this.world.registry.origin, this.content, { blobs })
  }

  /** What has changed since the deletion started. */
  async compare(): Promise<Change> {
    const { planned, content, way, first } = this
    if (!first) throw new Error('It was not looked at before')
    // Deleting manifests removes no blobs. Where garbage was collected, all are read again.
    const after = await this.look(this.world.kind === 'ggcr' ? undefined : first.blobs)
    this.latest = after
    const [before, now] = [this.#revisions, await this.#listRevisions()]
    const revisions = before && now && { revisions: { before, after: now } }
    return { planned, content, way, before: first, after, ...revisions }
  }

  /** Whether the product selects the same as the model with the drawn rules, which are then used. */
  async #judgeRules(): Promise<void> {
    const { selection } = this.drawn
    if (selection.kind !== 'rule') return
    const sight = this.isDamaged ? await this.look() : undefined
    this.planned = { ...this.planned, selected: selectFrom(selection, this.planned, sight) }
    this.content = this.planned
    for (const rule of selection.rules) {
      const found = await selectByRule(this.world.product, this.#wholeLists, rule, this.content)
      const meant = takenBy(rule, this.content, sight)
      if (found.length === meant.size && found.every((tag) => meant.has(tag))) continue
      const [taken, expected] = [found, [...meant]].map((one) => one.toSorted().join(' '))
      this.wrong.push(`the rule ${printRule(rule)} takes “${taken}”, not “${expected}”`)
    }
  }

  async #listRevisions(): Promise<ReadonlySet<string> | undefined> {
    const { kind, registry } = this.world
    return hasDisk(kind) ? await listRevisions(registry, this.content.repository) : undefined
  }
}

/** Cases at a time: a registry and its client share two cores. */
const WIDTH = 4

/** Runs something for each case. If one fails, the others continue. */
export async function eachCase<One extends { readonly wrong: string[] }>(
  cases: readonly One[],
  work: (one: One) => Promise<void>,
  width = WIDTH,
): Promise<void> {
  const step = async (one: One) => {
    try {
      await work(one)
    } catch (error) {
      one.wrong.push(`it broke off: ${error instanceof Error ? error.stack : String(error)}`)
    }
  }
  await inParallel(cases, step, width)
}
