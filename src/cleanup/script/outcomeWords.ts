import type { StayReason } from '../../deletion/plan/deletionPlan.ts'
import type {
  FailureReason,
  HarmedTag,
  StopReason,
  TagOutcome,
} from '../../deletion/plan/report.ts'

/** What became of a tag: `gone`, or `kept` with the reason. */
export function describeOutcome(outcome: TagOutcome): readonly [state: string, why: string] {
  switch (outcome.kind) {
    case 'deleted':
      return ['gone', IMAGE[outcome.image]]
    case 'already-gone':
      return ['gone', 'somebody else removed it']
    case 'moved':
      return ['kept', `moved to ${outcome.digest}`]
    case 'pushed-again':
      return ['kept', `pushed again as ${outcome.digest}`]
    case 'elsewhere':
      return ['unknown', `moved to ${outcome.digest}; it may have been deleted before`]
    case 'kept':
      return ['kept', describeStay(outcome.stays)]
    case 'cannot':
      return ['kept', 'it cannot be removed alone']
    case 'failed':
      return [FAILED[outcome.why], outcome.message]
    case 'not-settled':
      return ['unknown', `the registry may still be at work: ${outcome.message}`]
    case 'unconfirmed':
      return ['unknown', `said to be deleted, and could not be checked: ${outcome.message}`]
    case 'not-started':
      return ['kept', 'not begun']
  }
}

const IMAGE = {
  deleted: 'with its image',
  stays: 'its image stays',
  unknown: 'whether its image went is unknown',
} as const

const FAILED: Readonly<Record<FailureReason, string>> = {
  'unknown-tags': 'kept',
  'tag-unread': 'kept',
  refused: 'kept',
  rejected: 'kept',
  'server-error': 'kept',
  'no-answer': 'kept',
  'still-there': 'still there',
  dangling: 'dangling',
  'left-on-copy': 'on a copy',
  'left-empty': 'empty',
}

/** Why an image stays. */
export function describeStay(reason: StayReason): string {
  switch (reason.kind) {
    case 'shared':
      return `${reason.tags.join(', ')} ${reason.tags.length === 1 ? 'is' : 'are'} on it`
    case 'in-index':
      return `part of ${reason.tags.join(', ') || reason.index}`
    case 'unknown-tags':
      return `it may be what ${reason.tags.join(', ')} ${reason.tags.length === 1 ? 'is' : 'are'} on`
    case 'list-incomplete':
      return 'the registry does not name all of its tags'
    case 'index-unread':
      return `it may be part of ${reason.tags.join(', ')}`
    case 'canary':
      return 'digest deletion does not work in this repository'
    case 'image-unread':
      return `it could not be read: ${reason.message}`
    case 'tags-only':
      return 'only its tags go'
    case 'not-chosen':
      return 'it was left out'
    case 'subject-stays':
      return `${reason.digest} stays`
  }
}

/** Why the rest was not done. */
export function describeStop({ kind, error }: StopReason): string {
  const message = error instanceof Error ? ` (${error.message})` : ''
  return STOPPED[kind] + message
}

const STOPPED: Readonly<Record<StopReason['kind'], string>> = {
  asked: 'Stopped, as asked.',
  login: 'Stopped: the registry asks for a login.',
  'no-right': 'Stopped: no right to delete here.',
  'deletion-off': 'Stopped: deletion is not allowed here.',
  'takes-whole-image':
    'Stopped: this registry deletes the whole image when one of its tags is deleted.',
  'server-error': 'Stopped: the registry failed.',
  'no-answer': 'Stopped: the registry did not answer.',
  'not-settled': 'Stopped: an answer of the registry was lost.',
  'no-journal': 'Stopped: what goes could not be written down.',
}

/** What happened to a tag that the rule had not selected. */
export function describeHarm({ tag, putBack, possible, message }: HarmedTag): string {
  const where = possible.join(' or ')
  const after = putBack ? `put back: ${putBack}` : `not put back (${message ?? 'no bytes'})`
  return `${tag} was not selected and went; it was on ${where}; ${after}`
}
