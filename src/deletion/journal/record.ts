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

/** The file isn't a history, or not one of this registry. `message` is a sentence for users. */
export class RecordError extends Error {
  override readonly name = 'RecordError'
}

/**
 * Exports journal entries as a JSON file.
 *
 * @param registry the host the entries belong to: they can only be restored there
 */
export function exportRecord(
  entries: readonly JournalEntry[],
  { registry }: { readonly registry: string },
): string {
  // JSON has no `undefined`: unknown values are `null`.
  const write = (_: string, value: unknown) =>
    value instanceof Uint8Array ? toBase64(value) : (value ?? null)
  return `${JSON.stringify({ ...RECORD, registry, entries }, write, 1)}\n`
}

/**
 * The entries of an exported history. All manifests are verified against their digests.
 *
 * @throws RecordError if anything is wrong: then nothing is imported
 */
export function importRecord(
  text: string,
  { registry }: { readonly registry: string },
): readonly JournalEntry[] {
  const json = tryParse(text)
  if (json === undefined) {
    throw new RecordError('This file is truncated, or isn’t a Homeport history.')
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
  // Report only the first problem: a large file may have millions.
  const body = v.safeParse(recordBody, json, { abortEarly: true, abortPipeEarly: true })
  if (!body.success) {
    const [issue] = body.issues
    const path = v.getDotPath(issue) ?? 'the list of entries'
    throw damaged(`${path}: ${issue.message}`)
  }
  const { entries } = body.output
  const wrong = entries.flatMap((entry) => entry.manifests).find((one) => !readStoredManifest(one))
  if (!wrong) return entries
  throw damaged(`the content of ${wrong.digest} doesn’t match its digest`)
}

function damaged(how: string): RecordError {
  return new RecordError(`The history file is damaged: ${how}. Nothing was imported.`)
}

/**
 * The imported entries that a journal lacks, ready to be stored; existing ones are left unchanged.
 *
 * Anybody may have written the file, so nothing in it can make Homeport overwrite or remove a tag without asking, or
 * continue a deletion at the next start.
 *
 * @param present what is in the journal
 */
export function listNew(
  present: readonly JournalEntry[],
  imported: readonly JournalEntry[],
): readonly JournalEntry[] {
  const known = new Set(present.map(({ id }) => id))
  // A file edited by hand may contain an entry twice.
  const added = new Map(imported.map((entry) => [entry.id, entry]))
  return [...added.values()].flatMap((entry): JournalEntry[] => {
    if (known.has(entry.id)) return []
    const tags = entry.tags.map(({ tag, digest, isGone }) => ({ tag, digest, isGone, copies: [] }))
    const state = entry.state === 'open' ? 'done' : entry.state
    return [{ ...entry, isImported: true, state, tags }]
  })
}

/**
 * A manifest of the journal as it was when fetched; `undefined` if its bytes don't match the digest or can't be
 * verified, or if its media type can't be sent.
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
