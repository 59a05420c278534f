import type { Digest } from '../../registry/names.ts'
import type { JournalEntry, JournalManifest, JournalTag } from '../journal/journal.ts'
import { type TagRestoration, isBack } from './report.ts'
import type { TagStep } from './tags.ts'

/** A tag that was, or may have been, removed. */
export type TagTask = {
  readonly entry: JournalEntry
  readonly tag: JournalTag
  /** Whether it contains attachments of the entry's image instead of the image itself. */
  readonly isAttachment: boolean
  outcome: TagRestoration
}

export function listTasks(entries: readonly JournalEntry[]): readonly TagTask[] {
  return entries.flatMap((entry) =>
    entry.tags.filter(mayBeGone).map((tag) => ({
      entry,
      tag,
      isAttachment: roleOf(entry, tag.digest) === 'attachment',
      outcome: { kind: 'not-started' },
    })),
  )
}

/**
 * Whether there is anything to do for an entry. If no tag of its image has to be, or may be, restored, the rest of
 * it is left alone, and the outcomes are set here.
 */
export function isToDo(
  entry: JournalEntry,
  tasks: readonly TagTask[],
  stepOf: (task: TagTask) => TagStep,
): boolean {
  const all = tasks.filter((task) => task.entry === entry)
  const main = all.filter((task) => !task.isAttachment)
  const deciding = main.length > 0 ? main : all
  const isMeant = (step: TagStep) => step.kind !== 'none' || isBack(step.outcome)
  if (deciding.length === 0 || deciding.some((task) => isMeant(stepOf(task)))) return true
  for (const task of all) {
    const step = stepOf(task)
    task.outcome = step.kind === 'none' ? step.outcome : { kind: 'not-needed' }
  }
  return false
}

/** Images before their attachments. Of a tag deleted twice, the later deletion, with its last state, comes first. */
export function inOrder(tasks: readonly TagTask[]): readonly TagTask[] {
  const latestFirst = tasks.toSorted(({ entry: one }, { entry: other }) =>
    one.at === other.at ? 0 : one.at < other.at ? 1 : -1,
  )
  const isAttachment = (task: TagTask) => task.isAttachment
  return [...latestFirst.filter((task) => !isAttachment(task)), ...latestFirst.filter(isAttachment)]
}

/** Digests that were, or may have been, removed. */
export function listGone({ manifests }: JournalEntry): readonly Digest[] {
  return manifests.filter(mayBeGone).map(({ digest }) => digest)
}

export function roleOf(
  { manifests }: JournalEntry,
  digest: Digest | undefined,
): JournalManifest['role'] | undefined {
  return manifests.find((manifest) => manifest.digest === digest)?.role
}

function mayBeGone({ isGone }: { readonly isGone: boolean | undefined }): boolean {
  return isGone !== false
}
