import type { Digest, Tag } from '../registry/names.ts'
import { readAttachmentTag } from '../registry/referrers.ts'
import { NO_COMPANIONS, isAttachment } from './companions.ts'
import type { PlannedGroup } from './deletionPlan.ts'
import { type Known, type Sources, withCompanions } from './expand.ts'
import { decideGroups, isGoing, keptRoots } from './groups.ts'
import { type ListChange, changeList } from './listChange.ts'
import type { ManifestStore } from './manifestStore.ts'
import { readReach } from './reach.ts'

/** A selected image that stays only because the list of its subject's attachments names it. */
type Listed = Pick<ListChange, 'tag' | 'subject' | 'subjectTags' | 'before'> & {
  readonly digest: Digest
}

/**
 * The situation that would be where selected attachments were taken off the lists of what they belong to, with
 * those lists. `undefined` where that lets nothing go.
 *
 * @throws LoginRequiredError; an abort passes through
 */
export async function withListsChanged(
  situation: Known,
  sources: Sources,
): Promise<{ readonly situation: Known; readonly lists: readonly ListChange[] } | undefined> {
  let listed = decideGroups(situation).flatMap((group) => findListed(group, situation) ?? [])
  while (listed.length > 0) {
    const lists = changeLists(listed)
    const changed = await imagine(situation, lists, sources)
    const groups = decideGroups(changed)
    const going = new Set(
      groups.flatMap(({ method, digest }) => (method.kind === 'digest' && digest ? [digest] : [])),
    )
    // What something else holds all the same stays listed. The list of what goes by now goes along as it is.
    const left = listed.filter(({ digest, subject }) => going.has(digest) && !going.has(subject))
    if (left.length === listed.length) return { situation: changed, lists }
    listed = left
  }
  return undefined
}

/** What is decided where the tags of `lists` are on them as they will be. */
async function imagine(
  situation: Known,
  lists: readonly ListChange[],
  sources: Sources,
): Promise<Known> {
  const store = storeWith(sources.store, lists)
  const states = new Map(situation.states)
  for (const { tag, after } of lists) {
    states.set(tag, { kind: 'at', digest: after.digest, mediaType: after.mediaType })
  }
  const alone = { ...situation, states, companions: NO_COMPANIONS }
  const kept = await readReach(store, keptRoots(alone), { signal: sources.signal })
  const contents = { ...situation.contents, kept }
  return await withCompanions({ ...alone, contents }, { ...sources, store })
}

/** The registry does not have these lists yet. */
function storeWith(store: ManifestStore, lists: readonly ListChange[]): ManifestStore {
  const added = new Map(lists.map(({ after }) => [after.digest, after]))
  return {
    ...store,
    async read(digest, signal) {
      return added.get(digest) ?? (await store.read(digest, signal))
    },
  }
}

/** One for each list, whatever it is that goes off it. */
function changeLists(listed: readonly Listed[]): ListChange[] {
  return [...new Set(listed.map(({ tag }) => tag))].flatMap((tag) => {
    const same = listed.filter((one) => one.tag === tag)
    const removed = same.map(({ digest }) => digest)
    const [list] = same
    return (list && changeList(list, removed)) ?? []
  })
}

/**
 * The one list that keeps an image, where it is one by content: everything in it is there and belongs to the
 * same subject, and that subject stays.
 */
function findListed(
  { digest, role, method, stays }: PlannedGroup,
  situation: Known,
): Listed | undefined {
  const { manifests } = situation.contents
  const [reason, ...others] = stays
  if (role.kind !== 'selected' || !digest || others.length > 0) return undefined
  if (reason?.kind !== 'in-index' || !['untag', 're-push'].includes(method.kind)) return undefined
  const [tag, ...otherTags] = reason.tags
  const before = manifests.get(reason.index)
  if (!tag || otherTags.length > 0 || !before) return undefined
  const named = readAttachmentTag(tag)
  if (named?.ending !== '' || !isAttachment(before, '')) return undefined
  const { subject } = named
  const members = before.manifest.kind === 'image-index' ? before.manifest.manifests : []
  const isOfSubject = members.every((member) => {
    const manifest = manifests.get(member.digest)?.manifest
    return manifest && 'subject' in manifest && manifest.subject?.digest === subject
  })
  if (!isOfSubject || !members.some((member) => member.digest === digest)) return undefined
  const subjectTags = listTagsOn(subject, situation)
  const isHeld = situation.contents.kept.holdersOf(subject).length > 0
  if (subjectTags.length === 0 && !isHeld) return undefined
  return { digest, tag, subject, subjectTags, before }
}

function listTagsOn(digest: Digest, situation: Known): readonly Tag[] {
  return [...situation.states].flatMap(([tag, state]) =>
    state.kind === 'at' && state.digest === digest && !isGoing(situation, tag) ? [tag] : [],
  )
}
