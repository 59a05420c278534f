import { memo } from 'react'
import {
  type DeletionPlan,
  type PlannedGroup,
  listGoing,
} from '../../../deletion/plan/deletionPlan.ts'
import { describeKept } from '../../../deletion/words.ts'
import { formatCounted } from '../../../format/count.ts'
import { nameSome } from '../../../format/nameSome.ts'
import { TagNames } from '../../../components/TagNames.tsx'
import { Lines, type PlanLine } from './PlanSection.tsx'
import { keyOf, namePart, tagsByText } from './planParts.ts'

const MOST_OTHERS = 500

/** What is kept, with reasons, and how many others. Computed once per plan, since the dialog renders many times. */
export const StayLines = memo(function StayLines({ plan }: { plan: DeletionPlan }) {
  const { dangling } = plan
  const going = plan.groups.filter(({ method }) => method.kind !== 'none')
  const common = tagsByText(
    going.flatMap(({ role, keptBecause, tags }) =>
      keptBecause.flatMap((reason) =>
        role.kind !== 'selected' || reason.kind === 'shared' || reason.kind === 'in-index'
          ? []
          : [[describeKept(reason), tags] as const],
      ),
    ),
  )
  const lines: readonly PlanLine[] = [
    ...going.flatMap((group) => [...describeHolders(group), ...describeParts(plan, group)]),
    ...[...common].map(([reason, tags]) => ({
      key: reason,
      what: `The image of ${nameSome(tags)}`,
      reason,
    })),
    ...(dangling.length > 0
      ? [{ key: '', tags: dangling, reason: 'listed, but the manifest is missing: not touched' }]
      : []),
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
      {others.length + lines.length === 0 && (
        <p className="py-1 text-soft">
          {plan.unknown.length > 0 || !plan.listIsWhole
            ? 'No other tag could be read.'
            : 'There are no other tags in this repository.'}
        </p>
      )}
    </>
  )
})

const HOLDS = {
  shared: 'on the same image as',
  'in-index': 'an index that contains the image of',
} as const

/** Other tags that keep the image of selected tags. */
function describeHolders(group: PlannedGroup): readonly PlanLine[] {
  const { role, keptBecause, tags } = group
  return keptBecause.flatMap((by, index) => {
    if (role.kind !== 'selected' || (by.kind !== 'shared' && by.kind !== 'in-index')) return []
    const reason = `${HOLDS[by.kind]} ${nameSome(tags)}`
    return [{ key: `${keyOf(group)} ${index}`, tags: by.tags, reason }]
  })
}

/** Children and attachments that are kept although their group is deleted. */
function describeParts(plan: DeletionPlan, group: PlannedGroup): readonly PlanLine[] {
  const names = nameSome(group.tags)
  const of = group.digest ? [group.digest] : []
  return group.keptParts.map((part) => {
    const { word, platform } = namePart(plan, part, { kind: part.kind, of })
    const hasName = part.tags.length > 0 || names === ''
    return {
      key: `${keyOf(group)} ${part.digest}`,
      what: hasName ? word : `${platform ?? word} of ${names}`,
      digest: part.digest,
      tags: part.tags,
      reason:
        part.keptBecause.map((one) => describeKept(one)).join('; ') ||
        'nothing else is known about it',
    }
  })
}
