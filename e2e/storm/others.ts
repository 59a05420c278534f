import { pushImage, pushManifest } from '../../stack/content.mjs'
import { tagDigests } from '../../stack/inspect.mjs'
import { type Node, pick, pushNodeIndex, selectTags } from './content.ts'
import type { DrawnPush, DrawnSelection } from './draw.ts'
import type { Scene } from './scene.ts'

/**
 * Another client pushes a tag, which the history records. If the registry refuses, e.g. an index whose child is gone
 * by now, it is a new image. Returns whether that worked: the registry may be down.
 */
export async function pushTag(scene: Scene, drawn: DrawnPush): Promise<boolean> {
  const { history, place } = scene
  const title = `new-${history.gifts().length}`
  const { selected, kept } = listTags(scene)
  const tag = pick({ selected, kept, new: [] }[drawn.name], drawn.at) ?? title
  for (const onto of [drawn.onto, 'new'] as const) {
    try {
      const node = await chooseNode(scene, { ...drawn, onto }, title)
      const from = performance.now()
      await pushManifest({ ...place, tag, manifest: node.bytes, mediaType: node.mediaType })
      history.give({ tag, node, from, to: performance.now() })
      history.note(`somebody has put ${tag} onto ${node.digest}`)
      return true
    } catch (error) {
      history.note(`${tag} could not be pushed: ${String(error)}`)
    }
  }
  return false
}

async function chooseNode(
  scene: Scene,
  { onto, on }: Pick<DrawnPush, 'onto' | 'on'>,
  title: string,
): Promise<Node> {
  const { content, place } = scene
  const { selected, kept } = listTags(scene)
  const tag = pick({ selected, kept, index: selected, new: [] }[onto], on)
  const known = tag === undefined ? undefined : content.tags.get(tag)
  if (known) return onto === 'index' ? await pushNodeIndex(place, [known], title) : known
  const { descriptor, bytes } = await pushImage({ ...place, content: title })
  return { ...descriptor, bytes, reach: new Set([descriptor.digest]) }
}

/** What existed before the storm, by whether the first machine deletes it. */
function listTags({ content, selections, first }: Scene) {
  const selected = selections.get(first)
  const all = [...content.tags.keys()]
  return {
    selected: all.filter((tag) => selected?.has(tag)),
    kept: all.filter((tag) => !selected?.has(tag)),
  }
}

/**
 * The second machine deletes, from dialog to report. Returns whether it did: once per storm, and if there is a tag.
 */
export async function deleteElsewhere(scene: Scene, drawn: DrawnSelection): Promise<boolean> {
  const { second, history, direct, selections } = scene
  if (selections.has(second)) return false
  const all = await tagDigests(direct)
  const digests = new Map([...all].filter(([tag, at]) => at && !tag.startsWith('sha256-')))
  const tags = selectTags(drawn, digests)
  if (tags.length === 0) return false
  selections.set(second, new Map(tags.map((tag) => [tag, digests.get(tag)])))
  await second.plan(tags)
  history.confirm(second.name, tags)
  await second.confirm()
  await second.until('its report', () => second.isDone())
  return true
}
