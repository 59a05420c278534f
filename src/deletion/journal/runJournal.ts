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

/** How many entries are marked with one write, since each write waits for the disk. */
const AHEAD = 10

/** The journal as a run uses it: everything is recorded before it is deleted. */
export type RunJournal = ReturnType<typeof createRunJournal>

/** @param journal `undefined` if there is none */
export function createRunJournal(journal: Journal | undefined, plan: DeletionPlan, run: string) {
  let entries: readonly JournalEntry[] = []
  const begun = new Date().toISOString()
  const sent = new Set<Reference>()
  /** By tag or digest: the ids of the entries that a request for it may affect. */
  const concerned = new Map<Reference, string[]>()
  /** By entry id: resolves once it is recorded that something in it may be gone. */
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
     * Writes an entry per image in one transaction, after reading the manifests that the plan hasn't read.
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
    /** Records that a request is about to be sent that may remove or move `reference`. @throws JournalError */
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
    /** Records the digest that a tag is about to point to. @throws JournalError */
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
    /** Homeport's own digests that a tag was put on. */
    listCopies: (tag: Tag): readonly Digest[] =>
      entries.flatMap(({ tags }) => tags.flatMap((one) => (one.tag === tag ? one.copies : []))),
    /** Tags here that another deletion in this browser is removing, or has removed since this one started. */
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
    /** Records the outcome, and removes untouched entries. If that fails they stay open, for the next start. */
    async close(ended: RunEnd) {
      const closed = entries.map((entry) => closeEntry(entry, ended, sent))
      entries = closed.filter(isTouched)
      const untouched = closed.filter((entry) => !isTouched(entry))
      // No later request may mark more of them.
      for (const { id } of closed) marks.set(id, Promise.resolve())
      try {
        if (entries.length > 0) await journal?.write(entries)
        await journal?.remove(untouched.map(({ id }) => id))
      } catch {
        // They stay open: the next start asks the registry.
      }
    },
    /** Entries whose outcome `close` didn't know; also without a journal. */
    listOpen: () => entries.filter(({ state }) => state === 'open'),
    /**
     * Takes over what has been found out about open entries. What another window has settled meanwhile is left
     * alone; if the write fails, entries stay open.
     *
     * @param untouched ids of entries of which nothing is gone
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
    /** After `close`: entries with something that is or may be gone; none without a journal. */
    listTouched: () => (journal ? entries.map(({ id }) => id) : []),
    /** Whether a tag or image is gone according to the journal; `undefined` if unknown. */
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

/** What of an entry a request may remove or move. */
function listAtStake({ tags, manifests }: JournalEntry): readonly Reference[] {
  const going = manifests.filter(({ isGone }) => isGone === undefined)
  return [...tags.map(({ tag }) => tag), ...going.map(({ digest }) => digest)]
}
