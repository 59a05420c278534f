import type { Digest, Tag } from '../../registry/names.ts'
import type { Place } from '../../registry/place.ts'
import type { Journal, JournalEntry } from '../journal/journal.ts'
import { removeAddedTag } from './addedTag.ts'
import { type BlobState, askBlobs } from '../../image/graph/blobs.ts'
import { type Part, type Parts, findObstacle, readParts } from './parts.ts'
import {
  type ManifestRestoration,
  type RestoreProgress,
  type RestoredEntry,
  type TagRestoration,
  isBack,
} from './report.ts'
import { type OverwriteQuestion, type TagStep, decideStep, mergeTag, putTag } from './tags.ts'
import { type TagTask, inOrder, isToDo, listGone, listTasks, roleOf } from './tasks.ts'
import { putParts } from './writes.ts'
import type { LoginQuestion } from '../../registry/transport/persistentTransport.ts'
import type { Pace } from '../run/look.ts'
import { type TagState, askTag, askTags } from '../../registry/tags/tagReader.ts'

export type RestoreOptions = {
  /** Records what was restored. Its other entries may provide missing manifests. */
  readonly journal: Journal | undefined
  /** Whether a tag that points elsewhere by now may be changed; no if omitted. */
  readonly overwrite?: OverwriteQuestion
  /** Stops between two steps; no write is interrupted. */
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: RestoreProgress) => void
  /** Called once if the registry requires a login; no if omitted. */
  readonly askLogin?: LoginQuestion
  readonly pace?: Partial<Pace>
}

/**
 * Restores the entries of one repository; the report can be read at any time.
 *
 * @param known entries of this repository that may have bytes that `entries` lack
 */
