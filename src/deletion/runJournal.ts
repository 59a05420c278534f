import { RegistryError, LoginRequiredError } from '../registry/errors.ts'
import type { FetchedManifest } from '../registry/manifests.ts'
import type { Digest, Tag } from '../registry/names.ts'
import { mapPool } from '../registry/pool.ts'
import type { DeletionPlan, PlannedGroup } from './deletionPlan.ts'
import type { Journal, JournalEntry, JournalManifest, JournalTag } from './journal.ts'
import { isChangedList } from './listChange.ts'
import { randomHex } from './random.ts'
import { listChildren } from './held.ts'
import type { ListOutcome, ManifestOutcome, TagOutcome } from './report.ts'
import { blobsOf } from './space.ts'

/** What a run needs of the journal: what goes is in it before it goes. */
export type RunJournal = {
  /**
   * Writes an entry for each selected image, in one transaction. Manifests that were not read for the plan
   * are read now.
   *
   * @throws JournalError; LoginRequiredError
   */
  readonly open: () => Promise<void>
  /** Writes down what is about to stand on a tag. @throws JournalError */
  readonly addCopy: (tag: Tag, copy: Digest) => Promise<void>
  /**
   * Writes down how it ended; what was not touched is taken out again. Where that fails the entries stay
   * open: the next start asks the registry.
   *
   * @returns the ids of the entries that hold something that is gone, or may be
   */
  readonly close: (ended: RunEnd) => Promise<readonly string[]>
  /** Tags of the repository that another deletion from this browser removes, or removed, since this one began. */
  readonly listRemovedByOthers: () => Promise<ReadonlySet<Tag>>
}

type RunEnd = {
  readonly lists: ReadonlyMap<Tag, ListOutcome>
  readonly outcomes: ReadonlyMap<Tag, TagOutcome>
  readonly manifests: ReadonlyMap<Digest, ManifestOutcome['outcome']>
}

/** The journal of one run; `journal` is undefined where there is none. */
export function createRunJournal(
  journal: Journal | undefined,
  plan: DeletionPlan,
  run: string,
): RunJournal {
  let entries: readonly JournalEntry[] = []
  const begun = new Date().toISOString()
  return {
    async open() {
      if (!journal) return
      await readMissing(plan)
      const at = new Date().toISOString()
      entries = listFamilies(plan).map((family) => createEntry(plan, family, { run, at }))
      await journal.write(entries)
    },
    async addCopy(tag, copy) {
      if (!journal) return
      const changed: JournalEntry[] = []
      entries = entries.map((entry) => {
        if (!entry.tags.some((one) => one.tag === tag)) return entry
        const tags = entry.tags.map((one) =>
          one.tag === tag ? { ...one, copies: [...one.copies, copy] } : one,
        )
        const after = { ...entry, tags }
        changed.push(after)
        return after
      })
      await journal.write(changed)
    },
    async listRemovedByOthers() {
      const all = await journal?.read().catch(() => [])
      const others = (all ?? []).filter(
        (entry) =>
          entry.run !== run &&
          entry.repository === plan.repository &&
          (entry.state === 'open' || entry.at >= begun),
      )
      return new Set(
        others.flatMap((entry) =>
          entry.tags.flatMap((one) =>
            // A list that is written anew stays.
            one.isGone === false || isChangedList(entry, one) ? [] : [one.tag],
          ),
        ),
      )
    },
    async close(ended) {
      if (!journal) return []
      entries = entries.map((entry) => closeEntry(entry, ended))
      const touched = entries.filter(isTouched)
      const untouched = entries.filter((entry) => !isTouched(entry))
      try {
        await journal.write(touched)
        await journal.remove(untouched.map(({ id }) => id))
      } catch {
        // They stay open, and the next start finds out what the registry has done.
      }
      return touched.map(({ id }) => id)
    },
  }
}

/** A selected image, and everything that is in the plan because of it. */
type Family = { readonly head: PlannedGroup; readonly members: readonly PlannedGroup[] }

function listFamilies({ groups }: DeletionPlan): Family[] {
  const goes = groups.filter(({ method }) => method.kind !== 'none')
  const parts = goes.filter(({ role }) => role.kind !== 'selected')
  return goes
    .filter(({ role }) => role.kind === 'selected')
    .map((head) => {
      const found = new Set<PlannedGroup>()
      const owners = new Set<Digest | undefined>([head.digest])
      // A part comes because of another part: what a pass finds lets the next one find more.
      for (let before = -1; before < found.size;) {
        before = found.size
        for (const part of parts) {
          if (part.role.kind === 'selected' || !part.role.of.some((one) => owners.has(one)))
            continue
          found.add(part)
          owners.add(part.digest)
        }
      }
      return { head, members: [...found] }
    })
}

