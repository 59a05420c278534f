import type { FetchedManifest } from '../registry/manifests.ts'
import type { Digest, Tag } from '../registry/names.ts'
import { readAttachmentTag } from '../registry/referrers.ts'
import type { CanaryAnswer } from './canary.ts'
import type { CannotReason, Method, PlannedGroup, StayReason } from './deletionPlan.ts'
import { type Reach, type Root, listChildren } from './reach.ts'
import { listUnknown, tagsByDigest } from './states.ts'
import type { TagState } from './tagState.ts'
import { ADDED_SIZE } from './whiteSpace.ts'

/** Everything that was found out before a deletion. */
export type Situation = {
  readonly ability: 'by-tag' | 'by-digest'
  readonly selected: ReadonlySet<Tag>
  readonly states: ReadonlyMap<Tag, TagState>
  readonly listed: ReadonlySet<Tag>
  readonly listIsWhole: boolean
  readonly canary: CanaryAnswer | undefined
  /** `undefined` in the first stage. */
  readonly contents: Contents | undefined
}

/** What the manifests say. */
export type Contents = {
  /** What the tags that stay hold. */
  readonly kept: Reach
  /** What the selected tags hold. */
  readonly selected: Reach
  readonly manifests: ReadonlyMap<Digest, FetchedManifest>
  /** Selected images whose bytes could not be read, with the reason. */
  readonly unreadable: ReadonlyMap<Digest, string>
}

/** A situation, and what follows from it for every group alike. */
type Grounds = Situation & {
  readonly tagsOn: ReadonlyMap<Digest, readonly Tag[]>
  /** Unselected tags that hold signatures and the like, by the digest they are named after. */
  readonly attachments: ReadonlyMap<Digest, readonly Tag[]>
  /** Tags that stay and may be on anything. */
  readonly unknown: readonly Tag[]
  readonly unsound: (StayReason & CannotReason & { kind: 'canary' }) | undefined
}

/** distribution refuses larger manifests. */
const MANIFEST_LIMIT = 4 * 1024 * 1024

/** What becomes of each selected tag. Tags that are neither listed nor found are left out: they are gone. */
export function decideGroups(situation: Situation): PlannedGroup[] {
  const grounds = groundsOf(situation)
  const { selected, states } = situation
  const selectedStates = new Map(
    [...selected].flatMap((tag) => {
      const state = states.get(tag)
      return state ? [[tag, state] as const] : []
    }),
  )
  const images = tagsByDigest(selectedStates, () => true).map((root) => decideImage(root, grounds))
  const lone = [...selectedStates].flatMap(([tag, state]): PlannedGroup[] => {
    if (state.kind === 'at') return []
    if (state.kind === 'absent' && !situation.listed.has(tag)) return []
    const nothing = { stays: [], children: [], attachments: [], after: [] }
    return [{ digest: undefined, tags: [tag], method: loneTagMethod(state, grounds), ...nothing }]
  })
  return [...inOrder(images, situation), ...lone]
}

/**
 * The roots of what stays: unselected tags, and selected ones that cannot be removed whatever else is found.
 * An image whose content is not known counts, too: if its removal fails it needs whatever it holds.
 */
export function keptRoots(situation: Situation): readonly Root[] {
  const stays = ({ method, stays: reasons }: PlannedGroup) =>
    method.kind === 'none' || reasons.some(({ kind }) => kind === 'image-unread')
  const staying = new Set(
    decideGroups(situation).flatMap((group) => (stays(group) ? group.tags : [])),
  )
  return tagsByDigest(situation.states, (tag) => !situation.selected.has(tag) || staying.has(tag))
}

/** The selected images that no unselected tag is known to be on. */
export function listWholeImages({ states, selected }: Situation): readonly Root[] {
  const unselected = tagsByDigest(states, (tag) => !selected.has(tag))
  const shared = new Set(unselected.map(({ digest }) => digest))
  return tagsByDigest(states, (tag) => selected.has(tag)).filter(
    ({ digest }) => !shared.has(digest),
  )
}

/** Whether the same content can be pushed under another digest, as far as its bytes show. */
export function rePushMethod(image: FetchedManifest): Method {
  if (image.manifest.kind === 'schema-1') return cannot({ kind: 'schema-1' })
  const size = image.bytes.length
  if (size + ADDED_SIZE > MANIFEST_LIMIT) return cannot({ kind: 'too-large', size })
  return { kind: 're-push', image }
}

