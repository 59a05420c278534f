import type { Browser } from '@playwright/test'
import type { Site } from '../test.ts'
import { pushContent, selectTags } from './content.ts'
import type { Storm } from './draw.ts'
import { History } from './history.ts'
import type { Race } from './judge/races.ts'
import { Trial } from './judge/trial.ts'
import { Machine } from './machine.ts'
import type { Scene } from './scene.ts'
import { arrangeStrikes, strikeAll } from './strikes.ts'

/** How a run ended. */
export type Verdict = {
  /** What is wrong, as sentences. */
  readonly wrong: readonly string[]
  /** Losses that docs/deletion.md says may happen. */
  readonly races: ReadonlyMap<string, Race>
  readonly struck: readonly string[]
  /** What was on the screens, and the registry's requests. */
  readonly screens: readonly string[]
  readonly journal: string
}

const repository = 'storm/app'

/** Runs a storm on a registry that contains nothing else, and judges the result. */
export async function runStorm(
  browser: Browser,
  storm: Storm,
  site: Site,
  /** Where to save a screenshot of the first machine, if something is wrong. */
  picture: string,
): Promise<Verdict> {
  const { registry, faults: proxy, origin } = site
  const place = { origin: proxy.origin, repository }
  const direct = { origin: registry.origin, repository }
  const history = new History(proxy, storm.kind)
  const content = await pushContent(direct, storm.content)
  for (const [tag, node] of content.tags) history.give({ tag, node, from: 0, to: 0 })
  const digests = new Map([...content.tags].map(([tag, { digest }]) => [tag, digest]))
  const selected = selectTags(storm.selection, digests)
  const start = (name: string) => Machine.start(browser, { name, origin, repository })
  const [first, second] = [await start('first'), await start('second')]
  const selections = new Map([[first, new Map(selected.map((tag) => [tag, digests.get(tag)]))]])
  const who = { first, second, selections }
  const scene: Scene = {
    kind: storm.kind,
    registry,
    proxy,
    place,
    direct,
    content,
    history,
    ...who,
  }
  const trial = new Trial(scene)
  const wrong: string[] = []
  const struck: string[] = []
  try {
    await first.plan(selected)
    const strikes = arrangeStrikes(scene, storm.strikes)
    history.confirm(first.name, selected)
    struck.push(...(await strikeAll(scene, strikes, () => first.confirm())))
    await first.until('its end', () => first.isDone())
    history.note('the storm is over')
    proxy.rules([])
    if (struck.includes('killed-for-long')) await registry.restart()
    await trial.judge()
  } catch (error) {
    wrong.push(String(error))
    if (first.hasPage) await trial.keepScreen(first)
  }
  wrong.push(...trial.wrong, ...first.exceptions, ...second.exceptions)
  if (struck.length === 0) wrong.push('nothing struck')
  if (wrong.length > 0 && first.hasPage) await first.page.screenshot({ path: picture })
  await first.context.close()
  await second.context.close()
  const { races, screens } = trial
  return { wrong, races, struck, screens, journal: history.print() }
}
