import { useQueryClient } from '@tanstack/react-query'
import type { JournalEntry } from '../../../deletion/journal/journal.ts'
import {
  type ManifestRestoration,
  type RestoredEntry,
  type TagRestoration,
  isBack,
} from '../../../deletion/restore/report.ts'
import { formatCounted } from '../../../format/count.ts'
import { attachmentTag } from '../../../image/attachments.ts'
import { Failure } from '../../../components/failures/Failure.tsx'
import { nameSome } from '../../../format/nameSome.ts'
import { type Restoration, restore } from '../../../features/restore/restoring.ts'
import { RESTORE_STOPS, describeRestoration } from '../../../features/restore/words.ts'
import type { Tag } from '../../../registry/names.ts'
import { Button } from '../../../ui/Button.tsx'

/** The result of restoring an entry, and the choices that are left. */
export function RestorationLines({
  entry,
  restoration,
}: {
  entry: JournalEntry
  restoration: Restoration
}) {
  return (
    <div role="status" className="mt-1 text-sm">
      {restoration.kind === 'working' && <p className="text-soft">Restoring…</p>}
      {restoration.kind === 'busy' && (
        <p className="text-warning">
          Its deletion is still running, in this window or another. Restore it afterwards.
        </p>
      )}
      {restoration.kind === 'failed' && <Failure error={restoration.error} />}
      {restoration.kind === 'ended' && <Ended entry={entry} {...restoration} />}
    </div>
  )
}

function Ended({
  entry,
  restored,
  report: { stopped, unrecorded },
}: Extract<Restoration, { kind: 'ended' }> & { entry: JournalEntry }) {
  const queryClient = useQueryClient()
  return (
    <>
      {linesOf(restored, unrecorded === undefined).map(({ text, isWell }) => (
        <p key={text} className={isWell ? 'text-ok' : 'text-warning'}>
          {text}
        </p>
      ))}
      {restored.tags.map(({ tag, outcome: { kind } }) => {
        // A tag that somebody has moved since is never moved back unasked, nor does a file add to a list of
        // attachments.
        if (kind !== 'elsewhere' && kind !== 'list-changed') return null
        const isList = kind === 'list-changed'
        return (
          <p key={tag} className="my-1 flex flex-wrap items-center gap-2">
            <span>
              {isList ? 'Add the attachments in this imported history to the list ' : 'Move '}
              <bdi className="font-mono font-semibold break-all">{tag}</bdi>
              {isList ? '?' : ' back anyway?'}
            </span>
            <Button
              aria-label={`${isList ? 'Add to' : 'Overwrite'} ${entry.repository}:${tag}`}
              onClick={() => void restore(queryClient, [entry], tag)}
            >
              {isList ? 'Add' : 'Overwrite'}
            </Button>
          </p>
        )
      })}
      {stopped && !restored.isWhole && <p className="text-warning">{RESTORE_STOPS[stopped]}</p>}
      {unrecorded !== undefined && (
        <p className="text-warning">The history couldn’t be updated: {unrecorded}.</p>
      )}
    </>
  )
}

/** One line for everything with the same result. The row itself says when everything was restored. */
function linesOf({ tags, manifests, isWhole }: RestoredEntry, isRecorded: boolean) {
  const byText = new Map<string, { tags: Tag[]; manifests: number; isWell: boolean }>()
  const at = (outcome: TagRestoration | ManifestRestoration) => {
    const text = describeRestoration(outcome)
    const line = byText.get(text) ?? { tags: [], manifests: 0, isWell: isBack(outcome) }
    byText.set(text, line)
    return line
  }
  for (const { tag, outcome } of tags) {
    const isSaid = isWhole && isRecorded && ['restored', 'removed'].includes(outcome.kind)
    if (!isSaid) at(outcome).tags.push(tag)
  }
  for (const { outcome } of manifests) {
    if (!isBack(outcome) && outcome.kind !== 'not-needed') at(outcome).manifests += 1
  }
  return [...byText].map(([text, { isWell, ...line }]) => {
    const said = `${nameSubject(line.tags, line.manifests)} ${text}`
    return { text: /[.?]$/.test(said) ? said : `${said}.`, isWell }
  })
}

/** Names ordinary tags, and counts what is attached to them. */
function nameSubject(tags: readonly Tag[], manifests: number): string {
  const named = tags.filter((tag) => !attachmentTag(tag))
  const attached = tags.length - named.length
  const counts = [
    ...(attached > 0 ? [formatCounted(attached, 'attachment tag')] : []),
    ...(manifests > 0 ? [formatCounted(manifests, 'manifest')] : []),
  ].join(' and ')
  if (named.length === 0) return counts
  const names = nameSome(named, 5)
  return counts === '' ? names : `${names}, with ${counts},`
}
