import type { DeletionPlan, PlannedGroup, Role } from '../../../deletion/plan/deletionPlan.ts'
import { formatCounted } from '../../../format/count.ts'
import { formatPlatform } from '../../../format/platform.ts'
import { describeManifest, isAttestationEntry } from '../../../image/artifact.ts'
import { attachmentTag } from '../../../image/attachments.ts'
import { namedPlatform } from '../../../image/index/platforms.ts'
import type { Digest, Tag } from '../../../registry/names.ts'

/** Tags with the same message, grouped. */
export function tagsByText(
  texts: Iterable<readonly [text: string, tags: readonly Tag[]]>,
): ReadonlyMap<string, readonly Tag[]> {
  const joined = new Map<string, Tag[]>()
  for (const [text, tags] of texts) {
    const alike = joined.get(text) ?? []
    alike.push(...tags)
    joined.set(text, alike)
  }
  return joined
}

/** Identifies a group within its plan. */
export function keyOf({ digest, tags }: PlannedGroup): string {
  return digest ?? tags.join(' ')
}

/** What is deleted along with each selected group, children first; what belongs to two is listed under the first. */
export function partsOf({ groups }: DeletionPlan): ReadonlyMap<PlannedGroup, PlannedGroup[]> {
  const waiting = new Map<Digest, Set<PlannedGroup>>()
  for (const group of groups) {
    if (group.role.kind === 'selected' || group.method.kind === 'none') continue
    for (const digest of group.role.of) {
      waiting.set(digest, (waiting.get(digest) ?? new Set()).add(group))
    }
  }
  const seen = new Set<PlannedGroup>()
  const collect = (holder: PlannedGroup, found: PlannedGroup[]): PlannedGroup[] => {
    for (const part of (holder.digest && waiting.get(holder.digest)) ?? []) {
      if (seen.has(part)) continue
      seen.add(part)
      found.push(part)
      collect(part, found)
    }
    return found
  }
  const isAttachment = ({ role }: PlannedGroup) => Number(role.kind === 'attachment')
  const selected = groups.filter(({ role }) => role.kind === 'selected')
  return new Map(
    selected.map((group) => [
      group,
      collect(group, []).sort((a, b) => isAttachment(a) - isAttachment(b)),
    ]),
  )
}

/** What a child or attachment is, in a word; for a child, also its platform. */
export type PartName = { readonly word: string; readonly platform?: string | undefined }

/** Names a child or attachment. `role.of`: the digests that contain it, or that it is attached to. */
export function namePart(
  { store }: DeletionPlan,
  { digest, tags }: Pick<PlannedGroup, 'digest' | 'tags'>,
  role: { readonly kind: Role['kind']; readonly of?: readonly Digest[] },
): PartName {
  const manifest = digest && store.known.get(digest)?.manifest
  if (role.kind === 'attachment') {
    const label = tags[0] && attachmentTag(tags[0])?.label
    if (label && label !== 'referrers') return { word: label }
    const kind = manifest && describeManifest(manifest)
    return {
      word: kind?.kind === 'referrers' ? 'list of referrers' : (kind?.label ?? 'attachment'),
    }
  }
  const [entry] = (role.of ?? []).flatMap((holder) => {
    const index = store.known.get(holder)?.manifest
    return index?.kind === 'image-index'
      ? index.manifests.filter((one) => one.digest === digest)
      : []
  })
  if (entry && isAttestationEntry(entry)) return { word: 'attestation' }
  const word = manifest?.kind === 'image-index' ? 'nested index' : 'platform image'
  const platform = entry && namedPlatform(entry)
  return { word, platform: platform && formatPlatform(platform) }
}

/** `3 platform images, 1 signature`: each word with its count, in order of first appearance. */
export function countParts(names: readonly PartName[]): string {
  const counts = new Map<string, number>()
  for (const { word } of names) counts.set(word, (counts.get(word) ?? 0) + 1)
  return [...counts].map(([word, count]) => formatCounted(count, word, pluralOf(word))).join(', ')
}

function pluralOf(word: string): string {
  if (word.endsWith('index')) return `${word.slice(0, -2)}ices`
  return word.startsWith('list of') ? word.replace('list', 'lists') : `${word}s`
}
