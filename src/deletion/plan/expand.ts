import { RegistryError } from '../../registry/errors.ts'
import type { FetchedManifest } from '../../registry/manifests.ts'
import type { Digest, Tag } from '../../registry/names.ts'
import { mapPool } from '../../registry/pool.ts'
import { readAttachmentTag } from '../../registry/tags/attachmentTags.ts'
import { provesAbsence } from '../../registry/absence.ts'
import {
  type Companions,
  NO_COMPANIONS,
  attachmentTagsBySubject,
  type createReferrerSource,
  isAttachment,
} from './companions.ts'
import type { PlannedGroup, Role } from './deletionPlan.ts'
import { type Contents, type Situation, decideGroups, keptRoots } from './groups.ts'
import type { ManifestStore } from '../../image/graph/manifestStore.ts'
import { listChildren } from '../../image/graph/held.ts'
import { readReach } from '../../image/graph/reach.ts'

/** Indexes hold indexes, signatures have signatures: more levels than this are not made by any client. */
const MOST_LEVELS = 16

type Known = Situation & { readonly contents: Contents }
type PartRole = Exclude<Role, { kind: 'selected' }>
/** One thing that goes with a group: a tag, or a manifest without one. */
type Found =
  | { readonly tag: Tag; readonly of: Digest; readonly type: string }
  | { readonly digest: Digest; readonly role: PartRole }

type Sources = {
  readonly store: ManifestStore
  readonly listReferrers: ReturnType<typeof createReferrerSource>
  readonly signal: AbortSignal | undefined
}

/**
 * Adds to a situation what goes with the images that go: children that nothing kept reaches, attachments,
 * and theirs, level by level, until nothing is added. Each is read, since what cannot be restored stays.
 *
 * @throws LoginRequiredError; an abort passes through
 */
export async function withCompanions(situation: Known, sources: Sources): Promise<Known> {
  const search = new CompanionSearch(situation, sources)
  let current = situation
  for (let level = 0; level < MOST_LEVELS; level += 1) {
    const companions = await search.find(current)
    if (isSame(companions, current.companions)) return current
    current = await withKept({ ...current, companions }, search.unreadable, sources)
  }
  // It did not come to rest: then nothing goes but what was selected.
  return await withKept({ ...situation, companions: NO_COMPANIONS }, search.unreadable, sources)
}

async function withKept(
  situation: Known,
  unreadable: ReadonlyMap<Digest, string>,
  { store, signal }: Sources,
): Promise<Known> {
  const contents = { ...situation.contents, unreadable: new Map(unreadable) }
  const kept = await readReach(store, keptRoots({ ...situation, contents }), { signal })
  return { ...situation, contents: { ...contents, kept } }
}

class CompanionSearch {
  readonly unreadable: Map<Digest, string>
  readonly #gone = new Set<Digest>()
  readonly #sources: Sources
  readonly #named: ReturnType<typeof attachmentTagsBySubject>

  constructor({ states, selected, contents }: Known, sources: Sources) {
    this.#sources = sources
    this.unreadable = new Map(contents.unreadable)
    this.#named = attachmentTagsBySubject([...states.keys()].filter((tag) => !selected.has(tag)))
  }

  /** What belongs to the images that go, as things are known now. */
  async find(situation: Situation): Promise<Companions> {
    const groups = decideGroups(situation).filter(({ method }) => method.kind === 'digest')
    const found = await mapPool(groups, 6, (group) => this.#findOf(group, situation))
    const tags = new Map<Tag, { of: Digest; type: string }>()
    const parts = new Map<Digest, PartRole>()
    for (const one of found.flat()) {
      if ('tag' in one) {
        tags.set(one.tag, one)
        continue
      }
      const known = parts.get(one.digest)
      const of = [...new Set([...(known?.of ?? []), ...one.role.of])]
      parts.set(one.digest, { ...(known ?? one.role), of })
    }
    return { tags, parts }
  }

  async #findOf({ digest, tags, role }: PlannedGroup, { states }: Situation): Promise<Found[]> {
    const { store, listReferrers } = this.#sources
    const holder = digest && store.known.get(digest)
    if (!holder) return []
    const found: Found[] = []
    for (const { tag, ending } of this.#named.get(digest) ?? []) {
      const state = states.get(tag)
      const content = state?.kind === 'at' ? await this.#read(state.digest) : undefined
      if (!content || !isAttachment(content, ending)) continue
      if (ending === '' && !(await this.#belongsTo(content, digest))) continue
      found.push({ tag, of: digest, type: ending })
    }
    // A list of referrers holds attachments; every other index holds children.
    const isList = role.kind === 'attachment' && holder.manifest.kind === 'image-index'
    const subjects = role.kind === 'selected' ? listSubjects(holder, tags) : []
    for (const child of listChildren(holder)) {
      await this.#read(child.digest)
      if (isList) found.push(...(await this.#findReferrer(child.digest, role.of)))
      else if (!this.#gone.has(child.digest)) {
        // Of a list that was selected itself they go with it, whether their subject stays or not: no tag would
        // lead to them any more.
        const listed = await this.#findReferrer(child.digest, subjects, [digest])
        const part = { digest: child.digest, role: { kind: 'child', of: [digest] } } as const
        found.push(...(listed.length > 0 ? listed : [part]))
      }
    }
    for (const referrer of await listReferrers(digest)) {
      found.push(...(await this.#findReferrer(referrer.digest, [digest])))
    }
    return found
  }

  /** Whether everything in a list of referrers has this subject, or is gone. */
  async #belongsTo(list: FetchedManifest, subject: Digest): Promise<boolean> {
    const members = await mapPool(listChildren(list), 6, async ({ digest }) => {
      const manifest = (await this.#read(digest))?.manifest
      if (!manifest) return this.#gone.has(digest)
      return 'subject' in manifest && manifest.subject?.digest === subject
    })
    return members.every(Boolean)
  }

  /**
   * The list is only a hint: a referrer's own manifest says what it belongs to.
   *
   * @param of what it goes with; its subject where left out
   */
  async #findReferrer(
    digest: Digest,
    subjects: readonly Digest[],
    of?: readonly Digest[],
  ): Promise<Found[]> {
    const manifest = (await this.#read(digest))?.manifest
    if (!manifest || !('subject' in manifest)) return []
    const subject = manifest.subject?.digest
    if (!subject || !subjects.includes(subject)) return []
    const type = manifest.artifactType ?? ''
    return [{ digest, role: { kind: 'attachment', of: of ?? [subject], type } }]
  }

  async #read(digest: Digest): Promise<FetchedManifest | undefined> {
    if (this.#gone.has(digest) || this.unreadable.has(digest)) return undefined
    const { store, signal } = this.#sources
    const found = await store.read(digest, signal)
    if (!(found instanceof RegistryError)) return found
    if (provesAbsence(found)) this.#gone.add(digest)
    else this.unreadable.set(digest, found.message)
    return undefined
  }
}

/** What an index is a list of attachments of, by its tags and its content. */
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
      [...tags].map(([tag, { of }]) => `${tag} ${of}`).toSorted(),
      [...parts].map(([digest, { of }]) => `${digest} ${of.toSorted().join(' ')}`).toSorted(),
    ])
  return print(one) === print(other)
}
