import { shortDigest } from '../format/digest.ts'
import { nameSome } from '../format/nameSome.ts'
import { sortTags } from '../format/tagOrder.ts'
import { say } from '../format/say.ts'
import { visibleText } from '../format/visibleText.ts'
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
  return say(because, {
    'schema-1': 'a legacy image (schema 1): this registry can only delete it with all its tags',
    'too-large':
      'its manifest is too large to push again: it can only be deleted with all its tags',
    'incomplete-image':
      'part of this image is missing from the registry: it can only be deleted with all its tags',
    'image-unread': 'its manifest couldn’t be read',
    'tag-unread': 'couldn’t check where it points',
    canary: describeCanary,
  })
}

/** Why an image is kept though its selected tags go. */
export function describeKept(reason: KeptReason, nameDigest: DigestName = shortDigest): string {
  return say(reason, {
    shared: ({ tags }) => `${nameTags(tags)} ${tags.length === 1 ? 'is' : 'are'} on the same image`,
    'in-index': ({ tags }) => `the index ${nameSome(tags)} contains this image`,
    'unknown-tags': ({ tags }) => `${nameTags(tags)} may point to the same image`,
    'list-incomplete': 'the registry’s tag list is incomplete',
    'index-unread': ({ tags }) =>
      `the index ${nameSome(tags)} couldn’t be read and may contain this image`,
    canary: describeCanary,
    'image-unread': 'its manifest couldn’t be read, so it couldn’t be restored',
    'tags-only': 'you chose to delete only the tags',
    'not-chosen': 'you excluded it',
    refused: ({ message }) => `the registry refused to delete it: ${visibleText(message, 300)}`,
    'subject-stays': ({ digest }) => `it belongs to ${nameDigest(digest)}, which is kept`,
  })
}

/** In the order of the tag list, unless there are so many that sorting them takes long. */
function nameTags(tags: readonly Tag[]): string {
  return nameSome(tags.length > 100 ? tags : sortTags(tags))
}

function describeCanary({ answer, tags }: CannotReason & { kind: 'canary' }): string {
  const cause = tags.length > 0 ? ` because of ${nameSome(tags)}` : ''
  const words: Readonly<Record<CanaryAnswer, string>> = {
    sound: 'images can be deleted here',
    poisoned: `deleting any image in this repository fails halfway${cause}`,
    'deletion-off': 'the registry doesn’t allow deleting images',
    'no-right': 'you are not allowed to delete images here',
    unknown: `couldn’t check whether images can be deleted here${cause}`,
  }
  return words[answer]
}

/** What became of one tag. */
export function describeOutcome(outcome: TagOutcome, nameDigest: DigestName = shortDigest): string {
  return say(outcome, {
    deleted: ({ image, keptBecause: because }) => {
      if (image === 'deleted') return 'deleted with its image'
      if (image === 'unknown') return 'deleted; unknown whether its image was deleted too'
      return `deleted; image kept${because ? `: ${describeKept(because, nameDigest)}` : ''}`
    },
    'already-gone': 'already deleted',
    moved: ({ digest }) => `kept: moved to ${nameDigest(digest)} after the plan was made`,
    'pushed-again': ({ digest }) =>
      `deleted, then pushed again: now points to ${nameDigest(digest)}`,
    elsewhere: ({ digest }) =>
      `points to ${nameDigest(digest)} now; it may have been deleted before that`,
    cannot: ({ because }) => `kept: ${describeCannot(because)}`,
    kept: ({ because }) => `kept: ${describeKept(because, nameDigest)}`,
    failed: ({ why }) => FAILURES[why],
    'not-settled': 'outcome unknown; may still be in progress',
    unconfirmed: ({ isStillThere }) =>
      isStillThere
        ? 'not confirmed yet: the registry accepted the deletion, but still shows the tag. Check again later'
        : 'deleted according to the registry; not verified',
    'not-started': 'not started; unchanged',
  })
}

const FAILURES: Readonly<Record<FailureReason, string>> = {
  'unknown-tags': 'kept: tags that can’t be read may point to the same image',
  'tag-unread': 'kept: couldn’t check where it points',
  refused: 'kept: the registry refused to delete it',
  rejected: 'kept: the registry refused to delete it',
  'server-error': 'kept: the registry failed; what it had deleted was restored',
  'no-answer': 'kept: the registry didn’t respond',
  'still-there': 'still exists, although the registry said it was deleted',
  dangling:
    'its manifest is gone, but the registry still lists the tag. Check again later; if it stays, delete it again',
  'left-on-copy': 'now on a copy of its image: same content, different digest',
  'left-empty': 'now on an empty index, in place of an image that was already broken',
}

/** What became of a child or attachment that no tag is on. */
export function describeManifestOutcome(
  outcome: ManifestOutcome['outcome'],
  nameDigest: DigestName = shortDigest,
): string {
  if (outcome.kind === 'deleted') return 'deleted'
  if (outcome.kind === 'failed') return 'kept: the registry didn’t delete it'
  return outcome.kind === 'not-settled' ? 'outcome unknown' : describeOutcome(outcome, nameDigest)
}

/** Why the rest was not done. */
export const STOPS: Readonly<Record<StopReason['kind'], string>> = {
  asked: 'Stopped at your request.',
  login: 'Stopped: the registry requires a login.',
  'no-right': 'Stopped: you are not allowed to delete here.',
  'deletion-off': 'Stopped: deletion is not allowed here.',
  'takes-whole-image':
    'Stopped: the registry deleted a whole image when one of its tags was deleted.',
  'takes-more': 'Stopped: with an image, this registry also deletes what was to be kept with it.',
  'server-error': 'Stopped: the registry returned a server error.',
  'no-answer': 'Stopped: the registry didn’t respond.',
  'not-settled':
    'Stopped: a response was lost, and the registry may still be working on the request.',
  'no-journal':
    'Stopped before anything else was deleted: this browser couldn’t store what undo needs.',
}

const ALONG: Readonly<Record<'tag' | 'part', (tag: Tag) => string>> = {
  tag: (tag) => `${tag} was not selected, but the registry deleted it along with its image`,
  part: (tag) => `A part of ${tag} was to be kept, but the registry deleted it along with ${tag}`,
}

/** What happened to a tag that nobody had selected. */
export function describeHarm(
  { tag, possible, restored, isChild, along, message }: HarmedTag,
  nameDigest: DigestName = shortDigest,
): string {
  const what = along
    ? ALONG[along](tag)
    : isChild
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
