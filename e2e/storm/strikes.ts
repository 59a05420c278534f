import type { Hold } from '../../stack/faults.mjs'
import { cutOff } from './cuts.ts'
import type { DrawnStrike, RequestKind } from './draw.ts'
import { agentOf } from './history.ts'
import { deleteElsewhere, pushTag } from './others.ts'
import type { Scene } from './scene.ts'

const REQUESTS: Readonly<Record<RequestKind, { method: string; path: string }>> = {
  list: { method: 'GET', path: '/tags/list' },
  ask: { method: 'HEAD', path: '/manifests/' },
  put: { method: 'PUT', path: '/manifests/' },
  delete: { method: 'DELETE', path: '/manifests/' },
}

/** The strikes in their order: the first at a request that the page is sure to send. */
export function arrangeStrikes(
  { kind, content, selections, first: machine }: Scene,
  [first, ...others]: readonly DrawnStrike[],
): readonly DrawnStrike[] {
  if (!first) return []
  const selected = selections.get(machine) ?? new Map<string, string>()
  const digests = [...selected.values()]
  const kept = [...content.tags].flatMap(([tag, { digest }]) => (selected.has(tag) ? [] : [digest]))
  const isOld = kind === '2.8.2'
  const certain: Readonly<Record<RequestKind, number>> = {
    list: 1,
    ask: digests.length,
    // 2.8 removes a tag from a kept image by pushing it again.
    put: isOld ? digests.filter((digest = '') => kept.includes(digest)).length : 0,
    delete: isOld ? new Set(digests).size : digests.length,
  }
  const on = certain[first.on] > 0 ? first.on : 'delete'
  const all = [{ ...first, on, after: first.after % certain[on] }, ...others]
  // Nothing more can be done with a registry that is down.
  const last = all.findIndex(({ cut }) => cut === 'killed-for-long')
  return last < 0 ? all : all.slice(0, last + 1)
}

/** Lets the page start, and strikes at the drawn requests, if they come. Returns the strikes. */
export async function strikeAll(
  scene: Scene,
  strikes: readonly DrawnStrike[],
  begin: () => Promise<void>,
): Promise<readonly string[]> {
  const { first, history } = scene
  const left = [...strikes]
  const struck: string[] = []
  let aimed = aim(scene, left.shift())
  await begin()
  while (aimed) {
    const { hold, strike, isReached } = aimed
    await first.until('a strike', () => isReached() || first.isDone())
    if (!isReached()) {
      hold.release()
      break
    }
    const { on, after, phase, cut } = strike
    history.note(
      `held: ${on} ${after + 1}, ${phase === 'answer' ? 'done, not answered' : 'not begun'}`,
    )
    struck.push(...(await disturb(scene, strike)))
    // Before the page continues, so that none of its requests is missed.
    aimed = aim(scene, left.shift())
    history.note(`it goes on, cut: ${cut}`)
    await cutOff(scene, cut, hold)
    await reopen(scene, strike, hold)
  }
  return struck
}

/** Makes a strike wait for its request. */
function aim({ proxy, first }: Scene, strike: DrawnStrike | undefined) {
  if (!strike) return undefined
  const { on, after, phase } = strike
  const hold = proxy.hold({ ...REQUESTS[on], agent: agentOf(first.name), after, phase })
  let isReached = false
  void hold.reached.then(() => (isReached = true))
  return { hold, strike, isReached: () => isReached }
}

/** What happens while the request is held, and everything that hits the page. */
async function disturb(scene: Scene, { pushes, other, reopened, cut }: DrawnStrike) {
  const struck: string[] = cut === 'none' ? [] : [cut]
  if (reopened) {
    scene.history.note('the page is closed')
    await scene.first.close()
    struck.push('page closed')
  }
  for (const push of pushes) {
    if (await pushTag(scene, push)) struck.push(`${push.name} tag pushed`)
  }
  if (other && (await deleteElsewhere(scene, other))) struck.push('second machine')
  return struck
}

async function reopen({ first, history }: Scene, { reopened, cut }: DrawnStrike, hold: Hold) {
  if (!reopened) return
  const request = await hold.reached
  const isAtWork = cut === 'none' && /PUT|DELETE/.test(request.method)
  // What a closed page requested is still done.
  await first.until('the registry', () => !isAtWork || request.answered !== undefined)
  history.note(`another page is opened: ${reopened}`)
  await first.reopen(reopened)
}