function createEntry(
  { store, repository, lists = [] }: DeletionPlan,
  { head, members }: Family,
  { run, at }: { run: string; at: string },
): JournalEntry {
  const manifests = new Map<Digest, JournalManifest>()
  const add = (digest: Digest | undefined, role: JournalManifest['role']) => {
    const fetched = digest && store.known.get(digest)
    if (!fetched || manifests.has(fetched.digest)) return
    // What an image holds comes before it: a registry takes an index only after its children.
    for (const child of listChildren(fetched)) {
      add(child.digest, role === 'attachment' ? 'attachment' : 'child')
    }
    const { mediaType, bytes } = fetched
    manifests.set(fetched.digest, {
      digest: fetched.digest,
      mediaType,
      bytes,
      role,
      isGone: undefined,
    })
  }
  add(head.digest, 'image')
  for (const { digest, role } of members) {
    add(digest, role.kind === 'attachment' ? 'attachment' : 'child')
  }
  const tags = [head, ...members].flatMap(({ tags: names, digest }) =>
    names.map((tag): JournalTag => ({ tag, digest, copies: [], isGone: undefined })),
  )
  for (const { tag, before, after, removed } of lists) {
    if (!head.digest || !removed.includes(head.digest)) continue
    tags.push({
      tag,
      digest: before.digest,
      copies: [],
      isGone: undefined,
      movedTo: after.digest,
    })
    for (const { digest, mediaType, bytes } of [before, after]) {
      manifests.set(digest, { digest, mediaType, bytes, role: 'attachment', isGone: false })
    }
  }
  const going = new Set(
    [head, ...members].flatMap(({ method, digest }) =>
      method.kind === 'digest' && digest ? [digest] : [],
    ),
  )
  return {
    id: randomHex(16),
    run,
    at,
    repository,
    cause: 'deletion',
    state: 'open',
    tags,
    manifests: [...manifests.values()].map((manifest) =>
      going.has(manifest.digest) ? manifest : { ...manifest, isGone: false },
    ),
    size: sizeOf([...manifests.keys()].flatMap((digest) => store.known.get(digest) ?? [])),
  }
}

function sizeOf(manifests: readonly FetchedManifest[]): number {
  const sizes = new Map<Digest, number>()
  for (const manifest of manifests) {
    sizes.set(manifest.digest, manifest.bytes.length)
    for (const { digest, size } of blobsOf(manifest)) sizes.set(digest, size)
  }
  return [...sizes.values()].reduce((sum, size) => sum + size, 0)
}

/** Tags can be confirmed before their images were read. What cannot be read cannot be brought back. */
async function readMissing({ groups, store }: DeletionPlan): Promise<void> {
  await mapPool(groups, 6, async ({ digest, method }) => {
    if (!digest || method.kind === 'none') return
    try {
      await store.fetch(digest)
    } catch (error) {
      if (error instanceof LoginRequiredError || !(error instanceof RegistryError)) throw error
    }
  })
}

function closeEntry(entry: JournalEntry, { outcomes, manifests, lists }: RunEnd): JournalEntry {
  const tags = entry.tags.map((one) => {
    const isGone = isChangedList(entry, one)
      ? isListChanged(entry, lists.get(one.tag))
      : isTagGone(one, outcomes.get(one.tag))
    return { ...one, isGone }
  })
  const isImageGone = (digest: Digest): boolean | undefined => {
    const its = tags.filter((one) => one.digest === digest)
    // Where a tag's end is not known, its image's is not either.
    if (its.some(({ isGone }) => isGone === undefined)) return undefined
    const isDeleted = its.some(({ tag }) => {
      const outcome = outcomes.get(tag)
      return outcome?.kind === 'deleted' && outcome.image === 'deleted'
    })
    return isDeleted || isManifestGone(manifests.get(digest))
  }
  const ended = entry.manifests.map((one) =>
    one.isGone === undefined ? { ...one, isGone: isImageGone(one.digest) } : one,
  )
  const isOpen = [...tags, ...ended].some(({ isGone }) => isGone === undefined)
  return { ...entry, tags, manifests: ended, state: isOpen ? 'open' : 'done' }
}

function isTouched({ tags, manifests }: JournalEntry): boolean {
  return [...tags, ...manifests].some(({ isGone }) => isGone !== false)
}

/** `undefined` where only the registry can tell, later. */
function isTagGone({ copies }: JournalTag, outcome: TagOutcome | undefined): boolean | undefined {
  switch (outcome?.kind) {
    case 'deleted':
    case 'already-gone':
    case 'pushed-again':
      return true
    case 'unconfirmed':
    case 'not-settled':
      return undefined
    case 'failed':
      // Nobody knows when a request arrives whose answer was lost.
      if (outcome.why === 'no-answer' && copies.length > 0) return undefined
      return ['dangling', 'left-on-copy', 'left-empty'].includes(outcome.why) ? undefined : false
    case 'moved':
    case 'kept':
    case 'cannot':
    case 'not-started':
    case undefined:
      return false
  }
}

/** Whether a list lacks an image of the entry; `undefined` where only the registry can tell, later. */
function isListChanged(
  { manifests }: JournalEntry,
  outcome: ListOutcome | undefined,
): boolean | undefined {
  switch (outcome?.kind) {
    case 'changed':
    case 'changed-again':
      return true
    case 'put-back':
      return !manifests.some(
        ({ digest, role }) => role === 'image' && outcome.kept.includes(digest),
      )
    case 'not-settled':
      return undefined
    case 'moved':
    case 'left':
    case 'not-started':
    case undefined:
      return false
  }
}

function isManifestGone(outcome: ManifestOutcome['outcome'] | undefined): boolean | undefined {
  switch (outcome?.kind) {
    case 'deleted':
    case 'already-gone':
      return true
    case 'not-settled':
      return undefined
    case 'stays':
    case 'failed':
    case 'not-started':
    case undefined:
      return false
  }
}
