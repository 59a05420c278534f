import { useQuery } from '@tanstack/react-query'
import { recordStateQuery } from '../../queries/journal.ts'
import type { Overwritten, RetagPlan, RetagRefusal } from '../../deletion/retag/retagPlan.ts'
import { shortDigest } from '../../format/digest.ts'
import { sortTags } from '../../format/tagOrder.ts'
import { visibleText } from '../../format/visibleText.ts'
import { settings } from '../../queries/settings.ts'
import type { RepositoryName, Tag } from '../../registry/names.ts'
import { Notice } from '../../ui/Notice.tsx'
import { DigestMark } from '../../components/DigestMark.tsx'
import { nameSome } from '../../format/nameSome.ts'
import type { UnfinishedReport } from './useRetag.ts'

/** What will be there, and what that overwrites. */
export function PlanLines({ repository, plan }: { repository: RepositoryName; plan: RetagPlan }) {
  // Where this browser keeps no record, what is done now cannot be undone.
  const unavailable = useQuery(recordStateQuery()).data?.unavailable
  const { tag, image, overwritten, refusal } = plan
  if (refusal) return <Notice title={describeRefusal(tag, refusal)} />
  return (
    <>
      <p className="mb-2 flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="font-mono text-sm [overflow-wrap:anywhere]">
          {settings.pullHost}/{repository}:<b className="font-semibold">{tag}</b>
        </span>
        <DigestMark digest={image.digest} />
      </p>
      {overwritten ? (
        <Notice look="warning" title={`${tag} is there already, on another image`}>
          <p className="flex flex-wrap items-center gap-x-2">
            It is taken off <DigestMark digest={overwritten.digest} />
          </p>
          <p>{describeKeeper(overwritten)}</p>
          {!overwritten.image && (
            <p>The image could not be read, so this cannot be undone by Homeport.</p>
          )}
        </Notice>
      ) : (
        <p className="text-soft">There is no tag {tag} yet: nothing is overwritten.</p>
      )}
      {unavailable !== undefined && (
        <p className="mt-2 text-warning">
          {unavailable}. This is not recorded, and Homeport cannot undo it.
        </p>
      )}
    </>
  )
}

function describeRefusal(tag: Tag, refusal: RetagRefusal): string {
  switch (refusal.kind) {
    case 'same':
      return `${tag} is on this image already.`
    case 'schema-1':
      return 'This is a legacy image (schema 1), which registries take no more. Push it in a form of today.'
    case 'tag-unread':
      return `What ${tag} points to now could not be found out, so it is not touched: ${visibleText(refusal.message, 300)}`
  }
}

/** What is to become of an image that loses a tag. */
function describeKeeper({ keptBy: { kind, tags } }: Overwritten): string {
  switch (kind) {
    case 'tags':
      return `That image keeps ${nameSome(sortTags(tags))}.`
    case 'index':
      return `That image stays as a part of ${nameSome(sortTags(tags))}.`
    case 'none':
      return 'No tag holds that image then: a garbage collection of untagged images takes it. Until then it can be brought back.'
    case 'unknown':
      return 'Whether another tag holds that image could not be found out.'
  }
}

/** Why it did not come to the end that was planned. */
export function describeEnd(report: UnfinishedReport, tag: string): string {
  const digest = 'digest' in report && report.digest && shortDigest(report.digest)
  switch (report.kind) {
    case 'moved':
      return digest
        ? `${tag} was moved to ${digest} meanwhile. It was not touched.`
        : `${tag} was deleted meanwhile. Nothing was written.`
    case 'moved-again':
      return `${tag} was put here, and somebody ${digest ? `moved it to ${digest}` : 'deleted it'} since.`
    case 'no-journal':
      return 'What is overwritten could not be written down, so nothing was done.'
    case 'failed':
      return 'The registry did not take it. The tag is as it was.'
    case 'not-settled':
      return 'The registry’s answer was lost: it is not known whether the tag was written.'
  }
}
