import { NotFoundError, RegistryError } from '../../registry/errors.ts'
import type { Descriptor } from '../../registry/manifest.ts'
import type { FetchedManifest } from '../../registry/manifests.ts'
import type { Digest, Tag } from '../../registry/names.ts'
import type { Place } from '../../registry/place.ts'
import { mapPool } from '../../registry/pool.ts'
import { listReferrersByApi } from '../../registry/referrers.ts'
import { readAttachmentTag } from '../../registry/tags/attachmentTags.ts'
import { provesMissing } from '../../registry/absence.ts'
import { tryRead } from '../../registry/transport/tryRead.ts'
import {
  type Companions,
  NO_COMPANIONS,
  type PartRole,
  attachmentTagsBySubject,
} from './companions.ts'
import type { PlannedGroup } from './deletionPlan.ts'
import { type Contents, type Situation, decideGroups, keptRoots } from './groups.ts'
import { isAttachment } from '../../image/attachmentContent.ts'
import type { ManifestStore } from '../../image/graph/manifestStore.ts'
import { listChildren, subjectOf } from '../../image/graph/held.ts'
import { readReach } from '../../image/graph/reach.ts'

/** Indexes contain indexes, signatures have signatures; no client nests deeper than this. */
const MOST_LEVELS = 16

type Known = Situation & { readonly contents: Contents }
/** Something that is deleted along with a group: a tag, or a manifest without one. */
type Found =
  | { readonly tag: Tag; readonly of: Digest }
  | { readonly digest: Digest; readonly role: PartRole }

/**
 * Adds what is deleted along with images: children that nothing kept reaches, attachments, and theirs, level by
 * level, until nothing is added. Each is read, since what can't be restored is kept.
 *
 * @throws LoginRequiredError; an abort
 */
export async function withCompanions(
  situation: Known,
  place: Place,
  store: ManifestStore,
): Promise<Known> {
  const unreadable = new Map(situation.contents.unreadable)
  const find = companionSearch(situation, place, store, unreadable)
  const withKept = async (before: Known, companions: Companions): Promise<Known> => {
    const contents = { ...before.contents, unreadable: new Map(unreadable) }
    const found = { ...before, companions, contents }
    const kept = await readReach(store, keptRoots(found), { signal: place.signal })
    return { ...found, contents: { ...contents, kept } }
  }
  let current = situation
  for (let level = 0; level < MOST_LEVELS; level += 1) {
    const companions = await find(current)
    if (isSame(companions, current.companions)) return current
    current = await withKept(current, companions)
  }
  // It didn't converge: delete only what was selected.
  return await withKept(situation, NO_COMPANIONS)
}

/**
 * Returns a function that finds what belongs to the images being deleted, as far as known.
 *
 * @param unreadable gets what couldn't be read, with the reason
 */
function companionSearch(
  { states, selected }: Known,
  place: Place,
  store: ManifestStore,
  unreadable: Map<Digest, string>,
): (situation: Situation) => Promise<Companions> {
  const gone = new Set<Digest>()
  const named = attachmentTagsBySubject([...states.keys()].filter((tag) => !selected.has(tag)))
  const referrers = new Map<Digest, readonly Descriptor[]>()
  let hasReferrersApi = true

  async function read(digest: Digest): Promise<FetchedManifest | undefined> {
    if (gone.has(digest) || unreadable.has(digest)) return undefined
    const found = await store.read(digest, place.signal)
    if (!(found instanceof RegistryError)) return found
    if (provesMissing(found)) gone.add(digest)
    else unreadable.set(digest, found.message)
    return undefined
  }

  /** Whether everything in a list of referrers has this subject, or is gone. */
  async function belongsTo(list: FetchedManifest, subject: Digest): Promise<boolean> {
    const members = await mapPool(listChildren(list), 6, async ({ digest }) => {
      const member = await read(digest)
      return member ? subjectOf(member) === subject : gone.has(digest)
    })
    return members.every(Boolean)
  }

  /**
   * The list is only a hint: the referrer's own manifest says what it belongs to.
   *
   * @param of what it is deleted with; its subject if omitted
   */
  async function findReferrer(
    digest: Digest,
    subjects: readonly Digest[],
    of?: readonly Digest[],
  ): Promise<Found[]> {
    const subject = subjectOf(await read(digest))
    if (!subject || !subjects.includes(subject)) return []
    return [{ digest, role: { kind: 'attachment', of: of ?? [subject] } }]
  }

  /** From the API, each digest once; if the registry has no such API, it isn't asked again. */
  async function listReferrers(digest: Digest): Promise<readonly Descriptor[]> {
    const before = referrers.get(digest)
    if (before || !hasReferrersApi) return before ?? []
    const found = await tryRead(() => listReferrersByApi(place, digest), place.signal)
    if (found instanceof NotFoundError) hasReferrersApi = false
    // What can't be listed is kept: no harm done.
    if (found instanceof RegistryError) return []
    referrers.set(digest, found)
    return found
  }

  async function findOf({ digest, tags, role }: PlannedGroup): Promise<Found[]> {
    const holder = digest && store.known.get(digest)
    if (!holder) return []
    const found: Found[] = []
    for (const { tag, ending } of named.get(digest) ?? []) {
      const state = states.get(tag)
      const content = state?.kind === 'at' ? await read(state.digest) : undefined
      if (!content || !isAttachment(content, ending)) continue
      if (ending !== '' || (await belongsTo(content, digest))) found.push({ tag, of: digest })
    }
    // A list of referrers contains attachments; every other index contains children.
    const isList = role.kind === 'attachment' && holder.manifest.kind === 'image-index'
    const subjects = role.kind === 'selected' ? listSubjects(holder, tags) : []
    for (const child of listChildren(holder)) {
      await read(child.digest)
      if (isList) found.push(...(await findReferrer(child.digest, role.of)))
      else if (!gone.has(child.digest)) {
        // Those of a selected list are deleted even if their subject is kept: no tag would lead to them any more.
        const listed = await findReferrer(child.digest, subjects, [digest])
        const part = { digest: child.digest, role: { kind: 'child', of: [digest] } } as const
        found.push(...(listed.length > 0 ? listed : [part]))
      }
    }
    for (const referrer of await listReferrers(digest)) {
      found.push(...(await findReferrer(referrer.digest, [digest])))
    }
    return found
  }

  return async (situation) => {
    const groups = decideGroups(situation).filter(({ method }) => method.kind === 'digest')
    const tags = new Map<Tag, Digest>()
    const parts = new Map<Digest, PartRole>()
    for (const one of (await mapPool(groups, 6, findOf)).flat()) {
      if ('tag' in one) {
        tags.set(one.tag, one.of)
        continue
      }
      const known = parts.get(one.digest) ?? one.role
      parts.set(one.digest, { ...known, of: [...new Set([...known.of, ...one.role.of])] })
    }
    return { tags, parts }
  }
}

/** Whose attachments an index lists, by its tags and its content. */
function listSubjects(index: FetchedManifest, tags: readonly Tag[]): readonly Digest[] {
  if (!isAttachment(index, '')) return []
  return tags.flatMap((tag) => {
    const named = readAttachmentTag(tag)
    return named?.ending === '' ? [named.subject] : []
  })
}

function isSame(one: Companions, other: Companions): boolean {
  const print = ({ tags, parts }: Companions) =>
    JSON.stringify([
      [...tags].map(([tag, of]) => `${tag} ${of}`).toSorted(),
      [...parts].map(([digest, { of }]) => `${digest} ${of.toSorted().join(' ')}`).toSorted(),
    ])
  return print(one) === print(other)
}
