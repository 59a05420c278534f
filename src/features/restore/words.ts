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
import { say } from '../../format/say.ts'
import { visibleText } from '../../format/visibleText.ts'

/** The result for one tag or untagged manifest, shown after its name. */
export function describeRestoration(outcome: TagRestoration | ManifestRestoration): string {
  return say<TagRestoration>(outcome as TagRestoration, {
    restored: 'restored',
    'already-there': 'already there',
    merged: 'restored, with what has been attached since',
    removed: 'did not exist before; deleted again',
    elsewhere: ({ digest }) => `now at ${shortDigest(digest)}; left there`,
    'list-changed': 'left unchanged: other attachments are listed there now',
    'not-needed': 'left out: the image it is attached to was not restored',
    collected: ({ restartFirst }) =>
      restartFirst
        ? 'can’t be restored: garbage collection has removed its content, but the registry’s cache still lists it. Restart the registry, then push the image again'
        : 'can’t be restored: garbage collection has removed its content. Push the image again',
    cannot: ({ because }) => `can’t be restored: ${describeCannot(because)}`,
    failed: ({ message }) => `not restored: ${visibleText(message, 500)}. Try again`,
    'not-started': 'not started',
  })
}

function describeCannot(because: CannotRestore): string {
  return say(because, {
    'schema-1': 'legacy image (schema 1), no longer accepted: push it again as an OCI image',
    'missing-child': ({ digests: { length } }) =>
      `${formatCounted(length, 'image')} in its index ${length === 1 ? 'is' : 'are'} missing from the registry. Push the image again`,
    'no-bytes': 'its content is not in the history. Push the image again',
    'nothing-there': 'it had no image when it was deleted',
    'last-tag': 'it is now its image’s only tag: deleting it would delete the image',
  })
}

/** Why the rest wasn't done. */
export const RESTORE_STOPS: Readonly<Record<RestoreStop, string>> = {
  asked: 'Stopped at your request.',
  login: 'Stopped: the registry requires a login. Sign in and try again.',
  'no-right': 'Stopped: you are not allowed to push here. Ask the registry’s administrator.',
  'read-only': 'Stopped: Homeport or the registry is read-only.',
}

/** `3 tags restored in team/app`; if some weren't, how many were and why the first of the others wasn't. */
export function summarizeRestore({ entries, stopped }: RestoreReport): {
  readonly what: string
  readonly why?: string
} {
  const tags = entries.flatMap((entry) => entry.tags)
  const back = tags.filter(({ outcome }) => isBack(outcome))
  const place = namePlace(entries)
  const all = formatCounted(tags.length, 'tag')
  if (entries.every(({ isWhole }) => isWhole)) {
    if (tags.length === 0) return { what: `Restored ${place}` }
    const [first, ...others] = tags
    const isAdded = first?.outcome.kind === 'removed' && others.length === 0
    return { what: isAdded ? `${first.tag} deleted again` : `${all} restored ${place}` }
  }
  const what = `${back.length} of ${all} restored ${place}`
  if (stopped) return { what, why: RESTORE_STOPS[stopped] }
  const failed = tags.find(({ outcome }) => !isBack(outcome))
  return failed ? { what, why: `${failed.tag} ${describeRestoration(failed.outcome)}.` } : { what }
}

function namePlace(entries: readonly { readonly repository: RepositoryName }[]): string {
  const [repository, ...others] = new Set(entries.map((entry) => entry.repository))
  return others.length === 0 ? `in ${repository}` : `in ${others.length + 1} repositories`
}

/** The result of recovering interrupted deletions, as a summary; `undefined` if it was already known for all tags. */
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
  [['gone', 'finished'], ' deleted'],
  [['moved'], ' moved as planned'],
  [['restored', 'not-deleted'], ' kept'],
  [['untouched'], ' not started'],
  [
    ['elsewhere'],
    ' moved since; it may have been deleted before',
    ' moved since; they may have been deleted before',
  ],
  [['unknown'], ': outcome unknown'],
]
