import { MEDIA_TYPES, digestOf } from '../../stack/content.mjs'
import { addAttachments } from './attachments.ts'
import { Builder, SHARED_LAYER, descriptorOf } from './builder.ts'
import { type Content, type Node, reachOf } from './content.ts'
import type { Drawn, DrawnIndex, Writing } from './draw.ts'
import type { Selection } from './drawSelection.ts'
import type { Sight } from './observe.ts'
import { takenBy } from './ruleOracle.ts'

const ARCHITECTURES = ['amd64', 'arm64', 'arm', 's390x'] as const

/** Turns a drawn case into bytes. The same case in the same repository always has the same digests. */
export function contentOf(drawn: Drawn, repository: string, hasReferrers = false): Content {
  const builder = new Builder(repository)
  const { nodes, blobs, tags, order } = builder
  for (const { family, layers, config, time } of drawn.images) {
    if (family === 'schema-1') builder.addSchema1(`old-${config}`, layers)
    else builder.addImage(`config ${config}`, { family, layers, time })
  }
  for (const [at, index] of drawn.indexes.entries()) {
    addIndex(builder, index, drawn.writings[at % drawn.writings.length] ?? 'plain')
  }
  const main = [...order]
  for (const { name, on } of drawn.tags) tags.set(name, (main[on % main.length] as Node).digest)
  const attachmentTags = addAttachments(builder, drawn.attachments)

  const reached = reachOf([...tags.values()], nodes, hasReferrers)
  const dropped = drawn.keepsUntagged ? [] : order.filter(({ digest }) => !reached.has(digest))
  for (const { digest } of dropped) nodes.delete(digest)
  const needed = new Set([...nodes.values()].flatMap((node) => node.blobs))
  for (const digest of blobs.keys()) if (!needed.has(digest)) blobs.delete(digest)
  const content: Content = {
    repository,
    nodes,
    blobs,
    tags,
    attachmentTags,
    hasReferrers,
    selected: new Set(),
    hasUntagged: [...nodes.keys()].some((digest) => !reached.has(digest)),
    shared: new Set([digestOf(SHARED_LAYER)].filter((digest) => blobs.has(digest))),
  }
  return { ...content, selected: selectFrom(drawn.selection, content) }
}

function addIndex(builder: Builder, { family, children }: DrawnIndex, writing: Writing): void {
  // No registry has an index of schema 1 manifests.
  const able = builder.order.filter(({ kind }) => kind !== 'schema-1')
  const held = new Set(children.flatMap((at) => able[at % able.length] ?? []))
  const manifests = [...held].map((node, index) => ({
    ...descriptorOf(node),
    platform: { os: 'linux', architecture: ARCHITECTURES[index % ARCHITECTURES.length] },
  }))
  // Docker's list has no annotations, so an empty one would be identical in every repository.
  const isOci = family === 'oci' || manifests.length === 0
  const annotations = { of: builder.repository, at: `${builder.order.length}` }
  const mediaType = MEDIA_TYPES[isOci ? 'oci' : 'docker'].index
  const manifest = { manifests, ...(isOci && { annotations }) }
  const hidesChildren = writing !== 'plain' && manifests.length > 0
  const text = writeIndex({ schemaVersion: 2, mediaType, ...manifest }, writing)
  builder.addText({ kind: 'index', mediaType, hidesChildren, text }, manifest)
}

function writeIndex(
  {
    manifests,
    ...rest
  }: { readonly manifests: readonly object[]; readonly [field: string]: unknown },
  writing: Writing,
): string {
  const list = JSON.stringify(manifests)
  const others = JSON.stringify(rest).slice(0, -1)
  switch (writing) {
    case 'plain':
      return `${others},"manifests":${list}}`
    case 'other-case':
      return `${others},"manifests":[],"Manifests":${list}}`
    case 'escaped':
      return `${others},"manifests":[],"MANIFESTS":${list.replaceAll('sha256', String.raw`sha\u003256`)}}`
  }
}

/** @param sight what a rule can read if something may be damaged */
export function selectFrom(selection: Selection, content: Content, sight?: Sight): Set<string> {
  const { nodes, tags, attachmentTags } = content
  const all = [...tags.keys()]
  const own = all.filter((tag) => !attachmentTags.has(tag))
  const pick = (at: number) => own[at % own.length] as string
  switch (selection.kind) {
    case 'some': {
      const { mask, withAttachments } = selection
      const some = (withAttachments ? all : own).filter((_, index) => mask[index % mask.length])
      return new Set(some.length > 0 ? some : [pick(0)])
    }
    case 'one':
      return new Set([pick(selection.at)])
    case 'image': {
      const digest = tags.get(pick(selection.at))
      const on = own.filter((tag) => tags.get(tag) === digest)
      return new Set(selection.isAllButOne && on.length > 1 ? on.slice(1) : on)
    }
    case 'all':
      return new Set(selection.withAttachments ? all : own)
    case 'others': {
      const stays = pick(selection.at)
      const others = own.filter((tag) => tag !== stays)
      return new Set(others.length > 0 ? others : [stays])
    }
    case 'attached': {
      const isAttached = (tag: string) =>
        attachmentTags.has(tag) || nodes.get(tags.get(tag) as string)?.kind === 'artifact'
      const { mask } = selection
      const some = all.filter(isAttached).filter((_, index) => mask[index % mask.length])
      return new Set(some.length > 0 ? some : [pick(0)])
    }
    case 'rule': {
      const taken = selection.rules.map((rule) => takenBy(rule, content, sight))
      return taken.find(({ size }) => size > 0) ?? new Set([pick(0)])
    }
  }
}
