import type { DeletionPlan, PlannedGroup } from '../../deletion/deletionPlan.ts'
import { leaveImages } from '../../deletion/deletionPlan.ts'
import { formatCount, formatCounted } from '../../format/count.ts'
import type { Tag } from '../../registry/names.ts'
import { DigestMark } from '../DigestMark.tsx'
import { LongList } from './LongList.tsx'
import { MethodLines } from './MethodLines.tsx'
import { Line, PlanSection, TagNames } from './PlanSection.tsx'
import { SpaceNote } from './SpaceNote.tsx'
import { StayLines } from './StayLines.tsx'
import { describeMethod, nameTags } from './words.ts'

/** What goes, what stays and why, and what could not be checked: to be read in seconds. */
export function PlanView({
  plan: planned,
  notShown,
  tagsOnly,
  onTagsOnly,
}: {
  plan: DeletionPlan
  notShown: readonly Tag[]
  tagsOnly: boolean
  /** `undefined` where tags cannot be removed by name. */
  onTagsOnly: ((tagsOnly: boolean) => void) | undefined
}) {
  const plan = tagsOnly ? leaveImages(planned) : planned
  const going = plan.groups.filter(({ method }) => method.kind !== 'none')
  const staying = plan.groups.filter(({ method }) => method.kind === 'none')
  const hasImages = planned.groups.some(({ method }) => method.kind === 'digest')
  const notShownHere = notShown.filter((tag) => planned.states.has(tag))
  return (
    <>
      <p className="pb-3 text-soft">
        {plan.states.size === 1
          ? 'Its only tag was'
          : `All ${formatCount(plan.states.size)} tags were`}{' '}
        looked at a moment ago. What is not listed under{' '}
        <b className="font-semibold text-text">Goes</b> stays as it is.
      </p>
      {notShownHere.length > 0 && (
        <p className="pb-3 text-warning">
          Selected, but not shown on the page: {nameTags(notShownHere, 20)}.
        </p>
      )}
      <PlanSection title="Goes">
        <LongList items={going} label="images">
          {(group) => <GroupLine key={keyOf(group)} group={group} isGoing />}
        </LongList>
        {going.length === 0 && plan.alreadyGone.length === 0 && (
          <p className="py-1 text-soft">Nothing: none of the selected tags can be removed.</p>
        )}
        {plan.alreadyGone.length > 0 && (
          <Line reason="deleted by somebody else meanwhile">
            <TagNames tags={plan.alreadyGone} />
          </Line>
        )}
      </PlanSection>
      {staying.length > 0 && (
        <PlanSection title="Selected, but cannot be removed">
          <LongList items={staying} label="images">
            {(group) => <GroupLine key={keyOf(group)} group={group} />}
          </LongList>
        </PlanSection>
      )}
      <PlanSection title="Stays">
        <StayLines plan={plan} />
      </PlanSection>
      {(plan.unknown.length > 0 || !plan.listIsWhole) && (
        <PlanSection title="Could not be checked">
          {plan.unknown.map(({ tag, state }) => (
            <Line
              key={tag}
              reason={
                state.hasEmptyLink
                  ? `its link on the registry’s disk is empty; the folder _manifests/tags/${tag}/index/ there still knows its digests`
                  : state.problem === 'no-right'
                    ? 'you have no right to read it'
                    : 'the registry fails to read it'
              }
            >
              <TagNames tags={[tag]} />
            </Line>
          ))}
          {!plan.listIsWhole && (
            <p className="py-1">The registry does not give its whole list of tags.</p>
          )}
          <p className="py-1 text-soft">
            No image is deleted that such a tag may be on: only tags are removed.
          </p>
        </PlanSection>
      )}
      <PlanSection title="How">
        <MethodLines plan={plan} />
        {hasImages && onTagsOnly && (
          <label className="mt-1 flex items-start gap-2">
            <input
              type="checkbox"
              checked={tagsOnly}
              onChange={(event) => onTagsOnly(event.target.checked)}
              className="mt-0.5 size-4 accent-accent"
            />
            <span>
              Remove the tags only, and leave their images to{' '}
              <code className="font-mono text-sm">garbage-collect --delete-untagged</code>
            </span>
          </label>
        )}
        <p className="mt-1 text-soft">
          Whoever uses one of these images by its digest alone cannot be seen from here.{' '}
          <b className="font-semibold text-text">This cannot be undone yet.</b>
        </p>
      </PlanSection>
      <PlanSection title="Space">
        <SpaceNote ability={plan.ability} />
      </PlanSection>
    </>
  )
}

function GroupLine({ group, isGoing = false }: { group: PlannedGroup; isGoing?: boolean }) {
  return (
    <Line reason={describeMethod(group)}>
      <TagNames tags={group.tags} isGoing={isGoing} />
      {group.digest && <DigestMark digest={group.digest} />}
      {group.tags.length > 1 && (
        <span className="text-sm text-faint">{formatCounted(group.tags.length, 'tag')}</span>
      )}
    </Line>
  )
}

function keyOf({ digest, tags }: PlannedGroup): string {
  return digest ?? tags.join(' ')
}
