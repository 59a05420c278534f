import * as v from 'valibot'
import { MANIFEST_LIMIT } from '../../registry/manifests.ts'
import { isContentType } from '../../registry/mediaTypes.ts'
import { isDigest, isRepositoryName, isTag } from '../../registry/names.ts'
import type { Digest, RepositoryName, Tag } from '../../registry/names.ts'

/** The name of the file format, and the version that this program writes and reads. */
export const RECORD = { format: 'homeport-deleted', version: 1 } as const

const text = <Text extends string>(is: (x: string) => boolean, problem: string) =>
  v.custom<Text>((x) => typeof x === 'string' && is(x), problem)
const digest = text<Digest>(isDigest, 'is not a digest')
/** JSON has no `undefined`: unknown values are `null`. */
const unlessNull = <Item extends v.GenericSchema>(item: Item) =>
  v.pipe(
    v.nullable(item),
    v.transform((x) => x ?? undefined),
  )

const journalTag = v.object({
  tag: text<Tag>(isTag, 'is not a tag'),
  digest: unlessNull(digest),
  copies: v.array(digest),
  isGone: unlessNull(v.boolean()),
  movedTo: v.exactOptional(digest),
})

const journalManifest = v.object({
  digest,
  // Empty if the registry gave none.
  mediaType: text((x) => x === '' || isContentType(x), 'is not a media type'),
  bytes: v.pipe(
    v.string(),
    v.maxLength(Math.ceil(MANIFEST_LIMIT / 3) * 4, 'is larger than any manifest'),
    v.base64('is not base64'),
    v.transform(fromBase64),
  ),
  role: v.picklist(['image', 'child', 'attachment']),
  isGone: unlessNull(v.boolean()),
})

const journalEntry = v.object({
  id: v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/, 'is not 32 hexadecimal digits')),
  run: v.pipe(v.string(), v.regex(/^[ -~]{0,64}$/, 'is not the name of a deletion')),
  at: v.pipe(
    v.string(),
    v.isoTimestamp('is not a time'),
    v.check((x) => !Number.isNaN(Date.parse(x)), 'is not a time'),
  ),
  repository: text<RepositoryName>(isRepositoryName, 'is not a repository name'),
  cause: v.picklist(['deletion', 'retag']),
  state: v.picklist(['open', 'done', 'restored']),
  tags: v.array(journalTag),
  manifests: v.array(journalManifest),
  size: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
})

export const recordHead = v.object({
  format: v.literal(RECORD.format),
  version: v.number(),
  registry: v.string(),
})

export const recordBody = v.object({ entries: v.array(journalEntry) })

/** How many arguments a call may have. */
const CHUNK = 0x8000

/** `Uint8Array.toBase64` is too new for the browsers in use. */
export function toBase64(bytes: Uint8Array): string {
  let binary = ''
  for (let at = 0; at < bytes.length; at += CHUNK) {
    binary += String.fromCharCode(...bytes.subarray(at, at + CHUNK))
  }
  return btoa(binary)
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
}
