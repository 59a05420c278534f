import type { Digest, Tag } from '../../registry/names.ts'
import type { Place } from '../../registry/place.ts'
import type { Journal, JournalEntry, JournalManifest } from '../journal/journal.ts'
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

/** Restores the entries of one repository; its report can be read at any time. */
export class RepositoryRestore {
  readonly #place: Place
  readonly #entries: readonly JournalEntry[]
  readonly #options: RestoreOptions
  readonly #stored: ReadonlyMap<Digest, JournalManifest>
  readonly #tasks: readonly TagTask[]
  readonly #active = new Set<JournalEntry>()
  readonly #returned = new Set<Digest>()
  readonly #written = new Set<Tag>()
  #parts: Parts = new Map()
  #blobs: ReadonlyMap<Digest, BlobState> = new Map()
  #step: RestoreProgress['step'] = 'tags'

  /** @param known entries of this repository that may have bytes that `entries` lack */
  constructor(
    place: Place,
    entries: readonly JournalEntry[],
    known: readonly JournalEntry[],
    options: RestoreOptions,
  ) {
    this.#place = place
    this.#entries = entries
    this.#options = options
    this.#tasks = listTasks(entries)
    const manifests = [...known, ...entries].flatMap((entry) => entry.manifests)
    this.#stored = new Map(manifests.map((manifest) => [manifest.digest, manifest]))
  }

  /** @throws LoginRequiredError; as `putAgain`; an abort */
  async run(): Promise<void> {
    await this.#lookAtTags()
    await this.#readEverything()
    await this.#restoreManifests()
    await this.#restoreTags()
  }

