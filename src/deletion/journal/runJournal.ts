import type { Digest, Reference, Tag } from '../../registry/names.ts'
import { type RunEnd, closeEntry } from './closeEntry.ts'
import type { DeletionPlan } from '../plan/deletionPlan.ts'
import {
  type Journal,
  type JournalEntry,
  type JournalTag,
  isTouched,
  tryJournal,
} from './journal.ts'
import { asPlanned, createEntries, readMissing } from './planEntries.ts'

/** Entries that are opened with one write, which waits for the disk. */
const AHEAD = 10

/** What a run needs of the journal: what goes is in it before it goes. */
export type RunJournal = ReturnType<typeof createRunJournal>

/** The journal of one run; `journal` is undefined where there is none. */
export function createRunJournal(journal: Journal | undefined, plan: DeletionPlan, run: string) {
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
    /**
     * Writes an entry for each selected image, in one transaction. Manifests that were not read for the plan
     * are read now.
     *
     * @throws JournalError; LoginRequiredError
     */
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
    /**
     * Writes down that a request is about to be sent that may remove this, or move it: what an entry says of
     * that is open from then on.
     *
     * @throws JournalError
     */
    async begin(reference: Reference) {
      sent.add(reference)
      const ids = concerned.get(reference) ?? []
      if (ids.some((id) => !marks.has(id))) {
        const its = entries.filter((entry) => isUnmarked(entry) && ids.includes(entry.id))
        const next = entries.slice(entries.findIndex((entry) => entry === its[0]))
        mark([...new Set([...its, ...next.filter(isUnmarked).slice(0, AHEAD)])])
      }
      await waitForMarks(ids)
    },
    /** Writes down what is about to stand on a tag. @throws JournalError */
    async addCopy(tag: Tag, copy: Digest) {
      sent.add(tag)
      const isIts = (entry: JournalEntry) => entry.tags.some((one) => one.tag === tag)
      const withCopy = (one: JournalTag) =>
        one.tag === tag ? { ...one, copies: [...one.copies, copy] } : one
      entries = entries.map((entry) =>
        isIts(entry) ? { ...entry, tags: entry.tags.map(withCopy) } : entry,
      )
      const changed = entries.filter(isIts)
      mark(changed)
      await waitForMarks(changed.map(({ id }) => id))
    },
    /** Tags of the repository that another deletion from this browser removes, or removed, since this one began. */
    async listRemovedByOthers(): Promise<ReadonlySet<Tag>> {
      const all = (await journal?.read().catch(() => [])) ?? []
      const others = all.filter(
        (entry) =>
          entry.run !== run &&
          entry.repository === plan.repository &&
          (entry.state === 'open' || entry.at >= begun),
      )
      const tags = others.flatMap((entry) => entry.tags)
      return new Set(tags.flatMap(({ tag, isGone }) => (isGone === false ? [] : [tag])))
    },
    /**
     * Writes down how it ended; what was not touched is taken out again. Where that fails the entries stay
     * open: the next start asks the registry.
     */
    async close(ended: RunEnd) {
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
    /** Entries of which `close` did not know how they ended; without a journal, too. */
    listOpen: () => entries.filter(({ state }) => state === 'open'),
    /**
     * Takes what was found out since of what is open. What another window has settled meanwhile is left as that
     * has written it; where it cannot be written it stays open.
     *
     * @param untouched ids of those of which nothing is gone
     */
    async settle(found: readonly JournalEntry[], untouched: readonly string[]) {
      entries = entries
        .filter(({ id }) => !untouched.includes(id))
        .map((entry) => found.find(({ id }) => id === entry.id) ?? entry)
      await tryJournal(async () => {
        const all = (await journal?.read()) ?? []
        const open = new Set(all.flatMap(({ id, state }) => (state === 'open' ? [id] : [])))
        await journal?.write(found.filter(({ id }) => open.has(id)))
        await journal?.remove(untouched.filter((id) => open.has(id)))
      })
    },
    /** Entries that hold something that is gone, or may be, once closed; none without a journal. */
    listTouched: () => (journal ? entries.map(({ id }) => id) : []),
    /** Whether a tag or image is gone, by what is written down; `undefined` where that is not known. */
    isGone(reference: Reference): boolean | undefined {
      const parts = entries.flatMap(({ tags, manifests }) => [
        ...tags.filter(({ tag }) => tag === reference),
        ...manifests.filter(({ digest }) => digest === reference),
      ])
      if (parts.some((part) => part.isGone === undefined)) return undefined
      return parts.some((part) => part.isGone)
    },
  }
}

/** What a request may remove or move of an entry. */
function listAtStake({ tags, manifests }: JournalEntry): readonly Reference[] {
  const going = manifests.filter(({ isGone }) => isGone === undefined)
  return [...tags.map(({ tag }) => tag), ...going.map(({ digest }) => digest)]
}
