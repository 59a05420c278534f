import type { RecoveryReport, TagRecovery } from '../../deletion/recover/report.ts'
import {
  type CannotRestore,
  type ManifestRestoration,
  type RestoreReport,
  type RestoreStop,
  type TagRestoration,
  isBack,
} from '../../deletion/restore/report.ts'
import type { RepositoryName } from '../../registry/names.ts'
import { formatCounted } from '../../format/count.ts'
import { shortDigest } from '../../format/digest.ts'
import { visibleText } from '../../format/visibleText.ts'

/** What became of one tag, or of a manifest that no tag names, to stand behind its name. */
export function describeRestoration(outcome: TagRestoration | ManifestRestoration): string {
  switch (outcome.kind) {
    case 'restored':
      return 'is back'
    case 'already-there':
      return 'was there already'
    case 'merged':
      return 'is back, with what was attached since'
    case 'removed':
      return 'did not exist before, and is removed again'
    case 'elsewhere':
      return `points to ${shortDigest(outcome.digest)} by now, and was left there`
    case 'list-changed':
      return 'was left alone: other attachments are listed there by now'
    case 'not-needed':
      return 'was left out: what it is attached to did not come back'
    case 'collected':
      return outcome.restartFirst
        ? 'cannot come back: garbage collection has removed its content, and the registry has not noticed. Restart the registry first, then push it again'
        : 'cannot come back: garbage collection has removed its content. Push it again'
    case 'cannot':
      return `cannot come back: ${describeCannot(outcome.because)}`
    case 'failed':
      return `did not come back: ${visibleText(outcome.message, 500)}. Try again`
    case 'not-started':
      return 'was not begun'
  }
}

function describeCannot(because: CannotRestore): string {
  switch (because.kind) {
    case 'schema-1':
      return 'it is a legacy image (schema 1), which registries take no more. Push it in a form of today'
    case 'missing-child':
      return `${formatCounted(because.digests.length, 'image')} that it holds ${because.digests.length === 1 ? 'is' : 'are'} missing in the registry. Push it again`
    case 'no-bytes':
      return 'its bytes are not in the record. Push it again'
    case 'nothing-there':
      return 'it had no image when it was deleted'
    case 'last-tag':
      return 'it is the last tag of its image by now: to remove it is to delete the image'
  }
}

/** Why the rest was not done. */
export const RESTORE_STOPS: Readonly<Record<RestoreStop['kind'], string>> = {
  asked: 'Stopped, as you asked.',
  login: 'Stopped: the registry asks for a login. Sign in and try again.',
  'no-right': 'Stopped: you have no right to push here. Ask the registry’s administrator.',
  'read-only': 'Stopped: nothing can be written here, Homeport or the registry is read-only.',
}

/** `3 tags are back in team/app`; where not all came back, how many did and why the first of the others did not. */
export function summarizeRestore({ entries, stopped }: RestoreReport): string {
  const tags = entries.flatMap((entry) => entry.tags)
  const back = tags.filter(({ outcome }) => isBack(outcome))
  const place = namePlace(entries)
  const all = formatCounted(tags.length, 'tag')
  if (entries.every(({ isWhole }) => isWhole)) {
    if (tags.length === 0) return `What was deleted is back ${place}`
    return tags.length === 1 && tags[0]?.outcome.kind === 'removed'
      ? `${tags[0].tag} is removed again`
      : `${all} ${tags.length === 1 ? 'is' : 'are'} back ${place}`
  }
  const isOne = tags.length === 1 || back.length === 1
  const count = `${back.length} of ${all} ${isOne ? 'is' : 'are'} back ${place}`
  if (stopped) return `${count}. ${RESTORE_STOPS[stopped.kind]}`
  const failed = tags.find(({ outcome }) => !isBack(outcome))
  return failed ? `${count}. ${failed.tag} ${describeRestoration(failed.outcome)}.` : `${count}.`
}

function namePlace(entries: readonly { readonly repository: RepositoryName }[]): string {
  const [repository, ...others] = new Set(entries.map((entry) => entry.repository))
  return others.length === 0 ? `in ${repository}` : `in ${others.length + 1} repositories`
}

/** What became of deletions that broke off, all together; `undefined` where that was known of all tags. */
export function summarizeRecovery({ entries, stopped }: RecoveryReport): string | undefined {
  const kinds = entries.flatMap(({ tags }) => tags.map(({ outcome }) => outcome.kind))
  if (kinds.length === 0) return undefined
  const begin = `A deletion ${namePlace(entries)} was interrupted`
  if (kinds.every((kind) => kind === 'untouched')) return `${begin} before it deleted anything.`
  const parts = RECOVERED.flatMap(([of, one, many]) => {
    const count = kinds.filter((kind) => of.includes(kind)).length
    return count > 0 ? [formatCounted(count, `tag${one}`, `tags${many ?? one}`)] : []
  })
  const reason = stopped === undefined ? '' : ` (${visibleText(stopped, 300)})`
  return `${begin}: ${parts.join(', ')}${reason}.`
}

const RECOVERED: readonly (readonly [
  of: readonly TagRecovery['kind'][],
  one: string,
  many?: string,
])[] = [
  [['gone', 'finished'], ' is gone', ' are gone'],
  [['moved'], ' was moved as planned', ' were moved as planned'],
  [['restored', 'not-deleted'], ' stayed'],
  [['untouched'], ' not started'],
  [
    ['elsewhere'],
    ' moved since: it may have been deleted before',
    ' moved since: they may have been deleted before',
  ],
  [['unknown'], ': outcome unknown'],
]
