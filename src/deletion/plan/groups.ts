import type { FetchedManifest } from '../../registry/manifests.ts'
import type { Digest, Tag } from '../../registry/names.ts'
import { readAttachmentTag } from '../../registry/tags/attachmentTags.ts'
import type { CanaryAnswer } from '../ability/ability.ts'
import { listHeld, subjectOf } from '../../image/graph/held.ts'
import type { Companions } from './companions.ts'
import {
  type CannotReason,
  type KeptPart,
  type Method,
  type PlannedGroup,
  type Role,
  listDeleted,
} from './deletionPlan.ts'
import { type KeptReason, type KeptTags, reasonsToKeep } from './keptBecause.ts'
import {
  NOTHING_HELD,
  type Reach,
  type Root,
  listUnproved,
  tagsByDigest,
} from '../../image/graph/reach.ts'
import type { TagState } from '../../registry/tags/tagReader.ts'
import { ADDED_SIZE } from '../../registry/whiteSpace.ts'

/** Everything that was found out before a deletion. */
export type Situation = {
  readonly ability: 'by-tag' | 'by-digest'
  readonly selected: ReadonlySet<Tag>
  readonly states: ReadonlyMap<Tag, TagState>
  readonly listed: ReadonlySet<Tag>
  readonly listIsWhole: boolean
  readonly canary: CanaryAnswer | undefined
  /** What is deleted along with the selected images, as far as nothing else needs it. */
  readonly companions: Companions
  /** `undefined` in the first stage. */
  readonly contents: Contents | undefined
}

export type Contents = {
  /** What the kept tags reach. */
  readonly kept: Reach
  readonly manifests: ReadonlyMap<Digest, FetchedManifest>
  /** Images to be deleted whose bytes couldn't be read, with the reason. */
  readonly unreadable: ReadonlyMap<Digest, string>
}

/** A situation, and what follows from it for all groups. */
type Grounds = Situation & {
  readonly keptTags: KeptTags
  readonly unsound: (KeptReason & CannotReason & { kind: 'canary' }) | undefined
}

const NOTHING_YET = {
  keptBecause: [],
  keptParts: [],
  after: [],
  undo: { kind: 'unchecked' },
} as const

/** distribution refuses larger manifests. */
export const PUSH_LIMIT = 4 * 1024 * 1024

/** Whether a tag is selected, or deleted along with what is. */
export function isGoing({ selected, companions }: Situation, tag: Tag): boolean {
  return selected.has(tag) || companions.tags.has(tag)
}

/** What happens to selected tags, and to what is deleted along. Tags neither listed nor found are already gone. */
export function decideGroups(situation: Situation): PlannedGroup[] {
  const grounds = groundsOf(situation)
  const { selected, companions, states } = situation
  const goingStates = new Map(
    [...selected, ...companions.tags.keys()].flatMap((tag) => {
      const state = states.get(tag)
      return state ? [[tag, state] as const] : []
    }),
  )
  const roots = tagsByDigest(goingStates, () => true)
  const tagged = new Set(roots.map(({ digest }) => digest))
  const images = roots.flatMap((root) => {
    const image = decideImage(root, roleOf(root, situation), grounds)
    return image.method.kind === 'digest' ? [image] : splitByRole(image, situation)
  })
  const parts = [...companions.parts].filter(([digest]) => !tagged.has(digest))
  const untagged = parts.map(([digest, role]) => decideImage({ digest, tags: [] }, role, grounds))
  const lone = [...goingStates].flatMap(([tag, state]): PlannedGroup[] => {
    if (state.kind === 'at' || (state.kind === 'absent' && !situation.listed.has(tag))) return []
    const method = loneTagMethod(state, grounds)
    const because = state.kind === 'absent' ? 'nothing-there' : 'unread'
    const base = { ...NOTHING_YET, digest: undefined, role: { kind: 'selected' } } as const
    return [{ ...base, tags: [tag], method, undo: { kind: 'no', because } }]
  })
  const goes = ({ method, keptBecause }: PlannedGroup) =>
    method.kind === 'digest' || keptBecause.length === 0
  const kept = untagged.filter((group) => !goes(group))
  return [...inOrder([...images, ...untagged.filter(goes)], kept, situation), ...lone]
}

/**
 * The roots of what is kept: unselected tags, and selected ones that can't be removed in any case. An image whose
 * content is unknown counts as well: if its removal fails, it needs what it contains.
 */
export function keptRoots(situation: Situation): readonly Root[] {
  const isKept = ({ method, keptBecause }: PlannedGroup) =>
    method.kind === 'none' || keptBecause.some(({ kind }) => kind === 'image-unread')
  const kept = new Set(
    decideGroups(situation).flatMap((group) => (isKept(group) ? group.tags : [])),
  )
  return tagsByDigest(situation.states, (tag) => !isGoing(situation, tag) || kept.has(tag))
}

/** Whether the same content can be pushed under another digest, as far as its bytes show. */
export function rePushMethod(image: FetchedManifest): Method {
  if (image.manifest.kind === 'schema-1') return cannot({ kind: 'schema-1' })
  const size = image.bytes.length
  if (size + ADDED_SIZE > PUSH_LIMIT) return cannot({ kind: 'too-large', size })
  return { kind: 're-push', image }
}