export function createRestore(
  place: Place,
  entries: readonly JournalEntry[],
  known: readonly JournalEntry[],
  options: RestoreOptions,
) {
  const tasks = listTasks(entries)
  const manifests = [...known, ...entries].flatMap((entry) => entry.manifests)
  const stored = new Map(manifests.map((manifest) => [manifest.digest, manifest]))
  const active = new Set<JournalEntry>()
  const returned = new Set<Digest>()
  const written = new Set<Tag>()
  let parts: Parts = new Map()
  let blobs: ReadonlyMap<Digest, BlobState> = new Map()
  let step: RestoreProgress['step'] = 'tags'

  function tell(at: RestoreProgress['step'], done: number, total: number): void {
    step = at
    options.onProgress?.({ step, done, total })
  }

  function decide({ entry, tag }: TagTask, state: TagState): TagStep {
    // What has just been restored is from the later of two deletions: the earlier one doesn't overwrite it.
    const mayOverwrite =
      !written.has(tag.tag) && options.overwrite?.(entry.repository, tag.tag) === true
    return decideStep(tag, state, entry, mayOverwrite)
  }

  /** Whether an entry's image is completely in the registry, so that attachments have something to belong to. */
  function isImageBack(entry: JournalEntry): boolean {
    return entry.manifests.every(({ digest, role }) => {
      const part = role === 'image' ? parts.get(digest) : undefined
      // If it wasn't read, it was kept, and no tag of the entry needs it.
      return !part || (part.isThere && !findObstacle(digest, parts, blobs))
    })
  }

  async function lookAtTags(): Promise<void> {
    const names = [...new Set(tasks.map(({ tag }) => tag.tag))]
    const states = await askTags(place, names, (...count) => tell('tags', ...count))
    const stepOf = (task: TagTask): TagStep => {
      const state = states.get(task.tag.tag)
      return state ? decide(task, state) : { kind: 'none', outcome: task.outcome }
    }
    for (const entry of entries) if (isToDo(entry, tasks, stepOf)) active.add(entry)
  }

  async function readEverything(): Promise<void> {
    tell('blobs', 0, 0)
    const ofTags = tasks.flatMap(({ entry, tag }) =>
      active.has(entry) && tag.digest ? [tag.digest] : [],
    )
    parts = await readParts(place, [...ofTags, ...[...active].flatMap(listGone)], stored)
    const sizes = new Map([...parts.values()].flatMap((part) => [...part.blobs]))
    blobs = await askBlobs(place, sizes, (...count) => tell('blobs', ...count))
  }

  /** Restores images, then the attachments of those that are back. */
  async function restoreManifests(): Promise<void> {
    const gone = new Set([...active].flatMap(listGone))
    // A digest that responds is a hint, not proof: what may be gone is pushed in any case.
    const all = [...parts.values()].filter((part) => gone.has(part.digest) || !part.isThere)
    const wasThere = new Set(all.filter((part) => part.isThere).map(({ digest }) => digest))
    let done = 0
    tell('manifests', done, all.length)
    const put = (meant: readonly Part[]) =>
      putParts(place, parts, blobs, new Set(meant), (digest) => {
        if (!wasThere.has(digest)) returned.add(digest)
        done += 1
        tell('manifests', done, all.length)
      })
    // Nothing but an attachment of the entries' images.
    const isAttached = ({ digest }: Part) => {
      const roles = [...active].flatMap((entry) => roleOf(entry, digest) ?? [])
      return roles.length > 0 && roles.every((role) => role === 'attachment')
    }
    const isWanted = ({ digest }: Part) =>
      [...active].some((entry) => roleOf(entry, digest) === 'attachment' && isImageBack(entry))
    await put(all.filter((part) => !isAttached(part)))
    await put(all.filter((part) => isAttached(part) && isWanted(part)))
  }

  async function restoreTags(): Promise<void> {
    const its = tasks.filter(({ entry }) => active.has(entry))
    let done = 0
    tell('restoring', done, its.length)
    // One at a time: distribution 2.8 truncates a manifest's link while rewriting it, and an index pushed at that
    // moment would miss its child.
    for (const task of inOrder(its)) {
      task.outcome = await restoreTag(task)
      if (['restored', 'merged'].includes(task.outcome.kind)) written.add(task.tag.tag)
      done += 1
      tell('restoring', done, its.length)
    }
  }

  async function restoreTag(task: TagTask): Promise<TagRestoration> {
    place.signal?.throwIfAborted()
    const { tag } = task.tag
    if (task.isAttachment && !isImageBack(task.entry)) return { kind: 'not-needed' }
    const next = decide(task, await askTag(place, tag))
    if (next.kind === 'none') return next.outcome
    if (next.kind === 'remove') return await removeAddedTag(place, tag, next.movedTo, options)
    const obstacle = findObstacle(next.digest, parts, blobs)
    if (obstacle) return obstacle
    const part = parts.get(next.digest)
    if (!part?.fetched || !part.isThere) return { kind: 'not-started' }
    return await (next.kind === 'put' ? putTag : mergeTag)(place, tag, part.fetched)
  }

  function outcomeOf(entry: JournalEntry, digest: Digest): ManifestRestoration {
    const isUnread = step === 'tags' || (step === 'blobs' && parts.size === 0)
    if (isUnread) return { kind: 'not-started' }
    const part = active.has(entry) ? parts.get(digest) : undefined
    if (!part) return { kind: 'not-needed' }
    const obstacle = findObstacle(digest, parts, blobs)
    if (obstacle) return obstacle
    if (returned.has(digest)) return { kind: 'restored' }
    if (part.isThere) return { kind: 'already-there' }
    const isLeft = roleOf(entry, digest) === 'attachment' && !isImageBack(entry)
    return { kind: isLeft ? 'not-needed' : 'not-started' }
  }

  return {
    /** @throws LoginRequiredError; as `putAgain`; an abort */
    async run(): Promise<void> {
      await lookAtTags()
      await readEverything()
      await restoreManifests()
      await restoreTags()
    },
    report(entry: JournalEntry): RestoredEntry {
      const its = tasks.filter((task) => task.entry === entry)
      const tags = its.map(({ tag, outcome }) => ({ tag: tag.tag, outcome }))
      const found = entry.manifests.map(({ digest }) => {
        return { digest, outcome: outcomeOf(entry, digest) }
      })
      const gone = new Set(listGone(entry))
      const isWhole =
        tags.every(({ outcome }) => isBack(outcome)) &&
        found.every(({ digest, outcome }) => !gone.has(digest) || isBack(outcome))
      return { id: entry.id, repository: entry.repository, isWhole, tags, manifests: found }
    },
  }
}
