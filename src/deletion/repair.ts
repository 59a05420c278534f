import { sha256Digest } from '../registry/digest.ts'
import { LoginRequiredError, RegistryError } from '../registry/errors.ts'
import { deleteManifest, fetchManifest, putManifest } from '../registry/manifests.ts'
import { MEDIA_TYPE } from '../registry/mediaTypes.ts'
import type { Digest, Reference, RepositoryName, Tag } from '../registry/names.ts'
import { patientTransport } from '../registry/patience.ts'
import type { Transport } from '../registry/transport.ts'
import { type Attempt, attemptWrite } from './attempt.ts'
import { askCanary } from './canary.ts'
import { createEmptyIndex } from './emptyIndex.ts'
import { PACE, type Pace, waitUntilStill } from './settle.ts'
import { type TagState, askTag, askTags } from './tagState.ts'
import { listTagsLeft } from './wholeList.ts'

/** What became of a tag whose link on the registry's disk was empty. Asked afterwards, not assumed. */
export type RepairOutcome =
  /** It points to this digest. */
  | { readonly kind: 'linked'; readonly digest: Digest }
  | { readonly kind: 'removed' }
  /** It points to an index without manifests: sound, so that it can be deleted like any other tag later. */
  | {
      readonly kind: 'left-empty'
      readonly digest: Digest
      /** `poisoned`: deleting any digest here fails half way, because of `tags`. */
      readonly because: 'poisoned' | 'shared' | 'refused' | 'no-answer'
      readonly tags: readonly Tag[]
      readonly message: string
    }
  /** Nothing was changed, or what was begun came to nothing. */
  | {
      readonly kind: 'kept'
      readonly because: 'not-broken' | 'no-such-digest' | 'refused' | 'no-answer'
      readonly message: string
    }

export type RepairOptions = { readonly pace?: Partial<Pace> }

/**
 * Gives a tag with an empty link one of the repository's digests. That the digest is there is checked by
 * reading it; the same bytes are put onto the tag.
 *
 * @throws LoginRequiredError before anything was written
 */
export async function linkBrokenTag(
  transport: Transport,
  repository: RepositoryName,
  tag: Tag,
  digest: Digest,
  { pace }: RepairOptions = {},
): Promise<RepairOutcome> {
  const repair = new Repair(transport, repository, tag, pace)
  const fine = await repair.findNotBroken()
  if (fine) return fine
  let image: Awaited<ReturnType<typeof fetchManifest>>
  try {
    image = await fetchManifest(repair.transport, repository, digest)
  } catch (error) {
    if (!(error instanceof RegistryError) || error instanceof LoginRequiredError) throw error
    return { kind: 'kept', because: 'no-such-digest', message: error.message }
  }
  const attempt = await repair.put(tag, image.mediaType, image.bytes)
  const state = await repair.stateAfter(attempt)
  if (state?.kind === 'at' && state.digest === digest) return { kind: 'linked', digest }
  return keptAfter(attempt, state)
}

/**
 * Removes a tag with an empty link: by its name where that works; else an empty index takes its place, and
 * that digest, which nothing else has, is deleted. Where another empty link makes every digest deletion fail
 * half way, the tag is left on the empty index, and nothing else is touched.
 *
 * @throws LoginRequiredError before anything was written; what listing throws
 */
export async function removeBrokenTag(
  transport: Transport,
  repository: RepositoryName,
  tag: Tag,
  { ability, pace }: RepairOptions & { readonly ability: 'by-tag' | 'by-digest' },
): Promise<RepairOutcome> {
  const repair = new Repair(transport, repository, tag, pace)
  const fine = await repair.findNotBroken()
  if (fine) return fine
  if (ability === 'by-tag') {
    const attempt = await repair.delete(tag)
    const state = await repair.stateAfter(attempt)
    return state?.kind === 'absent' ? { kind: 'removed' } : keptAfter(attempt, state)
  }
  const bytes = createEmptyIndex()
  const digest = sha256Digest(bytes)
  const attempt = await repair.put(tag, MEDIA_TYPE.ociIndex, bytes)
  const state = await repair.stateAfter(attempt)
  if (state?.kind !== 'at' || state.digest !== digest) return keptAfter(attempt, state)
  return await repair.deleteStand(digest, bytes)
}

function keptAfter(attempt: Attempt, state: TagState | undefined): RepairOutcome {
  if (attempt.kind === 'refused' || attempt.kind === 'rejected') {
    return { kind: 'kept', because: 'refused', message: attempt.error.message }
  }
  if (state?.kind === 'at') {
    return {
      kind: 'kept',
      because: 'not-broken',
      message: `It points to ${state.digest} by now: somebody pushed it meanwhile`,
    }
  }
  const message = 'error' in attempt ? attempt.error.message : 'The tag is as it was'
  return { kind: 'kept', because: 'no-answer', message }
}