function groundsOf(situation: Situation): Grounds {
  const { states, selected, ability, canary, contents, listIsWhole } = situation
  const roots = tagsByDigest(states, (tag) => !isGoing(situation, tag))
  const tagsOn = new Map(roots.map(({ digest, tags }) => [digest, tags]))
  const unknown = listUnproved(states)
  const failing = unknown.filter(({ state }) => state.problem === 'error').map(({ tag }) => tag)
  const isSound = canary === undefined || canary === 'sound'
  return {
    ...situation,
    keptTags: {
      tagsOn: (digest) => tagsOn.get(digest) ?? [],
      reach: contents?.kept ?? NOTHING_HELD,
      // If tags can't be deleted by name, selected ones are kept, too.
      unknown: unknown
        .map(({ tag }) => tag)
        .filter((tag) => !selected.has(tag) || ability === 'by-digest'),
      listIsWhole,
    },
    unsound: isSound ? undefined : { kind: 'canary', answer: canary, tags: failing },
  }
}

/** A digest with a selected tag counts as selected, whatever else it is. */
function roleOf(
  { digest, tags }: Pick<Root, 'digest' | 'tags'>,
  { selected, companions }: Situation,
): Role {
  if (tags.some((tag) => selected.has(tag))) return { kind: 'selected' }
  const of = [
    ...tags.flatMap((tag) => companions.tags.get(tag) ?? []),
    ...(companions.parts.get(digest)?.of ?? []),
  ]
  return { kind: 'attachment', of: [...new Set(of)] }
}

function loneTagMethod(state: TagState, { ability, unsound, selected }: Grounds): Method {
  if (state.kind === 'unknown') {
    // A tag is deleted by name, whatever it points to: even a registry that answers 5xx to a read can do that.
    if (ability === 'by-tag' && state.problem === 'error') return { kind: 'untag' }
    if (!state.hasEmptyLink) return cannot({ kind: 'tag-unread', state })
    // Once its link is filled, its digest can be deleted, unless another link remains empty.
    const isAlone = unsound?.tags.every((tag) => selected.has(tag)) ?? true
    return unsound && !isAlone ? cannot(unsound) : { kind: 'replace' }
  }
  if (ability === 'by-tag') return { kind: 'untag' }
  return unsound ? cannot(unsound) : { kind: 'replace' }
}

/** If an image is kept, its selected tags are removed first, and attachment tags after what they belong to. */
function splitByRole(group: PlannedGroup, situation: Situation): PlannedGroup[] {
  const { digest } = group
  const isChosen = (tag: Tag) => situation.selected.has(tag)
  const attached = group.tags.filter((tag) => !isChosen(tag))
  const chosen = group.tags.filter(isChosen)
  if (!digest || attached.length === 0 || chosen.length === 0) return [group]
  const role = roleOf({ digest, tags: attached }, situation)
  return [
    { ...group, tags: chosen },
    { ...group, tags: attached, role },
  ]
}

function decideImage(
  { digest, tags }: Pick<Root, 'digest' | 'tags'>,
  role: Role,
  grounds: Grounds,
): PlannedGroup {
  const { contents } = grounds
  const keptBecause = imageKeptBecause(digest, role, grounds)
  const base = { ...NOTHING_YET, digest, tags, role, keptBecause }
  if (keptBecause.length > 0) return { ...base, method: untagMethod(digest, grounds) }
  const isKnown = contents?.manifests.has(digest)
  return { ...base, method: { kind: isKnown ? 'digest' : 'undecided' } }
}

function imageKeptBecause(digest: Digest, role: Role, grounds: Grounds): readonly KeptReason[] {
  const { contents, keptTags, unsound } = grounds
  const message = contents?.unreadable.get(digest)
  // BuildKit's attestations are children of an index, but belong to an image that may outlive it.
  const subject = role.kind === 'child' && subjectOf(contents?.manifests.get(digest))
  const isKept = (one: Digest) =>
    keptTags.tagsOn(one).length + keptTags.reach.holdersOf(one).length > 0
  return [
    ...reasonsToKeep(digest, keptTags),
    ...(unsound ? [unsound] : []),
    ...(message === undefined ? [] : [{ kind: 'image-unread', message } as const]),
    ...(subject && isKept(subject) ? [{ kind: 'subject-stays', digest: subject } as const] : []),
  ]
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

/** Adds to each image which others are deleted before it, and which of its parts are kept, and why. */
function inOrder(
  groups: readonly PlannedGroup[],
  kept: readonly PlannedGroup[],
  { contents }: Situation,
): PlannedGroup[] {
  const going = new Set(listDeleted(groups))
  const holders = new Map<Digest, Digest[]>()
  for (const holder of going) {
    const manifest = contents?.manifests.get(holder)
    for (const { digest } of manifest ? listHeld(manifest) : []) {
      holders.set(digest, [...(holders.get(digest) ?? []), holder])
    }
  }
  // Including selected ones: no image is ever left without its signature.
  const subjects = ({ digest, tags, role }: PlannedGroup): (Digest | undefined)[] => [
    ...tags.map((tag) => readAttachmentTag(tag)?.subject),
    ...(role.kind === 'attachment' ? role.of : []),
    digest && subjectOf(contents?.manifests.get(digest)),
  ]
  const parts = new Map<Digest, KeptPart[]>()
  for (const { digest, tags, role, keptBecause } of kept) {
    if (role.kind === 'selected' || !digest) continue
    for (const of of role.of) {
      const part: KeptPart = { digest, kind: role.kind, tags, keptBecause }
      parts.set(of, [...(parts.get(of) ?? []), part])
    }
  }
  return groups.map((group) => {
    const { digest } = group
    if (!digest) return group
    const before = [...(going.has(digest) ? (holders.get(digest) ?? []) : []), ...subjects(group)]
    const after = [...new Set(before)].filter(
      (one): one is Digest => one !== undefined && one !== digest && going.has(one),
    )
    return { ...group, after, keptParts: going.has(digest) ? (parts.get(digest) ?? []) : [] }
  })
}
