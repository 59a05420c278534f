import type { JournalEntry, JournalManifest } from '../../../deletion/journal/journal.ts'
import { formatCounted } from '../../../format/count.ts'
import { readWords } from '../../../format/searchWords.ts'
import { describeManifest, isAttestationEntry } from '../../../image/artifact.ts'
import { attachmentTag } from '../../../image/attachments.ts'
import { nameSome } from '../../../format/nameSome.ts'
import { type Manifest, parseManifest } from '../../../registry/manifest.ts'
import type { Digest, Tag } from '../../../registry/names.ts'

/** What a row shows of an entry. */
export type EntryDescription = {
  /** Tags that people gave, gone or moved. */
  readonly tags: readonly Tag[]
  /** Tags that hold signatures and the like of it. */
  readonly attachmentTags: readonly Tag[]
  /** The image; `undefined` for a tag that had none. */
  readonly digest: Digest | undefined
  /**
   * What it is and what went: `multi-platform image, 3 platforms`, `with 2 children`, `the image stayed`; and
   * of what that is not known.
   */
  readonly facts: readonly string[]
  /** Names it in a button: `team/app:1.2`, of several tags the first and how many more. */
  readonly name: string
}

/** Reads an entry for a row of the list. */
export function describeEntry(entry: JournalEntry): EntryDescription {
  const concerned = entry.tags.filter(({ isGone }) => isGone !== false).map(({ tag }) => tag)
  const named = concerned.filter((tag) => !attachmentTag(tag))
  // Of an attachment that was selected by hand the tag is the name.
  const tags = named.length > 0 ? named : concerned
  const image = entry.manifests.find(({ role }) => role === 'image')
  const [first] = entry.tags
  const digest = image?.digest ?? first?.digest ?? first?.movedTo
  return {
    tags,
    attachmentTags: named.length > 0 ? concerned.filter((tag) => attachmentTag(tag)) : [],
    digest,
    facts: [
      ...(entry.cause === 'retag' ? describeMove(entry) : describeParts(entry, image)),
      ...describeUnknown(entry),
    ],
    name: nameEntry(entry, tags, digest),
  }
}

function nameEntry(
  { repository }: JournalEntry,
  [first, ...others]: readonly Tag[],
  digest: Digest | undefined,
): string {
  if (first === undefined) return digest ? `${repository}@${digest}` : repository
  const more = others.length > 0 ? ` and ${formatCounted(others.length, 'more tag')}` : ''
  return `${repository}:${first}${more}`
}

function describeMove({ tags }: JournalEntry): readonly string[] {
  const isMoved = tags.some(({ digest }) => digest !== undefined)
  return [isMoved ? 'the tag was moved to another image' : 'the tag was added']
}

/** Tags of a settled entry of which nobody can tell: they are on another image by now. */
function describeUnknown(entry: JournalEntry): readonly string[] {
  if (entry.state === 'open') return []
  const tags = entry.tags.filter(({ isGone }) => isGone === undefined)
  if (tags.length === 0) return []
  const names = nameSome(tags.map(({ tag }) => tag))
  const verb = entry.cause === 'retag' ? 'moved' : 'deleted'
  return [`it is not known whether ${names} ${tags.length === 1 ? 'was' : 'were'} ${verb}`]
}

function describeParts(
  { manifests }: JournalEntry,
  image: JournalManifest | undefined,
): readonly string[] {
  if (!image) return ['its manifest was gone']
  const count = (role: JournalManifest['role'], one: string, many?: string): readonly string[] => {
    const all = manifests.filter((manifest) => manifest.role === role)
    const gone = all.filter(({ isGone }) => isGone).length
    const unsure = all.filter(({ isGone }) => isGone === undefined).length
    return [
      ...(gone > 0 ? [`with ${formatCounted(gone, one, many)}`] : []),
      ...(unsure > 0 ? [`${formatCounted(unsure, one, many)} may be gone`] : []),
    ]
  }
  return [
    describeKind(image),
    ...(image.isGone === false ? ['the image stayed'] : []),
    ...(image.isGone === undefined ? ['the image may be gone'] : []),
    ...count('child', 'child', 'children'),
    ...count('attachment', 'attachment'),
  ]
}

function describeKind(image: JournalManifest): string {
  const manifest = readManifest(image)
  if (!manifest) return 'unknown manifest'
  const { label } = describeManifest(manifest)
  if (manifest.kind !== 'image-index') return label
  const platforms = manifest.manifests.filter((one) => !isAttestationEntry(one))
  return `${label}, ${formatCounted(platforms.length, 'platform')}`
}

/** Entries are also imported: bytes that are no manifest are said to be none. */
function readManifest({ bytes, mediaType }: JournalManifest): Manifest | undefined {
  try {
    const json: unknown = JSON.parse(new TextDecoder().decode(bytes))
    return parseManifest(json, mediaType)
  } catch {
    return undefined
  }
}

/** Whether an entry holds every word of `text` in its repository, its tags or its digests. */
export function matchesEntry(entry: JournalEntry, text: string): boolean {
  const words = readWords(text)
  if (words.length === 0) return true
  const names = [
    ...entry.tags.map(({ tag }) => `${entry.repository}:${tag}`),
    ...entry.manifests.map(({ digest }) => digest),
    entry.repository,
  ].map((name) => name.toLowerCase())
  return words.every((word) => names.some((name) => name.includes(word)))
}
