import { shortDigest } from '../format/digest.ts'
import { nameSome } from '../format/nameSome.ts'
import type { Digest, Tag } from '../registry/names.ts'
import type { CanaryAnswer } from './ability/ability.ts'
import type { CannotReason } from './plan/deletionPlan.ts'
import type { KeptReason } from './plan/keptBecause.ts'
import type {
  FailureReason,
  HarmedTag,
  ManifestOutcome,
  StopReason,
  TagOutcome,
} from './plan/report.ts'

// What the page and the program for cron say of a deletion. A page has no room for whole digests, a log wants them.
type DigestName = (digest: Digest) => string

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
      return 'where it points could not be checked'
    case 'canary':
      return describeCanary(because.answer, because.tags)
  }
}

/** Why an image is kept though its selected tags go. */
export function describeKept(reason: KeptReason, nameDigest: DigestName = shortDigest): string {
  switch (reason.kind) {
    case 'shared':
      return `${nameSome(reason.tags)} ${reason.tags.length === 1 ? 'is' : 'are'} on the same image`
    case 'in-index':
      return `the index ${nameSome(reason.tags)} holds this image`
    case 'unknown-tags':
      return `${nameSome(reason.tags)} may be on the same image`
    case 'list-incomplete':
      return 'the registry does not give its whole list of tags'
    case 'index-unread':
      return `the index ${nameSome(reason.tags)} could not be read and may hold this image`
    case 'canary':
      return describeCanary(reason.answer, reason.tags)
    case 'image-unread':
      return 'its manifest could not be read, so it could not be put back'
    case 'tags-only':
      return 'only the tags were chosen'
    case 'not-chosen':
      return 'it was left out'
    case 'subject-stays':
      return `it belongs to ${nameDigest(reason.digest)}, which stays`
  }
}

function describeCanary(answer: CanaryAnswer, tags: readonly Tag[]): string {
  const cause = tags.length > 0 ? ` because of ${nameSome(tags)}` : ''
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
export function describeOutcome(outcome: TagOutcome, nameDigest: DigestName = shortDigest): string {
  switch (outcome.kind) {
    case 'deleted':
      if (outcome.image === 'deleted') return 'deleted, with its image'
      if (outcome.image === 'unknown') return 'deleted; it is not known whether its image is, too'
      return outcome.keptBecause
        ? `deleted; the image stays: ${describeKept(outcome.keptBecause, nameDigest)}`
        : 'deleted; the image stays'
    case 'already-gone':
      return 'was gone already'
    case 'moved':
      return `kept: it points to ${nameDigest(outcome.digest)} by now, not to what the plan showed`
    case 'pushed-again':
      return `deleted, and pushed again since: it points to ${nameDigest(outcome.digest)}`
    case 'elsewhere':
      return `points to ${nameDigest(outcome.digest)} now; it may have been deleted before`
    case 'cannot':
      return `kept: ${describeCannot(outcome.because)}`
    case 'kept':
      return `kept: ${describeKept(outcome.because, nameDigest)}`
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

/** What became of a child or attachment that no tag is on. */
export function describeManifestOutcome(
  outcome: ManifestOutcome['outcome'],
  nameDigest: DigestName = shortDigest,
): string {
  switch (outcome.kind) {
    case 'deleted':
      return 'deleted'
    case 'failed':
      return 'kept: the registry did not delete it'
    case 'not-settled':
      return 'not settled: the registry did not say how it ended'
    default:
      return describeOutcome(outcome, nameDigest)
  }
}

/** Why the rest was not done. */
export const STOPS: Readonly<Record<StopReason['kind'], string>> = {
  asked: 'Stopped, as you asked.',
  login: 'Stopped: the registry asked for a login.',
  'no-right': 'Stopped: you have no right to delete here.',
  'deletion-off': 'Stopped: deletion is not allowed here.',
  'takes-whole-image':
    'Stopped: this registry deletes the whole image when one of its tags is deleted.',
  'server-error': 'Stopped: the registry failed.',
  'no-answer': 'Stopped: the registry did not answer.',
  'not-settled': 'Stopped: an answer of the registry was lost, and it may still be at work.',
  'no-journal':
    'Stopped before anything else was deleted: this browser’s storage did not take the record that undo needs.',
}

/** What happened to a tag that nobody had selected. */
export function describeHarm(
  { tag, possible, restored, isChild, message }: HarmedTag,
  nameDigest: DigestName = shortDigest,
): string {
  const what = isChild
    ? `${tag} was pushed meanwhile as an index that holds an image which was being deleted`
    : possible.length > 1
      ? `${tag} was not selected, and went: somebody may have moved it onto an image that was being deleted, or deleted it`
      : `${tag} was not selected, and went with the image that it was on`
  const digests = possible.map(nameDigest).join(' or ')
  if (!restored)
    return `${what}. It could not be put back (${message ?? 'no bytes'}). It was ${digests}.`
  const where = possible.length > 1 ? ` It may have been on ${digests}: check it.` : ''
  return `${what}. ${nameDigest(restored)} was put back.${where}`
}
