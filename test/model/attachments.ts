import { MEDIA_TYPES, digestOf } from '../../stack/content.mjs'
import { type Builder, descriptorOf } from './builder.ts'
import type { Node } from './content.ts'
import type { DrawnAttachment } from './draw.ts'

const EMPTY_TYPE = 'application/vnd.oci.empty.v1+json'
const SBOM_TYPE = 'application/spdx+json'
const LOOKALIKE = { family: 'oci', layers: [0], time: 90 } as const

/** Attaches signatures and documents like today's clients do; returns their tags with what each belongs to. */
export function addAttachments(
  builder: Builder,
  drawn: readonly DrawnAttachment[],
): Map<string, string> {
  const { order, tags } = builder
  const main = order.length
  const attachmentTags = new Map<string, string>()
  const lists = new Map<string, Node[]>()
  for (const [at, { on, by, alias }] of drawn.entries()) {
    const before = order.length
    const targets = order.filter(({ kind }, index) => index < main || kind === 'artifact')
    const target = targets[on % targets.length] as Node
    const name = target.digest.replace(':', '-')
    switch (by) {
      case 'subject':
        addReferrer(builder, target, at)
        break
      case 'fallback': {
        const referrers = lists.get(target.digest) ?? []
        lists.set(target.digest, [...referrers, addReferrer(builder, target, at)])
        break
      }
      case 'cosign-sig':
      case 'cosign-att': {
        const tag = `${name}.${by.slice('cosign-'.length)}`
        tags.set(tag, addCosign(builder, by, name, at).digest)
        attachmentTags.set(tag, target.digest)
        break
      }
      case 'orphan': {
        const subject = digestOf(`${builder.repository} ${at}`)
        const tag = `${subject.replace(':', '-')}.sig`
        tags.set(tag, addCosign(builder, 'cosign-sig', tag, at).digest)
        attachmentTags.set(tag, subject)
        break
      }
      case 'lookalike':
        if (!lists.has(target.digest)) {
          tags.set(name, builder.addImage(`lookalike ${at}`, LOOKALIKE).digest)
        }
    }
    const added = order[before]
    if (alias !== undefined && added) tags.set(alias, added.digest)
  }
  for (const [subject, referrers] of lists) {
    const tag = subject.replace(':', '-')
    const manifests = referrers.map((node) => ({ ...descriptorOf(node), artifactType: SBOM_TYPE }))
    tags.set(tag, builder.add('index', MEDIA_TYPES.oci.index, { manifests }).digest)
    attachmentTags.set(tag, subject)
  }
  return attachmentTags
}

function addReferrer(builder: Builder, target: Node, at: number): Node {
  const { repository } = builder
  const file = builder.blob(`a document ${at} of ${repository}`)
  return builder.add('artifact', MEDIA_TYPES.oci.manifest, {
    artifactType: SBOM_TYPE,
    config: { mediaType: EMPTY_TYPE, ...builder.blob(`{"of":"${repository}"}`) },
    layers: [{ mediaType: SBOM_TYPE, ...file }],
    subject: descriptorOf(target),
  })
}

function addCosign(builder: Builder, by: 'cosign-sig' | 'cosign-att', of: string, at: number) {
  const mediaType =
    by === 'cosign-sig'
      ? 'application/vnd.dev.cosign.simplesigning.v1+json'
      : 'application/vnd.dsse.envelope.v1+json'
  const { repository } = builder
  const config = builder.blob(JSON.stringify({ architecture: '', os: '', repository, at }))
  return builder.add('artifact', MEDIA_TYPES.oci.manifest, {
    config: { mediaType: MEDIA_TYPES.oci.config, ...config },
    layers: [{ mediaType, ...builder.blob(`a ${by} of ${of} in ${repository}`) }],
  })
}
