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
      return 'a legacy image (schema 1): this registry can only delete it with all its tags'
    case 'too-large':
      return 'its manifest is too large to push again: it can only be deleted with all its tags'
    case 'incomplete-image':
      return 'part of this image is missing from the registry: it can only be deleted with all its tags'
    case 'image-unread':
      return 'its manifest couldn’t be read'
    case 'tag-unread':
      return 'couldn’t check where it points'
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
      return `the index ${nameSome(reason.tags)} contains this image`
    case 'unknown-tags':
      return `${nameSome(reason.tags)} may point to the same image`
    case 'list-incomplete':
      return 'the registry’s tag list is incomplete'
    case 'index-unread':
      return `the index ${nameSome(reason.tags)} couldn’t be read and may contain this image`
    case 'canary':
      return describeCanary(reason.answer, reason.tags)
    case 'image-unread':
      return 'its manifest couldn’t be read, so it couldn’t be restored'
    case 'tags-only':
      return 'you chose to delete only the tags'
    case 'not-chosen':
      return 'you excluded it'
    case 'subject-stays':
      return `it belongs to ${nameDigest(reason.digest)}, which is kept`
  }
}

function describeCanary(answer: CanaryAnswer, tags: readonly Tag[]): string {
  const cause = tags.length > 0 ? ` because of ${nameSome(tags)}` : ''
  switch (answer) {
    case 'sound':
      return 'images can be deleted here'
    case 'poisoned':
      return `deleting any image in this repository fails halfway${cause}`
    case 'deletion-off':
      return 'the registry doesn’t allow deleting images'
    case 'no-right':
      return 'you are not allowed to delete images here'
    case 'unknown':
      return `couldn’t check whether images can be deleted here${cause}`
  }
}

/** What became of one tag. */
export function describeOutcome(outcome: TagOutcome, nameDigest: DigestName = shortDigest): string {
  switch (outcome.kind) {
    case 'deleted':
      if (outcome.image === 'deleted') return 'deleted with its image'
      if (outcome.image === 'unknown') return 'deleted; unknown whether its image was deleted too'
      return outcome.keptBecause
        ? `deleted; image kept: ${describeKept(outcome.keptBecause, nameDigest)}`
        : 'deleted; image kept'
    case 'already-gone':
      return 'already deleted'
    case 'moved':
      return `kept: moved to ${nameDigest(outcome.digest)} after the plan was made`
    case 'pushed-again':
      return `deleted, then pushed again: now points to ${nameDigest(outcome.digest)}`
    case 'elsewhere':
      return `points to ${nameDigest(outcome.digest)} now; it may have been deleted before that`
    case 'cannot':
      return `kept: ${describeCannot(outcome.because)}`
    case 'kept':
      return `kept: ${describeKept(outcome.because, nameDigest)}`
    case 'failed':
      return FAILURES[outcome.why]
    case 'not-settled':
      return 'outcome unknown; may still be in progress'
    case 'unconfirmed':
      return 'deleted according to the registry; not verified'
    case 'not-started':
      return 'not started; unchanged'
  }
}

const FAILURES: Readonly<Record<FailureReason, string>> = {
  'unknown-tags': 'kept: tags that can’t be read may point to the same image',
  'tag-unread': 'kept: couldn’t check where it points',
  refused: 'kept: the registry refused to delete it',
  rejected: 'kept: the registry refused to delete it',
  'server-error': 'kept: the registry failed; what it had deleted was restored',
  'no-answer': 'kept: the registry didn’t respond',
  'still-there': 'still exists, although the registry said it was deleted',
  dangling: 'still listed, but its manifest is missing: select it and delete it again',
  'left-on-copy': 'now on a copy of its image: same content, different digest',
  'left-empty': 'now on an empty index, in place of an image that was already broken',
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
      return 'kept: the registry didn’t delete it'
    case 'not-settled':
      return 'outcome unknown'
    default:
      return describeOutcome(outcome, nameDigest)
  }
}

/** Why the rest was not done. */
export const STOPS: Readonly<Record<StopReason['kind'], string>> = {
  asked: 'Stopped at your request.',
  login: 'Stopped: the registry requires a login.',
  'no-right': 'Stopped: you are not allowed to delete here.',
  'deletion-off': 'Stopped: deletion is not allowed here.',
  'takes-whole-image':
    'Stopped: this registry deletes the whole image when one of its tags is deleted.',
  'server-error': 'Stopped: the registry returned a server error.',
  'no-answer': 'Stopped: the registry didn’t respond.',
  'not-settled':
    'Stopped: a response was lost, and the registry may still be working on the request.',
  'no-journal':
    'Stopped before anything else was deleted: this browser couldn’t store what undo needs.',
}

/** What happened to a tag that nobody had selected. */
export function describeHarm(
  { tag, possible, restored, isChild, message }: HarmedTag,
  nameDigest: DigestName = shortDigest,
): string {
  const what = isChild
    ? `${tag} was pushed during the deletion as an index that contains an image being deleted`
    : possible.length > 1
      ? `${tag} was not selected, but is gone: somebody may have moved it to an image that was being deleted, or deleted it`
      : `${tag} was not selected, but was deleted with the image it pointed to`
  const digests = possible.map(nameDigest).join(' or ')
  if (!restored)
    return `${what}. It couldn’t be restored (${message ?? 'no bytes'}). It was ${digests}.`
  const where = possible.length > 1 ? ` It may have pointed to ${digests}: check it.` : ''
  return `${what}. ${nameDigest(restored)} was restored.${where}`
}
