import type { Hold } from '../../stack/faults.mjs'
import { resolveReference } from '../../stack/inspect.mjs'
import type { Cut } from './draw.ts'
import { agentOf } from './history.ts'
import type { Scene } from './scene.ts'

/** How many requests a broken connection affects. */
const BROKEN = 4

/** Releases or drops the held request, and cuts the page off from its registry, temporarily if so drawn. */
export async function cutOff(scene: Scene, cut: Cut, hold: Hold): Promise<void> {
  const { proxy, first } = scene
  switch (cut) {
    case 'none':
      return hold.release()
    case 'dropped':
      return hold.drop()
    case 'broken':
      proxy.rules([{ agent: agentOf(first.name), fault: 'reset', times: BROKEN }])
      return hold.drop()
    case 'offline':
      return await takeNetwork(scene, hold)
    case 'killed':
    case 'killed-for-long':
      return await killRegistry(scene, cut, hold)
  }
}

async function takeNetwork({ first }: Scene, hold: Hold): Promise<void> {
  let isNoticed = false
  first.context.once('requestfailed', () => (isNoticed = true))
  await first.context.setOffline(true)
  hold.release()
  await first.until('a failure', () => isNoticed || first.isDone())
  await first.context.setOffline(false)
}

async function killRegistry(scene: Scene, cut: Cut, hold: Hold): Promise<void> {
  const { registry, proxy, history, first, direct } = scene
  const request = await hold.reached
  const [digest] = /sha256:[0-9a-f]+$/.exec(request.url) ?? []
  if (request.method === 'DELETE' && digest && request.sent === undefined) {
    // In the middle: the manifest is deleted first, its tags after it.
    hold.release()
    while (request.answered === undefined && (await resolveReference(direct, digest)));
  }
  const killed = performance.now()
  await registry.kill()
  history.die()
  hold.release()
  // That one is restarted when the storm is over.
  if (cut === 'killed-for-long') return
  const isNoticed = () =>
    proxy.log().some(({ at, sent = at, status }) => sent >= killed && status === 502)
  await first.until('a failure', () => isNoticed() || !first.hasPage || first.isDone())
  await registry.restart()
}
