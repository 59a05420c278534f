import type { DeletionPlan, PlannedGroup, KeptPart } from '../../../deletion/plan/deletionPlan.ts'
import { formatCounted } from '../../../format/count.ts'
import { formatPlatform } from '../../../format/platform.ts'
import { describeManifest, isAttestationEntry } from '../../../image/artifact.ts'
import { attachmentTag } from '../../../image/attachments.ts'
import { namedPlatform } from '../../../image/platforms.ts'
import type { Digest } from '../../../registry/names.ts'

/**
 * Children and attachments that go, by the selected group that they go with; children first. What two hold
 * stands at the first.
 */
export function partsOf(plan: DeletionPlan): ReadonlyMap<PlannedGroup, readonly PlannedGroup[]> {
  const owners = new Map<Digest, PlannedGroup>()
  for (const group of plan.groups) {
    if (group.role.kind === 'selected' && group.digest) owners.set(group.digest, group)
  }
  const found = new Map<PlannedGroup, PlannedGroup[]>()
  let waiting = plan.groups.filter(
    ({ role, method }) => role.kind !== 'selected' && method.kind !== 'none',
  )
  for (let isMoving = true; isMoving;) {
    const rest = waiting.filter((part) => {
      const of = part.role.kind === 'selected' ? [] : part.role.of
      const owner = of.map((digest) => owners.get(digest)).find((one) => one !== undefined)
      if (!owner) return true
      found.set(owner, [...(found.get(owner) ?? []), part])
      if (part.digest && !owners.has(part.digest)) owners.set(part.digest, owner)
      return false
    })
    isMoving = rest.length < waiting.length
    waiting = rest
  }
  const isAttachment = ({ role }: PlannedGroup) => Number(role.kind === 'attachment')
  for (const parts of found.values()) parts.sort((a, b) => isAttachment(a) - isAttachment(b))
  return found
}

/** What one child or attachment is, in a word and, for a child, its platform. */
export type PartName = { readonly word: string; readonly platform: string | undefined }

/** @param part `of`: the digests that hold it, or that it is attached to */
function namePart(
  { store }: DeletionPlan,
  digest: Digest | undefined,
  part: { readonly kind: 'child' | 'attachment'; readonly type?: string; of: readonly Digest[] },
): PartName {
  const manifest = digest && store.known.get(digest)?.manifest
  if (part.kind === 'attachment') {
    const kind = manifest ? describeManifest(manifest) : undefined
    const ending = part.type ? COSIGN.get(part.type) : undefined
    const word = ending ?? (kind?.kind === 'referrers' ? 'list of attachments' : kind?.label)
    return { word: word ?? 'attachment', platform: undefined }
  }
  const [entry] = part.of.flatMap((holder) => {
    const index = store.known.get(holder)?.manifest
    return index?.kind === 'image-index'
      ? index.manifests.filter((one) => one.digest === digest)
      : []
  })
  if (entry && isAttestationEntry(entry)) return { word: 'attestation', platform: undefined }
  if (manifest?.kind === 'image-index') return { word: 'inner index', platform: undefined }
  const platform = entry && namedPlatform(entry)
  return { word: 'platform image', platform: platform && formatPlatform(platform) }
}

/** `3 platform images, 1 signature`: each word with its count, in the order of their first. */
export function countParts(names: readonly PartName[]): string {
  const counts = new Map<string, number>()
  for (const { word } of names) counts.set(word, (counts.get(word) ?? 0) + 1)
  return [...counts].map(([word, count]) => formatCounted(count, word, pluralOf(word))).join(', ')
}

/** Of a group that goes along. */
export function nameGroup(plan: DeletionPlan, { digest, role }: PlannedGroup): PartName {
  if (role.kind === 'selected') return { word: 'image', platform: undefined }
  return namePart(plan, digest, role)
}

/** Of a child or attachment that stays. */
export function nameStaying(
  plan: DeletionPlan,
  owner: PlannedGroup,
  { digest, kind, tags }: KeptPart,
): PartName {
  const label = tags[0] && attachmentTag(tags[0])?.label
  const name = namePart(plan, digest, { kind, of: owner.digest ? [owner.digest] : [] })
  return kind === 'attachment' && label ? { ...name, word: label } : name
}

const COSIGN: ReadonlyMap<string, string> = new Map([
  ['sig', 'signature'],
  ['att', 'attestation'],
  ['sbom', 'SBOM'],
])

function pluralOf(word: string): string {
  if (word.endsWith('index')) return `${word.slice(0, -2)}ices`
  return word.startsWith('list of') ? word.replace('list', 'lists') : `${word}s`
}
