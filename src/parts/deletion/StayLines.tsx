import type { DeletionPlan, PlannedGroup, StayReason } from '../../deletion/deletionPlan.ts'
import { listGoing } from '../../deletion/deletionPlan.ts'
import { formatCounted } from '../../format/count.ts'
import type { Tag } from '../../registry/names.ts'
import { LongList } from './LongList.tsx'
import { Line, TagNames } from './PlanSection.tsx'
import { describeStay, nameTags } from './words.ts'

type Stay = {
  readonly key: string
  /** Tags that stay, or what else stays. */
  readonly tags: readonly Tag[] | string
  readonly reason: string
}

const MOST_OTHERS = 500

/** What stays next to what goes, each with its reason, and how many others. */
export function StayLines({ plan }: { plan: DeletionPlan }) {
  const lines = [
    ...plan.groups.flatMap((group) => describeGroup(group)),
    ...describeCommon(plan),
    ...describeDangling(plan),
  ]
  const named = new Set(lines.flatMap(({ tags }) => (typeof tags === 'string' ? [] : tags)))
  for (const { tag } of plan.unknown) named.add(tag)
  for (const tag of [...listGoing(plan), ...plan.alreadyGone]) named.add(tag)
  const others = [...plan.states.keys()].filter((tag) => !named.has(tag))
  return (
    <>
      <LongList items={lines} label="lines">
        {({ key, tags, reason }) => (
          <Line key={key} reason={reason}>
            {typeof tags === 'string' ? <span>{tags}</span> : <TagNames tags={tags} />}
          </Line>
        )}
      </LongList>
      {others.length > 0 && (
        <details className="py-1">
          <summary className="cursor-pointer text-soft">
            {lines.length > 0 ? 'And ' : ''}
            {formatCounted(others.length, 'other tag')}
          </summary>
          <span className="flex flex-wrap gap-x-2">
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
}

function describeGroup(group: PlannedGroup): Stay[] {
  const { tags, stays, children, attachments, digest, method } = group
  if (method.kind === 'none') return []
  const key = digest ?? tags.join(' ')
  const names = nameTags(tags)
  const lines = stays.flatMap((reason, index) => describeReason(reason, names, `${key} ${index}`))
  if (children.length > 0) {
    const each = children.length === 1 ? 'stays' : 'stay'
    const reason = `held by the index ${names}; ${each} in the registry without a tag`
    lines.push({ key: `${key} children`, tags: formatCounted(children.length, 'manifest'), reason })
  }
  if (attachments.length > 0) {
    const reason = `signatures and the like of ${names}`
    lines.push({ key: `${key} attachments`, tags: attachments, reason })
  }
  return lines
}

function describeReason(reason: StayReason, names: string, key: string): Stay[] {
  if (reason.kind === 'shared') {
    return [{ key, tags: reason.tags, reason: `on the same image as ${names}` }]
  }
  if (reason.kind !== 'in-index') return []
  return [{ key, tags: reason.tags, reason: `an index that holds the image of ${names}` }]
}

/** Reasons that many images have alike, each once. */
function describeCommon({ groups }: DeletionPlan): Stay[] {
  const common = new Map<string, Tag[]>()
  for (const { stays, tags, method } of groups) {
    for (const reason of stays) {
      if (method.kind === 'none' || reason.kind === 'shared' || reason.kind === 'in-index') continue
      const text = describeStay(reason)
      const named = common.get(text)
      if (named) named.push(...tags)
      else common.set(text, [...tags])
    }
  }
  return [...common].map(([reason, tags]) => ({
    key: reason,
    tags: `The image of ${nameTags(tags)}`,
    reason,
  }))
}

function describeDangling({ dangling }: DeletionPlan): Stay[] {
  if (dangling.length === 0) return []
  return [
    { key: 'dangling', tags: dangling, reason: 'listed, but the manifest is gone: not touched' },
  ]
}
