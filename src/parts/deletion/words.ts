import type { CanaryAnswer } from '../../deletion/canary.ts'
import type { CannotReason, PlannedGroup, StayReason } from '../../deletion/deletionPlan.ts'
import type {
  DeletionReport,
  FailureReason,
  HarmedTag,
  StopReason,
  TagOutcome,
} from '../../deletion/report.ts'
import { formatCounted } from '../../format/count.ts'
import { shortDigest } from '../../format/digest.ts'
import type { Tag } from '../../registry/names.ts'

/** `a, b and c`; of many the first three, and how many more. */
export function nameTags(tags: readonly Tag[], most = 3): string {
  const shown = tags.slice(0, tags.length > most + 1 ? most : tags.length)
  const rest = tags.length - shown.length
  const parts: readonly string[] = rest > 0 ? [...shown, `${rest} more`] : shown
  const last = parts.at(-1) ?? ''
  return parts.length > 1 ? `${parts.slice(0, -1).join(', ')} and ${last}` : last
}

/** What happens to a group's tags, in a few words beside them. */
export function describeMethod({ method, tags, children }: PlannedGroup): string {
  const these = tags.length === 1 ? 'this tag' : 'these tags'
  switch (method.kind) {
    case 'undecided':
      return 'being looked at…'
    case 'digest':
      return children.length > 0 ? 'with its index' : 'with its image'
    case 'untag':
    case 're-push':
      return `${these} alone, the image stays`
    case 'replace':
      return 'this tag; its manifest is gone already'
    case 'none':
      return describeCannot(method.because)
  }
}

/** Why tags are kept though they were selected. */
export function describeCannot(because: CannotReason): string {
  switch (because.kind) {
    case 'schema-1':
      return 'a legacy image (schema 1): on this registry it goes only with all its tags'
    case 'too-large':
      return 'its manifest is too large to be pushed again: it goes only with all its tags'
    case 'incomplete-image':
      return 'the registry has lost a part of this image: it goes only with all its tags'
    case 'image-unread':
      return 'its manifest could not be read'
    case 'tag-unread':
      return because.state.hasEmptyLink
        ? 'its link on the registry’s disk is empty'
        : 'where it points could not be checked'
    case 'canary':
      return describeCanary(because.answer, because.tags)
  }
}

/** Why an image stays though its selected tags go. */
export function describeStay(reason: StayReason): string {
  switch (reason.kind) {
    case 'shared':
      return `${nameTags(reason.tags)} ${reason.tags.length === 1 ? 'is' : 'are'} on the same image`
    case 'in-index':
      return `the index ${nameTags(reason.tags)} holds this image`
    case 'unknown-tags':
      return `${nameTags(reason.tags)} may be on the same image`
    case 'list-incomplete':
      return 'the registry does not give its whole list of tags'
    case 'index-unread':
      return `the index ${nameTags(reason.tags)} could not be read and may hold this image`
    case 'canary':
      return describeCanary(reason.answer, reason.tags)
    case 'image-unread':
      return 'its manifest could not be read, so it could not be put back'
    case 'tags-only':
      return 'only the tags were chosen'
  }
}

function describeCanary(answer: CanaryAnswer, tags: readonly Tag[]): string {
  const cause = tags.length > 0 ? ` because of ${nameTags(tags)}` : ''
  switch (answer) {
    case 'sound':
      return 'deleting images works here'
    case 'poisoned':
      return `deleting any image of this repository fails half way${cause}`
    case 'deletion-off':
      return 'the registry does not delete images'
    case 'no-right':
      return 'you have no right to delete images here'
    case 'unknown':
      return `whether deleting an image works here could not be found out${cause}`
  }
}

/** What became of one tag. */
export function describeOutcome(outcome: TagOutcome): string {
  switch (outcome.kind) {
    case 'deleted':
      if (outcome.image === 'deleted') return 'deleted, with its image'
      return outcome.stays
        ? `deleted; the image stays: ${describeStay(outcome.stays)}`
        : 'deleted; the image stays'
    case 'already-gone':
      return 'was gone already'
    case 'moved':
      return `kept: it points to ${shortDigest(outcome.digest)} by now, not to what the plan showed`
    case 'pushed-again':
      return `deleted, and pushed again since: it points to ${shortDigest(outcome.digest)}`
    case 'cannot':
      return `kept: ${describeCannot(outcome.because)}`
    case 'failed':
      return FAILURES[outcome.why]
    case 'not-settled':
      return 'not settled: the registry did not say how it ended, and may still be at work'
    case 'unconfirmed':
      return 'the registry says it is deleted; that could not be checked'
    case 'not-started':
      return 'not begun; it is as it was'
  }
}

const FAILURES: Readonly<Record<FailureReason, string>> = {
  'unknown-tags': 'kept: other tags, which cannot be read, may be on the same image',
  'tag-unread': 'kept: where it points could not be checked',
  refused: 'kept: the registry refused',
  rejected: 'kept: the registry refused this one',
  'server-error': 'kept: the registry failed, and what it had removed was put back',
  'no-answer': 'kept: the registry did not answer',
  'still-there': 'still there, though the registry said that it is deleted',
  dangling: 'still listed, but its manifest is gone: select it and delete it again',
  'left-on-copy': 'on a copy of its image: the content is the same, the digest is another',
  'left-empty': 'on an empty index in the place of an image that was broken before',
}

/** Why the rest was not done. */
export function describeStop({ kind }: StopReason): string {
  switch (kind) {
    case 'asked':
      return 'Stopped, as you asked.'
    case 'login':
      return 'Stopped: the registry asked for a login.'
    case 'no-right':
      return 'Stopped: you have no right to delete here.'
    case 'deletion-off':
      return 'Stopped: deletion is not allowed here.'
    case 'takes-whole-image':
      return 'Stopped: this registry deletes the whole image when one of its tags is deleted.'
    case 'server-error':
      return 'Stopped: the registry failed.'
    case 'no-answer':
      return 'Stopped: the registry did not answer.'
    case 'not-settled':
      return 'Stopped: an answer of the registry was lost, and it may still be at work.'
  }
}

/** What happened to a tag that nobody had selected. */
export function describeHarm({ tag, possible, putBack, isChild, message }: HarmedTag): string {
  const what = isChild
    ? `${tag} was pushed meanwhile as an index that holds an image which was being deleted`
    : possible.length > 1
      ? `${tag} was not selected, and went: somebody may have moved it onto an image that was being deleted, or deleted it`
      : `${tag} was not selected, and went with the image that it was on`
  const digests = possible.map(shortDigest).join(' or ')
  if (!putBack)
    return `${what}. It could not be put back (${message ?? 'no bytes'}). It was ${digests}.`
  const where = possible.length > 1 ? ` It may have been on ${digests}: check it.` : ''
  return `${what}. ${shortDigest(putBack)} was put back.${where}`
}

/** `2 of 5 tags deleted from team/app` */
export function summarize({
  outcomes,
  repository,
}: Pick<DeletionReport, 'outcomes' | 'repository'>): string {
  const gone = [...outcomes.values()].filter(
    ({ kind }) => kind === 'deleted' || kind === 'already-gone',
  )
  const all = formatCounted(outcomes.size, 'tag')
  const count = gone.length === outcomes.size ? all : `${gone.length} of ${all}`
  return `${count} deleted from ${repository}`
}
