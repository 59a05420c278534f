import { memo } from 'react'
import type { DeletionPlan, PlannedGroup } from '../../../deletion/plan/deletionPlan.ts'
import type { KeptReason } from '../../../deletion/plan/keptBecause.ts'
import { listGoing } from '../../../deletion/plan/deletionPlan.ts'
import { formatCounted } from '../../../format/count.ts'
import type { Tag } from '../../../registry/names.ts'
import { Lines, type PlanLine, TagNames } from './PlanSection.tsx'
import { nameStaying } from './planParts.ts'
import { describeKept } from '../../../deletion/words.ts'
import { nameSome } from '../../../format/nameSome.ts'

const MOST_OTHERS = 500

/**
 * What stays next to what goes, each with its reason, and how many others. Made once a plan: while manifests
 * are read, the dialog is drawn many times.
 */
export const StayLines = memo(function StayLines({ plan }: { plan: DeletionPlan }) {
  const lines = [
    ...plan.groups.flatMap((group) => describeGroup(group, plan)),
    ...describeCommon(plan),
    ...describeDangling(plan),
  ]
  const cannot = plan.groups.filter(({ method }) => method.kind === 'none')
  const named = new Set([
    ...[...lines, ...cannot].flatMap(({ tags }) => tags ?? []),
    ...[...plan.unknown, ...plan.orphans].map(({ tag }) => tag),
    ...listGoing(plan),
    ...plan.attachmentTags,
    ...plan.alreadyGone,
  ])
  const others = [...plan.states.keys()].filter((tag) => !named.has(tag))
  return (
    <>
      <Lines lines={lines} label="lines" />
      {others.length > 0 && (
        <details className="py-1">
          <summary className="cursor-pointer text-soft">
            {lines.length > 0 ? 'And ' : ''}
            {formatCounted(others.length, 'other tag')}
          </summary>
          <span className="mt-1 flex flex-wrap gap-x-2">
            <TagNames tags={others.slice(0, MOST_OTHERS)} />
            {others.length > MOST_OTHERS && <span className="text-soft">and more</span>}
          </span>
        </details>
      )}
      {others.length === 0 && lines.length === 0 && (
        <p className="py-1 text-soft">No other tag is in this repository.</p>
      )}
    </>
  )
})

function describeGroup(group: PlannedGroup, plan: DeletionPlan): PlanLine[] {
  const { tags, keptBecause, keptParts, digest, method, role } = group
  if (method.kind === 'none') return []
  const key = digest ?? tags.join(' ')
  const names = nameSome(tags)
  const lines =
    role.kind === 'selected'
      ? keptBecause.flatMap((reason, index) => describeReason(reason, names, `${key} ${index}`))
      : []
  for (const part of keptParts) {
    const { word, platform } = nameStaying(plan, group, part)
    const reason =
      part.keptBecause.map((one) => describeKept(one)).join('; ') || 'nothing else is known of it'
    const what = names === '' ? word : `${platform ?? word} of ${names}`
    lines.push({
      key: `${key} ${part.digest}`,
      what: part.tags.length > 0 ? word : what,
      digest: part.digest,
      tags: part.tags,
      reason,
    })
  }
  return lines
}

function describeReason(reason: KeptReason, names: string, key: string): PlanLine[] {
  if (reason.kind === 'shared') {
    return [{ key, tags: reason.tags, reason: `on the same image as ${names}` }]
  }
  if (reason.kind !== 'in-index') return []
  return [{ key, tags: reason.tags, reason: `an index that holds the image of ${names}` }]
}

/** Reasons that many images have alike, each once. */
function describeCommon({ groups }: DeletionPlan): PlanLine[] {
  const common = new Map<string, Tag[]>()
  for (const { keptBecause, tags, method, role } of groups) {
    if (method.kind === 'none' || role.kind !== 'selected') continue
    for (const reason of keptBecause) {
      if (reason.kind === 'shared' || reason.kind === 'in-index') continue
      const text = describeKept(reason)
      const alike = common.get(text) ?? []
      alike.push(...tags)
      common.set(text, alike)
    }
  }
  return [...common].map(([reason, tags]) => ({
    key: reason,
    what: `The image of ${nameSome(tags)}`,
    reason,
  }))
}

function describeDangling({ dangling }: DeletionPlan): PlanLine[] {
  if (dangling.length === 0) return []
  return [
    { key: 'dangling', tags: dangling, reason: 'listed, but the manifest is gone: not touched' },
  ]
}