function groundsOf(situation: Situation): Grounds {
  const { states, selected, ability, canary } = situation
  const roots = tagsByDigest(states, () => true)
  const unknown = listUnknown(states)
  const failing = unknown.filter(({ state }) => state.problem === 'error').map(({ tag }) => tag)
  const attachments = new Map<Digest, Tag[]>()
  for (const tag of states.keys()) {
    const subject = selected.has(tag) ? undefined : readAttachmentTag(tag)?.subject
    if (subject) attachments.set(subject, [...(attachments.get(subject) ?? []), tag])
  }
  const isSound = canary === undefined || canary === 'sound'
  return {
    ...situation,
    attachments,
    tagsOn: new Map(roots.map(({ digest, tags }) => [digest, tags])),
    // A selected one stays, too, where tags cannot be deleted by name.
    unknown: unknown
      .map(({ tag }) => tag)
      .filter((tag) => !selected.has(tag) || ability === 'by-digest'),
    unsound: isSound ? undefined : { kind: 'canary', answer: canary, tags: failing },
  }
}

function loneTagMethod(state: TagState, { ability, unsound }: Grounds): Method {
  if (state.kind === 'unknown') {
    // A tag is deleted by its name, whatever it points to: a registry that answers 5xx to a read can do that.
    const isDeletable = ability === 'by-tag' && state.problem === 'error'
    return isDeletable ? { kind: 'untag' } : cannot({ kind: 'tag-unread', state })
  }
  if (ability === 'by-tag') return { kind: 'untag' }
  return unsound ? cannot(unsound) : { kind: 'replace' }
}

function decideImage({ digest, tags }: Root, grounds: Grounds): PlannedGroup {
  const { contents } = grounds
  const stays = reasonsToStay(digest, grounds)
  const base = { digest, tags, stays, children: [], attachments: [], after: [] }
  if (stays.length > 0) return { ...base, method: untagMethod(digest, grounds) }
  const image = contents?.manifests.get(digest)
  if (!image) return { ...base, method: { kind: 'undecided' } }
  const children = [...new Set(listChildren(image).map((child) => child.digest))]
  const attachments = [digest, ...children].flatMap((one) => grounds.attachments.get(one) ?? [])
  return { ...base, method: { kind: 'digest' }, children, attachments }
}

function reasonsToStay(digest: Digest, grounds: Grounds): StayReason[] {
  const { contents, selected, tagsOn, unknown, listIsWhole, unsound } = grounds
  const reasons: StayReason[] = []
  const siblings = (tagsOn.get(digest) ?? []).filter((tag) => !selected.has(tag))
  if (siblings.length > 0) reasons.push({ kind: 'shared', tags: siblings })
  for (const root of contents?.kept.holdersOf(digest) ?? []) {
    reasons.push({ kind: 'in-index', index: root.digest, tags: root.tags })
  }
  if (unknown.length > 0) reasons.push({ kind: 'unknown-tags', tags: unknown })
  if (!listIsWhole) reasons.push({ kind: 'list-incomplete' })
  const unread = contents?.kept.unread.flatMap((root) => root.tags) ?? []
  if (unread.length > 0) reasons.push({ kind: 'index-unread', tags: unread })
  if (unsound) reasons.push(unsound)
  const message = contents?.unreadable.get(digest)
  if (message !== undefined) reasons.push({ kind: 'image-unread', message })
  return reasons
}

function untagMethod(digest: Digest, { ability, contents, unsound }: Grounds): Method {
  if (ability === 'by-tag') return { kind: 'untag' }
  if (unsound) return cannot(unsound)
  if (!contents) return { kind: 'undecided' }
  const image = contents.manifests.get(digest)
  if (image) return rePushMethod(image)
  return cannot({
    kind: 'image-unread',
    message: contents.unreadable.get(digest) ?? 'It was not read',
  })
}

function cannot(because: CannotReason): Method {
  return { kind: 'none', because }
}

/** Says of each image that goes which other ones hold it, and so go before; and of its children which stay. */
function inOrder(groups: readonly PlannedGroup[], { contents }: Situation): PlannedGroup[] {
  const goes = (group: PlannedGroup) => group.method.kind === 'digest'
  const going = new Set(groups.filter(goes).map((group) => group.digest))
  return groups.map((group) => {
    if (!group.digest || !goes(group)) return group
    const holders = contents?.selected.holdersOf(group.digest) ?? []
    return {
      ...group,
      after: holders.map(({ digest }) => digest).filter((digest) => going.has(digest)),
      children: group.children.filter((child) => !going.has(child)),
    }
  })
}
