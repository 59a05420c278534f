import { useQuery } from '@tanstack/react-query'
import { recordStateQuery } from '../../queries/storage/journal.ts'
import type { Overwritten, RetagPlan, RetagRefusal } from '../../deletion/retag/retagPlan.ts'
import { shortDigest } from '../../format/digest.ts'
import { say } from '../../format/say.ts'
import { sortTags } from '../../format/tagOrder.ts'
import { visibleText } from '../../format/visibleText.ts'
import { settings } from '../../queries/session/settings.ts'
import type { RepositoryName, Tag } from '../../registry/names.ts'
import { Notice } from '../../ui/Notice.tsx'
import { DigestText } from '../../components/DigestMark.tsx'
import { nameSome } from '../../format/nameSome.ts'
import type { UnfinishedReport } from './useRetag.ts'

/** What will be written, and what that overwrites. */
export function PlanLines({ repository, plan }: { repository: RepositoryName; plan: RetagPlan }) {
  // If this browser keeps no record, this can't be undone.
  const unavailable = useQuery(recordStateQuery()).data?.unavailable
  const { tag, image, overwritten, refusal } = plan
  if (refusal) return <Notice title={describeRefusal(tag, refusal)} />
  return (
    <>
      <p className="mb-2 flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="font-mono text-sm [overflow-wrap:anywhere]">
          {settings.pullHost}/{repository}:<b className="font-semibold">{tag}</b>
        </span>
        <DigestText digest={image.digest} />
      </p>
      {overwritten ? (
        <Notice look="warning" title={`${tag} already exists, on another image`}>
          <p className="flex flex-wrap items-center gap-x-2">
            It moves from <DigestText digest={overwritten.digest} />
          </p>
          <p>{describeKeeper(overwritten)}</p>
          {!overwritten.image && <p>The image couldn’t be read, so Homeport can’t undo this.</p>}
        </Notice>
      ) : (
        <p className="text-soft">There is no tag {tag} yet; nothing will be overwritten.</p>
      )}
      {unavailable !== undefined && (
        <p className="mt-2 text-warning">
          {unavailable}. This is not recorded, so Homeport can’t undo it.
        </p>
      )}
    </>
  )
}

function describeRefusal(tag: Tag, refusal: RetagRefusal): string {
  return say(refusal, {
    same: `${tag} already points to this image.`,
    'schema-1':
      'This is a legacy image (schema 1), no longer accepted by registries. Push it again as an OCI image.',
    'tag-unread': ({ message }) =>
      `Couldn’t check where ${tag} points, so it is left unchanged: ${visibleText(message, 300)}`,
  })
}

/** What happens to an image that loses a tag. */
function describeKeeper({ keptBy: { kind, tags } }: Overwritten): string {
  const names = nameSome(sortTags(tags))
  const words: Readonly<Record<typeof kind, string>> = {
    tags: `That image is still tagged ${names}.`,
    index: `That image is kept as part of ${names}.`,
    none: 'That image becomes untagged and may be garbage-collected. Until then, it can be restored.',
    unknown: 'Couldn’t check whether another tag points to that image.',
  }
  return words[kind]
}

/** Why it didn't end as planned. */
export function describeEnd(report: UnfinishedReport, tag: string): string {
  return say(report, {
    moved: ({ digest }) =>
      digest
        ? `${tag} was moved to ${shortDigest(digest)} in the meantime. It was left unchanged.`
        : `${tag} was deleted in the meantime. Nothing was written.`,
    'moved-again': ({ digest }) =>
      `${tag} was added here, but someone has since ${digest ? `moved it to ${shortDigest(digest)}` : 'deleted it'}.`,
    'no-journal': 'Homeport couldn’t record what would be overwritten, so nothing was changed.',
    failed: 'The registry refused it. The tag is unchanged.',
    'not-settled': 'The registry’s response was lost: the tag may or may not have been written.',
  })
}
