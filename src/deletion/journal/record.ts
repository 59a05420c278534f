import * as v from 'valibot'
import { visibleLine } from '../../format/visibleText.ts'
import { fromBase64, toBase64 } from './base64.ts'
import type { JournalEntry, JournalManifest, JournalTag } from './journal.ts'
import { RECORD, type StoredEntry, recordBody, recordHead } from './recordFormat.ts'
import { readStoredManifest } from './storedManifest.ts'

/** A file that is no record, or none for this registry. `message` is a sentence for people. */
export class RecordError extends Error {
  override readonly name = 'RecordError'
}

/**
 * Journal entries as a file, JSON, to be kept or read elsewhere.
 *
 * @param registry the host that the entries are of: only there they can be brought back
 */
export function exportRecord(
  entries: readonly JournalEntry[],
  { registry }: { readonly registry: string },
): string {
  const stored = entries.map((entry): StoredEntry => ({
    ...entry,
    tags: entry.tags.map(({ movedTo, ...tag }) => ({
      ...tag,
      copies: [...tag.copies],
      digest: tag.digest ?? null,
      isGone: tag.isGone ?? null,
      ...(movedTo ? { movedTo } : {}),
    })),
    manifests: entry.manifests.map((manifest) => ({
      ...manifest,
      bytes: toBase64(manifest.bytes),
      isGone: manifest.isGone ?? null,
    })),
  }))
  return `${JSON.stringify({ ...RECORD, registry, entries: stored }, undefined, 1)}\n`
}

/**
 * The entries of an exported record. Every manifest's bytes are checked against its digest.
 *
 * @throws RecordError where any of it is wrong: then none of it is taken
 */
export function importRecord(
  text: string,
  { registry }: { readonly registry: string },
): readonly JournalEntry[] {
  const json = parseRecord(text)
  const head = v.safeParse(recordHead, json)
  if (!head.success) throw new RecordError('The file is not a record of deletions.')
  const { version, registry: its } = head.output
  if (version !== RECORD.version) {
    throw new RecordError(
      `The record has version ${version}; this Homeport reads version ${RECORD.version}. Use a newer Homeport.`,
    )
  }
  if (its !== registry) {
    const named = visibleLine(its, 255)
    throw new RecordError(`The record is of the registry ${named}, and this is ${registry}.`)
  }
  // One fault is told: a large file may have millions.
  const body = v.safeParse(recordBody, json, { abortEarly: true, abortPipeEarly: true })
  if (!body.success) {
    const [issue] = body.issues
    const path = v.getDotPath(issue) ?? 'the list of entries'
    throw new RecordError(
      `The record is broken: ${path}: ${issue.message}. Nothing was taken from it.`,
    )
  }
  return body.output.entries.map(readEntry)
}

/**
 * The entries that have to be written so that a journal holds its own and the imported ones. An entry of this
 * browser's own stays as it is. Of an imported one that comes again the later state stays, with the manifests of
 * both.
 *
 * A file may come from anybody: nothing in it says where a tag may be overwritten or removed unasked, and
 * nothing of it is carried on by itself at the next start.
 *
 * @param present what the journal holds
 */
export function mergeEntries(
  present: readonly JournalEntry[],
  imported: readonly JournalEntry[],
): readonly JournalEntry[] {
  const own = new Set(present.flatMap(({ id, isImported }) => (isImported ? [] : [id])))
  const merged = new Map(present.map((entry) => [entry.id, entry]))
  const changed = new Set<string>()
  // The same entry may come twice, from files that were put together by hand.
  for (const entry of imported.filter(({ id }) => !own.has(id))) {
    const before = merged.get(entry.id)
    const after = before ? mergeEntry(before, entry) : asForeign(entry)
    if (after !== before) changed.add(entry.id)
    merged.set(entry.id, after)
  }
  return [...merged.values()].filter(({ id }) => changed.has(id))
}

const ORDER: readonly JournalEntry['state'][] = ['open', 'done', 'restored']

function mergeEntry(before: JournalEntry, imported: JournalEntry): JournalEntry {
  const isLater = ORDER.indexOf(imported.state) > ORDER.indexOf(before.state)
  const [kept, other] = isLater ? [asForeign(imported), before] : [before, imported]
  const known = new Set(kept.manifests.map(({ digest }) => digest))
  const lacking = other.manifests.filter(({ digest }) => !known.has(digest))
  return lacking.length === 0 ? kept : { ...kept, manifests: [...kept.manifests, ...lacking] }
}

function asForeign(entry: JournalEntry): JournalEntry {
  return {
    ...entry,
    isImported: true,
    state: entry.state === 'open' ? 'done' : entry.state,
    tags: entry.tags.map(({ tag, digest, isGone }) => ({ tag, digest, isGone, copies: [] })),
  }
}

function parseRecord(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new RecordError('The file is not a whole record: it is cut off, or something else.')
  }
}

function readEntry(entry: StoredEntry): JournalEntry {
  return {
    ...entry,
    tags: entry.tags.map(({ movedTo, ...tag }): JournalTag => ({
      ...tag,
      digest: tag.digest ?? undefined,
      isGone: tag.isGone ?? undefined,
      ...(movedTo ? { movedTo } : {}),
    })),
    manifests: entry.manifests.map((manifest): JournalManifest => {
      const read = {
        ...manifest,
        bytes: fromBase64(manifest.bytes),
        isGone: manifest.isGone ?? undefined,
      }
      if (readStoredManifest(read)) return read
      throw new RecordError(
        `The record is broken: the bytes of ${manifest.digest} are not those of its digest. Nothing was taken from it.`,
      )
    }),
  }
}
