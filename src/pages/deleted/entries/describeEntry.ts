import type { JournalEntry, JournalManifest } from '../../../deletion/journal/journal.ts'
import { formatCounted } from '../../../format/count.ts'
import { holdsWords, readWords } from '../../../format/searchWords.ts'
import { describeManifest, isAttestationEntry } from '../../../image/artifact.ts'
import { sortTags } from '../../../format/tagOrder.ts'
import { attachmentTag } from '../../../image/attachments.ts'
import { nameSome } from '../../../format/nameSome.ts'
import { type Manifest, parseManifest } from '../../../registry/manifest.ts'

/** Reads an entry for a row of the list. */
export function describeEntry(entry: JournalEntry) {
  const { repository, cause, manifests } = entry
  const concerned = entry.tags.filter(({ isGone }) => isGone !== false).map(({ tag }) => tag)
  const named = concerned.filter((tag) => !attachmentTag(tag))
  // An attachment that was selected itself is named by its tag.
  const tags = named.length > 0 ? named : concerned
  const image = manifests.find(({ role }) => role === 'image')
  const [first] = entry.tags
  const digest = image?.digest ?? first?.digest ?? first?.movedTo
  const more = tags.length > 1 ? ` and ${formatCounted(tags.length - 1, 'more tag')}` : ''
  const isAdded = cause === 'retag' && entry.tags.every((tag) => tag.digest === undefined)
  return {
    /** Ordinary tags, deleted or moved. */
    tags,
    /** Whether the tag was new: undoing deletes it again. */
    isAdded,
    /** Tags of its signatures and other attachments. */
    attachmentTags: named.length > 0 ? concerned.filter(attachmentTag) : [],
    /** The image; `undefined` for a tag that had none. */
    digest,
    /** What it is, what was deleted (`image`, `with 2 children`, `the image stayed`), and what is unknown. */
    facts: [
      ...(cause !== 'retag'
        ? describeParts(entry, image)
        : [isAdded ? 'the tag was added' : 'the tag was moved to another image']),
      ...describeUnknown(entry),
    ],
    /** Its name in a button: `team/app:1.2`; for several tags, the first and how many more. */
    name: tags[0]
      ? `${repository}:${tags[0]}${more}`
      : digest
        ? `${repository}@${digest}`
        : repository,
  }
}

/** Tags of a settled entry whose result is unknown: they point to another image by now. */
function describeUnknown(entry: JournalEntry): readonly string[] {
  if (entry.state === 'open') return []
  const tags = entry.tags.filter(({ isGone }) => isGone === undefined)
  if (tags.length === 0) return []
  const names = nameSome(tags.map(({ tag }) => tag))
  const verb = entry.cause === 'retag' ? 'moved' : 'deleted'
  return [`unknown whether ${names} ${tags.length === 1 ? 'was' : 'were'} ${verb}`]
}

function describeParts(
  { manifests }: JournalEntry,
  image: JournalManifest | undefined,
): readonly string[] {
  if (!image) return ['its manifest was missing']
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
    ...(image.isGone === false ? ['image kept'] : []),
    ...(image.isGone === undefined ? ['the image may be gone'] : []),
    ...count('child', 'child', 'children'),
    ...count('attachment', 'attachment'),
  ]
}

/** Entries may be imported, so their bytes may not be a manifest; then that is said. */
function describeKind({ bytes, mediaType }: JournalManifest): string {
  let manifest: Manifest
  try {
    manifest = parseManifest(JSON.parse(new TextDecoder().decode(bytes)), mediaType)
  } catch {
    return 'unknown manifest'
  }
  const { label } = describeManifest(manifest)
  if (manifest.kind !== 'image-index') return label
  const platforms = manifest.manifests.filter((one) => !isAttestationEntry(one))
  return `${label}, ${formatCounted(platforms.length, 'platform')}`
}

/** Whether an entry's repository, tags and digests contain every word of `text`. */
export function matchesEntry(entry: JournalEntry, text: string): boolean {
  const { repository, tags, manifests } = entry
  const names = [
    ...tags.map(({ tag }) => `${repository}:${tag}`),
    ...manifests.map(({ digest }) => digest),
    repository,
  ]
  return holdsWords(names.join('\n').toLowerCase(), readWords(text))
}

/** Groups entries by deletion, in the given order; within a group they are sorted as in the list of tags. */
export function groupEntries(entries: readonly JournalEntry[]): readonly JournalEntry[][] {
  const groups = new Map<string, JournalEntry[]>()
  for (const entry of entries) {
    const group = groups.get(entry.run)
    if (group) group.push(entry)
    else groups.set(entry.run, [entry])
  }
  return [...groups.values()].map((group) => {
    const tagsOf = new Map(group.map((entry) => [entry, describeEntry(entry).tags]))
    const order = new Map(sortTags([...tagsOf.values()].flat()).map((tag, at) => [tag, at]))
    const placeOf = (entry: JournalEntry) =>
      Math.min(...(tagsOf.get(entry) ?? []).map((tag) => order.get(tag) ?? 0))
    return group.length > 1 ? group.toSorted((a, b) => placeOf(a) - placeOf(b)) : group
  })
}