/** One tag under repair. */
class Repair {
  readonly transport: Transport
  readonly #repository: RepositoryName
  readonly #tag: Tag
  readonly #pace: Pace

  constructor(
    transport: Transport,
    repository: RepositoryName,
    tag: Tag,
    pace: Partial<Pace> | undefined,
  ) {
    this.transport = patientTransport(transport, 6)
    this.#repository = repository
    this.#tag = tag
    this.#pace = { ...PACE, ...pace }
  }

  /** Why there is nothing to repair; `undefined` where the link is empty at this moment. */
  async findNotBroken(): Promise<RepairOutcome | undefined> {
    const state = await this.#ask()
    if (state.kind === 'unknown' && state.hasEmptyLink) return undefined
    const message =
      state.kind === 'at'
        ? `It points to ${state.digest} by now`
        : state.kind === 'absent'
          ? 'The registry does not know it any more'
          : state.message
    return { kind: 'kept', because: 'not-broken', message }
  }

  put(reference: Reference, mediaType: string, bytes: Uint8Array<ArrayBuffer>): Promise<Attempt> {
    return attemptWrite(() =>
      putManifest(this.transport, this.#repository, reference, mediaType, bytes),
    )
  }

  delete(reference: Reference): Promise<Attempt> {
    return attemptWrite(() => deleteManifest(this.transport, this.#repository, reference))
  }

  /** Where the tag is after a write; `undefined` where that cannot be told. A listed tag is not absent. */
  async stateAfter({ kind }: Attempt): Promise<TagState | undefined> {
    if (kind !== 'lost') return await this.#look()
    return await waitUntilStill(() => this.#look(), JSON.stringify, this.#pace)
  }

  /** Deletes the empty index that stands on the tag, if that hits nothing else. */
  async deleteStand(digest: Digest, bytes: Uint8Array<ArrayBuffer>): Promise<RepairOutcome> {
    const left = (
      because: (RepairOutcome & { kind: 'left-empty' })['because'],
      message: string,
      tags: readonly Tag[] = [],
    ): RepairOutcome => ({ kind: 'left-empty', digest, because, message, tags })
    try {
      const list = await listTagsLeft(this.transport, this.#repository)
      const others = list.tags.filter((tag) => tag !== this.#tag)
      const states = [...(await askTags(this.transport, this.#repository, others))]
      const on = states.filter(([, state]) => state.kind === 'at' && state.digest === digest)
      if (on.length > 0) return left('shared', 'Other tags are on it by now', names(on))
      const broken = states.filter(([, state]) => state.kind === 'unknown' && state.hasEmptyLink)
      const canary = await askCanary(this.transport, this.#repository)
      if (canary === 'poisoned') {
        return left(
          'poisoned',
          'Deleting any image of this repository fails half way',
          names(broken),
        )
      }
      if (canary !== 'sound') return left('refused', `The trial of a deletion ended: ${canary}`)
      const before = await this.#ask()
      if (before.kind !== 'at' || before.digest !== digest) {
        return keptAfter({ kind: 'done' }, before)
      }
    } catch (error) {
      if (!(error instanceof RegistryError)) throw error
      return left('no-answer', error.message)
    }
    const attempt = await this.delete(digest)
    const state = await this.stateAfter(attempt)
    if (state?.kind === 'absent') return { kind: 'removed' }
    // Half way: listed, and what stood on it is gone. It gets that back.
    if (state?.kind === 'unknown') await this.put(this.#tag, MEDIA_TYPE.ociIndex, bytes)
    if (attempt.kind === 'refused' || attempt.kind === 'rejected') {
      return left('refused', attempt.error.message)
    }
    return left('no-answer', 'error' in attempt ? attempt.error.message : 'It is still there')
  }

  #ask(): Promise<TagState> {
    return askTag(this.transport, this.#repository, this.#tag)
  }

  /** A tag that is listed without a manifest counts as `unknown`: it is neither there nor gone. */
  async #look(): Promise<TagState | undefined> {
    try {
      const state = await this.#ask()
      if (state.kind !== 'absent') return state
      const { tags } = await listTagsLeft(this.transport, this.#repository)
      if (!tags.includes(this.#tag)) return state
      const message = 'It is listed without a manifest'
      return { kind: 'unknown', problem: 'silent', hasEmptyLink: false, message }
    } catch (error) {
      if (error instanceof RegistryError) return undefined
      throw error
    }
  }
}

function names(states: readonly (readonly [Tag, TagState])[]): readonly Tag[] {
  return states.map(([tag]) => tag)
}