  report(entry: JournalEntry): RestoredEntry {
    const tasks = this.#tasks.filter((task) => task.entry === entry)
    const tags = tasks.map(({ tag, outcome }) => ({ tag: tag.tag, outcome }))
    const manifests = entry.manifests.map(({ digest }) => {
      return { digest, outcome: this.#outcomeOf(entry, digest) }
    })
    const gone = new Set(listGone(entry))
    const isWhole =
      tags.every(({ outcome }) => isBack(outcome)) &&
      manifests.every(({ digest, outcome }) => !gone.has(digest) || isBack(outcome))
    return { id: entry.id, repository: entry.repository, isWhole, tags, manifests }
  }

  async #lookAtTags(): Promise<void> {
    const names = [...new Set(this.#tasks.map(({ tag }) => tag.tag))]
    const states = await askTags(this.#place, names, (done, total) =>
      this.#report('tags', done, total),
    )
    const stepOf = (task: TagTask): TagStep => {
      const state = states.get(task.tag.tag)
      return state ? this.#decide(task, state) : { kind: 'none', outcome: task.outcome }
    }
    for (const entry of this.#entries) {
      if (isToDo(entry, this.#tasks, stepOf)) this.#active.add(entry)
    }
  }

  async #readEverything(): Promise<void> {
    this.#report('blobs', 0, 0)
    const ofTags = this.#tasks.flatMap(({ entry, tag }) =>
      this.#active.has(entry) && tag.digest ? [tag.digest] : [],
    )
    const roots = [...ofTags, ...[...this.#active].flatMap(listGone)]
    this.#parts = await readParts(this.#place, roots, this.#stored)
    const sizes = new Map([...this.#parts.values()].flatMap((part) => [...part.blobs]))
    this.#blobs = await askBlobs(this.#place, sizes, (done, total) =>
      this.#report('blobs', done, total),
    )
  }

  /** Restores images, then the attachments of those that are back. */
  async #restoreManifests(): Promise<void> {
    const gone = new Set([...this.#active].flatMap(listGone))
    // A digest that responds is a hint, not proof: what may be gone is pushed in any case.
    const all = [...this.#parts.values()].filter((part) => gone.has(part.digest) || !part.isThere)
    const wasThere = new Set(all.filter((part) => part.isThere).map(({ digest }) => digest))
    let done = 0
    this.#report('manifests', done, all.length)
    const put = (meant: readonly Part[]) =>
      putParts(this.#place, this.#parts, this.#blobs, new Set(meant), (digest) => {
        if (!wasThere.has(digest)) this.#returned.add(digest)
        done += 1
        this.#report('manifests', done, all.length)
      })
    const attached = new Set(all.filter((part) => this.#isAttached(part.digest)))
    await put(all.filter((part) => !attached.has(part)))
    await put([...attached].filter((part) => this.#isWanted(part.digest)))
  }

  async #restoreTags(): Promise<void> {
    const tasks = this.#tasks.filter(({ entry }) => this.#active.has(entry))
    let done = 0
    this.#report('restoring', done, tasks.length)
    // One at a time: distribution 2.8 truncates a manifest's link while rewriting it, and an index pushed at that
    // moment would miss its child.
    for (const task of inOrder(tasks)) {
      task.outcome = await this.#restoreTag(task)
      if (['restored', 'merged'].includes(task.outcome.kind)) this.#written.add(task.tag.tag)
      done += 1
      this.#report('restoring', done, tasks.length)
    }
  }

  async #restoreTag(task: TagTask): Promise<TagRestoration> {
    const { transport, repository, signal } = this.#place
    signal?.throwIfAborted()
    const { tag } = task.tag
    if (task.isAttachment && !this.#isImageBack(task.entry)) return { kind: 'not-needed' }
    const step = this.#decide(task, await askTag({ transport, repository, signal }, tag))
    switch (step.kind) {
      case 'none':
        return step.outcome
      case 'remove':
        return await removeAddedTag(this.#place, tag, step.movedTo, this.#options)
      case 'put':
      case 'merge': {
        const obstacle = findObstacle(step.digest, this.#parts, this.#blobs)
        if (obstacle) return obstacle
        const part = this.#parts.get(step.digest)
        if (!part?.fetched || !part.isThere) return { kind: 'not-started' }
        return step.kind === 'put'
          ? await putTag(this.#place, tag, part.fetched)
          : await mergeTag(this.#place, tag, part.fetched)
      }
    }
  }

  #decide({ entry, tag }: TagTask, state: TagState): TagStep {
    // What has just been restored is from the later of two deletions: the earlier one doesn't overwrite it.
    const mayOverwrite =
      !this.#written.has(tag.tag) && this.#options.overwrite?.(entry.repository, tag.tag) === true
    return decideStep(tag, state, entry, mayOverwrite)
  }

  /** Whether an entry's image is completely in the registry, so that attachments have something to belong to. */
  #isImageBack({ manifests }: JournalEntry): boolean {
    return manifests.every(({ digest, role }) => {
      const part = role === 'image' ? this.#parts.get(digest) : undefined
      // If it wasn't read, it was kept, and no tag of the entry needs it.
      return !part || (part.isThere && !findObstacle(digest, this.#parts, this.#blobs))
    })
  }

  /** Whether this is nothing but an attachment of the entries' images. */
  #isAttached(digest: Digest): boolean {
    const roles = [...this.#active].flatMap((entry) => roleOf(entry, digest) ?? [])
    return roles.length > 0 && roles.every((role) => role === 'attachment')
  }

  #isWanted(digest: Digest): boolean {
    return [...this.#active].some(
      (entry) => roleOf(entry, digest) === 'attachment' && this.#isImageBack(entry),
    )
  }

  #outcomeOf(entry: JournalEntry, digest: Digest): ManifestRestoration {
    const isUnread = this.#step === 'tags' || (this.#step === 'blobs' && this.#parts.size === 0)
    if (isUnread) return { kind: 'not-started' }
    const part = this.#active.has(entry) ? this.#parts.get(digest) : undefined
    if (!part) return { kind: 'not-needed' }
    const obstacle = findObstacle(digest, this.#parts, this.#blobs)
    if (obstacle) return obstacle
    if (this.#returned.has(digest)) return { kind: 'restored' }
    if (part.isThere) return { kind: 'already-there' }
    const isLeft = roleOf(entry, digest) === 'attachment' && !this.#isImageBack(entry)
    return { kind: isLeft ? 'not-needed' : 'not-started' }
  }

  #report(step: RestoreProgress['step'], done: number, total: number): void {
    this.#step = step
    this.#options.onProgress?.({ step, done, total })
  }
}
