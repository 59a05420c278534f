import { type Place, MEDIA_TYPES, ask } from '../../stack/content.mjs'
import { Builder, descriptorOf } from './builder.ts'
import type { Content, Node } from './content.ts'
import type { Meanwhile } from './draw.ts'
import { putNode } from './push.ts'

/** The same repository after somebody else's change. Tags they moved are no longer selected. */
export function changedBy(
  meanwhile: Meanwhile,
  content: Content,
  hasTagDeletion: boolean,
): Content {
  const tags = new Map(content.tags)
  const nodes = new Map(content.nodes)
  const all = [...nodes.values()]
  switch (meanwhile.kind) {
    case 'nothing':
      return content
    case 'move': {
      const tag = [...tags.keys()][meanwhile.at % tags.size] as string
      tags.set(tag, (all[meanwhile.on % all.length] as Node).digest)
      break
    }
    case 'tag':
      tags.set(meanwhile.name, (all[meanwhile.on % all.length] as Node).digest)
      break
    case 'delete': {
      const tag = [...tags.keys()][meanwhile.at % tags.size] as string
      const digest = tags.get(tag)
      for (const [name, on] of content.tags) {
        if (hasTagDeletion ? name === tag : on === digest) tags.delete(name)
      }
      break
    }
    case 'index': {
      const able = all.filter(({ kind }) => kind !== 'schema-1')
      const children = new Set(meanwhile.children.flatMap((at) => able[at % able.length] ?? []))
      const index = new Builder(content.repository).add('index', MEDIA_TYPES.oci.index, {
        manifests: [...children].map(descriptorOf),
        annotations: { of: content.repository, is: 'late' },
      })
      nodes.set(index.digest, index)
      tags.set('late', index.digest)
    }
  }
  const isStill = (tag: string) => tags.get(tag) === content.tags.get(tag)
  return {
    ...content,
    tags,
    nodes,
    attachmentTags: new Map([...content.attachmentTags].filter(([tag]) => isStill(tag))),
    selected: new Set([...content.selected].filter(isStill)),
    // What a moved tag pointed to may be untagged now.
    hasUntagged: true,
  }
}

/** Applies somebody else's change: `after` is what `changedBy` made of `before`. */
export async function pushChange(
  origin: string,
  before: Content,
  after: Content,
  hasTagDeletion: boolean,
): Promise<void> {
  const place: Place = { origin, repository: before.repository }
  for (const [digest, node] of after.nodes) {
    if (!before.nodes.has(digest)) await putNode(place, node, digest)
  }
  for (const [tag, digest] of after.tags) {
    if (before.tags.get(tag) !== digest) await putNode(place, after.nodes.get(digest) as Node, tag)
  }
  const gone = [...before.tags].filter(([tag]) => !after.tags.has(tag))
  for (const reference of new Set(gone.map(([tag, digest]) => (hasTagDeletion ? tag : digest)))) {
    await ask(place, 'DELETE', `manifests/${reference}`)
  }
}
