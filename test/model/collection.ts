import { type Case, type World, eachCase, hasDisk } from './case.ts'
import { collectable, weigh } from './space.ts'
import { listRevisions, listStored, removeRepository, stopsCollection } from './storage.ts'
import { brokenlyRestored, unpullable } from './undone.ts'

/**
 * Collects garbage while the registry runs, as people do, and pulls everything left; tries to restore what was
 * collected; restarts the registry and pulls again.
 */
export async function collectAndJudge(all: readonly Case[], world: World): Promise<void> {
  const { registry, kind } = world
  const isHopeless = ({ drawn }: Case) => drawn.damage.some(stopsCollection)
  for (const { content } of all.filter(isHopeless)) {
    await removeRepository(registry, content.repository)
  }
  const cases = all.filter((one) => !isHopeless(one))
  const stored = new Map<Case, ReadonlySet<string>>()
  for (const one of hasDisk(kind) ? cases : []) {
    const { nodes, blobs } = one.content
    stored.set(one, await listStored(registry, [...nodes.keys(), ...blobs.keys()]))
  }
  await registry.collect()
  await eachCase(cases, async (one) => {
    const before = stored.get(one)
    if (before) await judgeSpace(one, before, world)
    await pullAll(one, 'after the collection')
  })
  const late = cases.filter(({ drawn, said }) => drawn.undo === 'after-collection' && said)
  await eachCase(late, async (one) => {
    await one.restore()
    const now = await one.look()
    one.latest = now
    const { planned, content, first, said } = one
    const wrong = first ? brokenlyRestored(planned, content, { first, now, said }) : []
    one.wrong.push(...wrong.map((sentence) => `after undo of what was collected: ${sentence}`))
  })
  await registry.restart()
  await eachCase(cases, (one) => pullAll(one, 'after the restart'))
}

/** As much is freed as the model says, and as the plan promised, as far as it could know. */
async function judgeSpace(
  { drawn, planned, content, plan, isRestored, isDamaged, isOutlasted, odd, wrong }: Case,
  before: ReadonlySet<string>,
  { registry, product }: World,
): Promise<void> {
  const left = await listStored(registry, before)
  const manifests = await listRevisions(registry, content.repository)
  const freed = weigh(
    content,
    [...before].filter((digest) => !left.has(digest)),
  )
  const unneeded = [...collectable(content, manifests)].filter((digest) => before.has(digest))
  const expected = weigh(content, unneeded)
  if (freed !== expected) wrong.push(`${freed} bytes were freed, not ${expected}`)
  // Schema 1 manifests don't give the sizes of their layers.
  const isOld = [...content.nodes.values()].some(({ kind }) => kind === 'schema-1')
  if (!plan || isRestored || isDamaged || isOld || content !== planned) return
  if (odd?.mayHinder || isOutlasted) return
  const promised = product.countFreed(plan)?.bytes
  const isSeen = !content.hasUntagged && content.shared.size === 0 && !drawn.cut
  if (promised === undefined) wrong.push('the plan does not say what is freed')
  // Unlisted content and other repositories may need more than the plan can see: then less is freed.
  else if (isSeen ? promised !== freed : promised < freed) {
    wrong.push(`the plan promised ${promised} bytes, and ${freed} were freed`)
  }
}

async function pullAll(one: Case, when: string): Promise<void> {
  const { content, first, latest, wrong } = one
  if (!first || !latest) return
  const lost = unpullable(content, { first, latest, now: await one.look() })
  wrong.push(...lost.map((sentence) => `${when}: ${sentence}`))
}
