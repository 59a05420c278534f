import * as v from 'valibot'
import { visibleLine } from '../../format/visibleText.ts'
import { tryParse } from '../../registry/json.ts'
import { digestLike } from '../../registry/digest.ts'
import { parseManifest } from '../../registry/manifest.ts'
import type { FetchedManifest } from '../../registry/manifests.ts'
import { isContentType } from '../../registry/mediaTypes.ts'
import { schema1Payload } from '../../registry/signedSchema1.ts'
import type { JournalEntry, JournalManifest } from './journal.ts'
import { RECORD, recordBody, recordHead, toBase64 } from './recordFormat.ts'

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
  // JSON has no `undefined`: what is not known is `null`.
  const write = (_: string, value: unknown) =>
    value instanceof Uint8Array ? toBase64(value) : (value ?? null)
  return `${JSON.stringify({ ...RECORD, registry, entries }, write, 1)}\n`
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
  const json = tryParse(text)
  if (json === undefined) {
    throw new RecordError(
      'This file is not a complete history: it is truncated, or something else.',
    )
  }
  const head = v.safeParse(recordHead, json)
  if (!head.success) throw new RecordError('This file is not a Homeport history.')
  const { version, registry: its } = head.output
  if (version !== RECORD.version) {
    throw new RecordError(
      `The history has version ${version}; this Homeport reads version ${RECORD.version}. Use a newer Homeport.`,
    )
  }
  if (its !== registry) {
    const named = visibleLine(its, 255)
    throw new RecordError(`The history is from the registry ${named}, and this is ${registry}.`)
  }
  // One fault is told: a large file may have millions.
  const body = v.safeParse(recordBody, json, { abortEarly: true, abortPipeEarly: true })
  if (!body.success) {
    const [issue] = body.issues
    const path = v.getDotPath(issue) ?? 'the list of entries'
    throw new RecordError(
      `The history file is damaged: ${path}: ${issue.message}. Nothing was imported.`,
    )
  }
  const { entries } = body.output
  const wrong = entries.flatMap((entry) => entry.manifests).find((one) => !readStoredManifest(one))
  if (!wrong) return entries
  throw new RecordError(
    `The history file is damaged: the content of ${wrong.digest} doesn’t match its digest. Nothing was imported.`,
  )
}

/**
 * The imported entries that a journal lacks, as they are to be written into it; one that it has stays as it is.
 *
 * A file may come from anybody: nothing in it says where a tag may be overwritten or removed unasked, and
 * nothing of it is carried on by itself at the next start.
 *
 * @param present what the journal holds
 */
export function listNew(
  present: readonly JournalEntry[],
  imported: readonly JournalEntry[],
): readonly JournalEntry[] {
  const known = new Set(present.map(({ id }) => id))
  // The same entry may come twice, in a file that was put together by hand.
  const added = new Map(imported.map((entry) => [entry.id, entry]))
  return [...added.values()].flatMap((entry): JournalEntry[] => {
    if (known.has(entry.id)) return []
    const tags = entry.tags.map(({ tag, digest, isGone }) => ({ tag, digest, isGone, copies: [] }))
    const state = entry.state === 'open' ? 'done' : entry.state
    return [{ ...entry, isImported: true, state, tags }]
  })
}

/**
 * A manifest of the journal as it was when it was fetched; `undefined` where its bytes are not those that the
 * digest names, or that cannot be told, and where its media type cannot be sent.
 */
export function readStoredManifest({
  digest,
  mediaType,
  bytes,
}: Pick<JournalManifest, 'digest' | 'mediaType' | 'bytes'>): FetchedManifest | undefined {
  const json = tryParse(new TextDecoder().decode(bytes))
  if (json === undefined || !(mediaType === '' || isContentType(mediaType))) return undefined
  const manifest = parseManifest(json, mediaType)
  const content = manifest.kind === 'schema-1' ? schema1Payload(bytes, json) : bytes
  return digestLike(digest, content) === digest ? { digest, mediaType, bytes, manifest } : undefined
}
