import type { Digest, Reference, Tag } from '../../registry/names.ts'
import { type RunEnd, closeEntry } from './closeEntry.ts'
import type { DeletionPlan } from '../plan/deletionPlan.ts'
import { type Journal, type JournalEntry, JournalError, isTouched } from './journal.ts'
import { asPlanned, createEntries, readMissing } from './planEntries.ts'

/** What a run needs of the journal: what goes is in it before it goes. */
export type RunJournal = {
  /**
   * Writes an entry for each selected image, in one transaction. Manifests that were not read for the plan
   * are read now.
   *
   * @throws JournalError; LoginRequiredError
   */
  readonly open: () => Promise<void>
  /**
   * Writes down that a request is about to be sent that may remove this, or move it: what an entry says of
   * that is open from then on.
   *
   * @throws JournalError
   */
  readonly begin: (reference: Reference) => Promise<void>
  /** Writes down what is about to stand on a tag. @throws JournalError */
  readonly addCopy: (tag: Tag, copy: Digest) => Promise<void>
  /**
   * Writes down how it ended; what was not touched is taken out again. Where that fails the entries stay
   * open: the next start asks the registry.
   */
  readonly close: (ended: RunEnd) => Promise<void>
  /** Entries of which `close` did not know how they ended; without a journal, too. */
  readonly listOpen: () => readonly JournalEntry[]
  /**
   * Takes what was found out since of what is open. What another window has settled meanwhile is left as that
   * has written it; where it cannot be written it stays open.
   */
  readonly settled: Pick<Journal, 'write' | 'remove'>
  /** Entries that hold something that is gone, or may be, once closed; none without a journal. */
  readonly listTouched: () => readonly JournalEntry['id'][]
  /** Whether a tag or image is gone, by what is written down; `undefined` where that is not known. */
  readonly isGone: (reference: Reference) => boolean | undefined
  /** Tags of the repository that another deletion from this browser removes, or removed, since this one began. */
  readonly listRemovedByOthers: () => Promise<ReadonlySet<Tag>>
}

/** Entries that are opened with one write, which waits for the disk. */
const AHEAD = 10

/** The journal of one run; `journal` is undefined where there is none. */
export function createRunJournal(
  journal: Journal | undefined,
  plan: DeletionPlan,
  run: string,
): RunJournal {
  let entries: readonly JournalEntry[] = []
  const begun = new Date().toISOString()
  const sent = new Set<Reference>()
  /** The ids of the entries of which a request for a tag or digest may take something. */
  const concerned = new Map<Reference, string[]>()
  /** By an entry's id: ends when it is written down that something of it may be gone. */
  const marks = new Map<string, Promise<void>>()
  const isUnmarked = ({ id }: JournalEntry) => !marks.has(id)
  const mark = (marked: readonly JournalEntry[]) => {
    const written = journal?.write(marked) ?? Promise.resolve()
    for (const { id } of marked) marks.set(id, written)
    written.catch(() => {
      for (const { id } of marked) marks.delete(id)
    })
  }
  const waitForMarks = async (ids: readonly string[]) => {
    for (const id of ids) await marks.get(id)
  }
  return {
    async open() {
      if (journal) await readMissing(plan)
      const at = new Date().toISOString()
      entries = createEntries(plan, { run, at })
      for (const entry of entries) {
        for (const reference of listAtStake(entry)) {
          concerned.set(reference, [...(concerned.get(reference) ?? []), entry.id])
        }
      }
      await journal?.write(entries.map(asPlanned))
    },
    async begin(reference) {
      sent.add(reference)
      const ids = concerned.get(reference) ?? []
      if (ids.some((id) => !marks.has(id))) {
        const its = entries.filter((entry) => isUnmarked(entry) && ids.includes(entry.id))
        const next = entries.slice(entries.findIndex((entry) => entry === its[0]))
        mark([...new Set([...its, ...next.filter(isUnmarked).slice(0, AHEAD)])])
      }
      await waitForMarks(ids)
    },
    async addCopy(tag, copy) {
      sent.add(tag)
      const changed: JournalEntry[] = []
      entries = entries.map((entry) => {
        if (!entry.tags.some((one) => one.tag === tag)) return entry
        const tags = entry.tags.map((one) =>
          one.tag === tag ? { ...one, copies: [...one.copies, copy] } : one,
        )
        const after = { ...entry, tags }
        changed.push(after)
        return after
      })
      mark(changed)
      await waitForMarks(changed.map(({ id }) => id))
    },
    async listRemovedByOthers() {
      const all = await journal?.read().catch(() => [])
      const others = (all ?? []).filter(
        (entry) =>
          entry.run !== run &&
          entry.repository === plan.repository &&
          (entry.state === 'open' || entry.at >= begun),
      )
      return new Set(
        others.flatMap((entry) =>
          entry.tags.flatMap(({ tag, isGone }) => (isGone === false ? [] : [tag])),
        ),
      )
    },
    async close(ended) {
      const closed = entries.map((entry) => closeEntry(entry, ended, sent))
      entries = closed.filter(isTouched)
      const untouched = closed.filter((entry) => !isTouched(entry))
      // Nothing that is sent from now on may take more of them.
      for (const { id } of closed) marks.set(id, Promise.resolve())
      try {
        if (entries.length > 0) await journal?.write(entries)
        await journal?.remove(untouched.map(({ id }) => id))
      } catch {
        // They stay open, and the next start finds out what the registry has done.
      }
    },
    listOpen: () => entries.filter(({ state }) => state === 'open'),
    settled: {
      async write(found) {
        entries = entries.map((entry) => found.find(({ id }) => id === entry.id) ?? entry)
        await writeOpen((isOpen, to) => to.write(found.filter(({ id }) => isOpen(id))))
      },
      async remove(ids) {
        entries = entries.filter(({ id }) => !ids.includes(id))
        await writeOpen((isOpen, to) => to.remove(ids.filter(isOpen)))
      },
    },
    listTouched: () => (journal ? entries.map(({ id }) => id) : []),
    isGone(reference) {
      const parts = entries.flatMap(({ tags, manifests }) => [
        ...tags.filter(({ tag }) => tag === reference),
        ...manifests.filter(({ digest }) => digest === reference),
      ])
      if (parts.some((part) => part.isGone === undefined)) return undefined
      return parts.some((part) => part.isGone)
    },
  }

  async function writeOpen(
    write: (isOpen: (id: string) => boolean, to: Journal) => Promise<void>,
  ): Promise<void> {
    if (!journal) return
    try {
      const all = await journal.read()
      const open = new Set(all.flatMap(({ id, state }) => (state === 'open' ? [id] : [])))
      await write((id) => open.has(id), journal)
    } catch (error) {
      if (!(error instanceof JournalError)) throw error
    }
  }
}

/** What a request may remove or move of an entry. */
function listAtStake({ tags, manifests }: JournalEntry): readonly Reference[] {
  const going = manifests.filter(({ isGone }) => isGone === undefined)
  return [...tags.map(({ tag }) => tag), ...going.map(({ digest }) => digest)]
}
