import { RegistryError } from '../../registry/errors.ts'
import type { FetchedManifest } from '../../registry/manifests.ts'
import type { Digest, RepositoryName, Tag } from '../../registry/names.ts'
import { patientTransport } from '../../registry/transport/patience.ts'
import type { Transport } from '../../registry/transport/transport.ts'
import { askCanary } from '../ability/ability.ts'
import { NO_COMPANIONS, findOrphans } from './companions.ts'
import type { DeletionPlan, PlannedGroup } from './deletionPlan.ts'
import { withCompanions } from './expand.ts'
import { type Contents, type Situation, decideGroups, isGoing, keptRoots } from './groups.ts'
import { type ManifestStore, createManifestStore } from '../../image/graph/manifestStore.ts'
import { withOutlook } from './outlook.ts'
import { readEverything } from './space.ts'
import {
  NOTHING_HELD,
  type Root,
  listUnproved,
  readReach,
  tagsByDigest,
} from '../../image/graph/reach.ts'
import { walkManifests } from '../../image/graph/walk.ts'
import { type CountListener, askListedTags } from '../../registry/tags/tagReader.ts'
import { listEveryTag } from '../../registry/tags/wholeList.ts'

/** What planning is doing, and how far it is. */
export type PlanProgress = {
  readonly step: 'listing' | 'tags' | 'manifests' | 'trial' | 'blobs' | 'space'
  readonly done: number
  /** 0 if unknown. */
  readonly total: number
}

export type PlanOptions = {
  readonly ability: 'by-tag' | 'by-digest'
  /** See `DeletionAbility`; for the plan’s reader only. */
  readonly takesAlong?: true | undefined
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((progress: PlanProgress) => void) | undefined
  /**
   * Called with the plan so far: once the tags have been checked, and once everything is decided. What is still
   * missing then is the freed space, and orphans.
   */
  readonly onReached?: (plan: DeletionPlan) => void
  /** Where the selected tags pointed when they were selected. A tag that has moved since is kept and reported. */
  readonly expected?: ReadonlyMap<Tag, Digest>
  /** Tags that the caller has seen in this repository: they count until the registry says that they are gone. */
  readonly seen?: Iterable<Tag>
  /** Manifests of this repository that the caller already has: they aren't requested again. */
  readonly known?: Iterable<FetchedManifest>
  /** Nothing that writes or deletes may be sent: where a trial is needed, images count as deletable. */
  readonly isDry?: boolean
  /** Nobody asks how much space it frees, or for orphans: what only tells those is not read. */
  readonly skipsSpace?: boolean
}

/**
 * Works out what deleting the `selected` tags of a repository deletes and keeps. It checks where every tag points
 * (HEAD), then what the kept indexes contain, what is deleted along, and whether that can be restored; finally it
 * reads every other manifest to count the space. Nothing changes in the registry, except for the trial of a deletion
 * by digest if a tag answers 5xx (see `askCanary`).
 *
 * @throws LoginRequiredError; NotFoundError for a repository that doesn't exist; what listing throws; an abort
 */
export async function planDeletion(
  transport: Transport,
  repository: RepositoryName,
  selected: readonly Tag[],
  options: PlanOptions,
): Promise<DeletionPlan> {
  const { ability, signal, onProgress, onReached, expected, seen = [], known } = options
  const patient = patientTransport(transport, 6)
  const place = { transport: patient, repository, signal }
  const store = createManifestStore(place, known)
  onProgress?.({ step: 'listing', done: 0, total: 0 })
  const list = await listEveryTag(place, [...selected, ...seen])
  const toAsk = [...new Set([...list.tags, ...selected])]
  const listed = new Set(list.tags)
  const states = await askListedTags(place, toAsk, listed, (done, total) =>
    onProgress?.({ step: 'tags', done, total }),
  )
  const moved = selected.filter((tag) => {
    const state = states.get(tag)
    const before = expected?.get(tag)
    return before !== undefined && state?.kind === 'at' && state.digest !== before
  })
  const found = {
    ability,
    selected: new Set(selected.filter((tag) => !moved.includes(tag))),
    states,
    listed,
    listIsWhole: list.isWhole,
    companions: NO_COMPANIONS,
  }
  const isInDoubt = !options.isDry && needsCanary(found)
  if (isInDoubt) onProgress?.({ step: 'trial', done: 0, total: 1 })
  const canary = isInDoubt ? await askCanary(place) : undefined
  const first: Situation = { ...found, canary, contents: undefined }

  const describe = (situation: Situation, groups: readonly PlannedGroup[]): DeletionPlan => {
    const stays = (tag: Tag) => !isGoing(situation, tag)
    return {
      repository,
      ability,
      takesAlong: options.takesAlong,
      isComplete: situation.contents !== undefined,
      isMeasured: false,
      groups,
      alreadyGone: selected.filter((tag) => isAbsent(tag, situation) && !situation.listed.has(tag)),
      moved,
      unknown: listUnproved(states, stays),
      dangling: list.tags.filter((tag) => stays(tag) && isAbsent(tag, situation)),
      hidden: list.hidden,
      listIsWhole: list.isWhole,
      states,
      attachmentTags: new Set(situation.companions.tags.keys()),
      orphans: [],
      canary,
      store,
    }
  }
  onReached?.(describe(first, decideGroups(first)))
  const contents = await readContents(first, store, { signal, onProgress })
  const whole = await withCompanions({ ...first, contents }, place, store)
  const groups = await withOutlook(decideGroups(whole), place, store, (done, total) =>
    onProgress?.({ step: 'blobs', done, total }),
  )
  const decided = describe(whole, groups)
  onReached?.(decided)
  if (options.skipsSpace) return decided
  const isMeasured = await readEverything(store, states, {
    signal,
    onCount: (done, total) => onProgress?.({ step: 'space', done, total }),
  })
  const orphans = await findOrphans(place, store, states)
  return { ...decided, isMeasured, orphans: orphans.filter(({ tag }) => !isGoing(whole, tag)) }
}

/** The second stage: reads what will be deleted, and what the indexes of the kept tags contain. */
async function readContents(
  situation: Situation,
  store: ManifestStore,
  { signal, onProgress }: Pick<PlanOptions, 'signal' | 'onProgress'>,
): Promise<Contents> {
  const { states, selected } = situation
  const mayDelete = decideGroups(situation).some(
    ({ digest, keptBecause }) => digest !== undefined && keptBecause.length === 0,
  )
  // Bytes are needed for pushing again, and for restoring.
  const toRead = tagsByDigest(states, (tag) => selected.has(tag))
  const counts = { bytes: [0, toRead.length], kept: [0, 0] }
  const count = (part: keyof typeof counts, ...progress: [number, number]) => {
    counts[part] = progress
    const [done, total] = counts.bytes.map((one, index) => one + (counts.kept[index] ?? 0))
    onProgress?.({ step: 'manifests', done: done ?? 0, total: total ?? 0 })
  }
  const readKept = (roots: readonly Root[]) => {
    if (!mayDelete) return Promise.resolve(NOTHING_HELD)
    return readReach(store, roots, { signal, onCount: (...progress) => count('kept', ...progress) })
  }
  const [unreadable, keptByOthers] = await Promise.all([
    readBytes(toRead, store, signal, (...progress) => count('bytes', ...progress)),
    readKept(tagsByDigest(states, (tag) => !selected.has(tag))),
  ])
  const contents = { kept: keptByOthers, manifests: store.known, unreadable }
  // Selected tags that turn out to be kept need their images like all others.
  const roots = keptRoots({ ...situation, contents })
  const hasMore = roots.some(({ tags }) => tags.some((tag) => selected.has(tag)))
  return hasMore ? { ...contents, kept: await readKept(roots) } : contents
}

/** Reads the manifests of `roots` into the store; returns those that couldn't be read, with the reason. */
async function readBytes(
  roots: readonly Root[],
  store: ManifestStore,
  signal: AbortSignal | undefined,
  onCount: CountListener,
): Promise<ReadonlyMap<Digest, string>> {
  const digests = roots.map(({ digest }) => digest)
  const read = (digest: Digest) => store.read(digest, signal)
  const found = await walkManifests(digests, read, () => [], onCount)
  return new Map(
    [...found].flatMap(([digest, one]) =>
      one instanceof RegistryError ? [[digest, one.message] as const] : [],
    ),
  )
}

/** A 5xx may mean that deletions by digest do harm here. Tried only if one of them would be sent. */
function needsCanary(found: Omit<Situation, 'canary' | 'contents'>): boolean {
  const failing = listUnproved(found.states).filter(({ state }) => state.problem === 'error')
  if (failing.length === 0) return false
  // Where tags can be deleted, an unselected unknown tag rules out deletions by digest anyway.
  const isRuledOut = listUnproved(found.states, (tag) => !found.selected.has(tag)).length > 0
  return found.ability === 'by-digest' || !isRuledOut
}

function isAbsent(tag: Tag, { states }: Situation): boolean {
  return states.get(tag)?.kind === 'absent'
}
