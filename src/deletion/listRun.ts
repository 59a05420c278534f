import { sha256Digest } from '../registry/digest.ts'
import { LoginRequiredError, RegistryError } from '../registry/errors.ts'
import { fetchManifest } from '../registry/manifests.ts'
import type { Digest } from '../registry/names.ts'
import type { Attempt } from './attempt.ts'
import { JournalError } from './journal.ts'
import type { ListChange } from './listChange.ts'
import { relist } from './relist.ts'
import { removeManifest } from './removeManifest.ts'
import { type ListOutcome, type ManifestOutcome, isRemoved } from './report.ts'
import type { Run } from './run.ts'

/** Whether an image that was to go is gone, as far as the deletion itself knows. */
type IsDeleted = (digest: Digest) => boolean

/**
 * Writes the lists of attachments anew that the plan says, before anything of them goes: what breaks off after
 * that leaves an attachment that is not listed, and never a list that names what is gone.
 */
export async function changeLists(run: Run): Promise<void> {
  for (const list of run.plan.lists ?? []) {
    const mayGoOn = (await run.control.mayGoOn()) && !run.stopped
    run.lists.set(list.tag, mayGoOn ? await changeList(run, list) : { kind: 'not-started' })
  }
}

async function changeList(run: Run, { tag, before, after }: ListChange): Promise<ListOutcome> {
  try {
    const state = await run.ask(tag)
    if (state.kind === 'unknown') return { kind: 'left', message: state.message }
    if (state.kind === 'absent') return { kind: 'moved', digest: undefined }
    if (state.digest !== before.digest) return { kind: 'moved', digest: state.digest }
    return await judgePut(run, { tag, after }, await run.put(tag, after.mediaType, after.bytes))
  } catch (error) {
    const isLogin = error instanceof LoginRequiredError
    if (!isLogin && !(error instanceof JournalError)) throw error
    run.stop({ kind: isLogin ? 'login' : 'no-journal', error })
    return { kind: 'left', message: error.message }
  }
}

async function judgePut(
  run: Run,
  { tag, after }: Pick<ListChange, 'tag' | 'after'>,
  attempt: Attempt,
): Promise<ListOutcome> {
  switch (attempt.kind) {
    case 'done':
      run.hasMoved(tag, after.digest)
      return { kind: 'changed', digest: after.digest }
    case 'withheld':
      return { kind: 'not-started' }
    case 'absent':
      return { kind: 'left', message: 'The registry does not know the repository' }
    case 'refused':
      run.stop({ kind: attempt.by, error: attempt.error })
      return { kind: 'left', message: attempt.error.message }
    case 'rejected':
      return { kind: 'left', message: attempt.error.message }
    case 'broken':
    case 'lost': {
      const { message } = attempt.error
      const state = (await run.findOut(attempt, [tag]))?.states.get(tag)
      if (!state) return { kind: 'not-settled', message }
      if (state.kind === 'at' && state.digest === after.digest) {
        run.hasMoved(tag, after.digest)
        return { kind: 'changed', digest: after.digest }
      }
      const isLost = attempt.kind === 'lost'
      run.stop({ kind: isLost ? 'no-answer' : 'server-error', error: attempt.error })
      // Nobody knows when a request arrives whose answer was lost.
      return { kind: isLost ? 'not-settled' : 'left', message }
    }
  }
}

/** Deletes what the tags of lists were on before, where all goes that is not named there any more. */
export async function removeOldLists(run: Run, isDeleted: IsDeleted): Promise<void> {
  for (const list of run.plan.lists ?? []) {
    if (run.lists.get(list.tag)?.kind !== 'changed') continue
    const { digest } = list.before
    try {
      const kept = await findKept(run, list, isDeleted)
      if (kept === 'unknown' || kept.length > 0) continue
      // A tag that went with an attachment is not to be put down to its list.
      run.forgetSweep()
      const mayGoOn = (await run.control.mayGoOn()) && !run.stopped
      const outcome = mayGoOn ? await removeManifest(run, digest) : undefined
      if (!isGoneOrUsed(outcome)) run.leftovers.push(digest)
    } catch (error) {
      if (!(error instanceof RegistryError)) throw error
      run.stop({ kind: error instanceof LoginRequiredError ? 'login' : 'no-answer', error })
      run.leftovers.push(digest)
    }
  }
}

function isGoneOrUsed(outcome: ManifestOutcome['outcome'] | undefined): boolean {
  if (outcome?.kind !== 'stays') return outcome !== undefined && isRemoved(outcome)
  return outcome.stays.kind === 'shared' || outcome.stays.kind === 'in-index'
}

/**
 * Lists again what stays after all, since something else holds it by now or the deletion stopped, and looks
 * where the tags of all lists are in the end.
 *
 * @param options `isAgain`: also of lists of which that was not known
 */
export async function settleLists(
  run: Run,
  isDeleted: IsDeleted,
  { isAgain = false } = {},
): Promise<void> {
  const kinds: readonly (ListOutcome['kind'] | undefined)[] = isAgain
    ? ['changed', 'not-settled']
    : ['changed']
  for (const list of run.plan.lists ?? []) {
    if (!kinds.includes(run.lists.get(list.tag)?.kind)) continue
    try {
      const kept = await findKept(run, list, isDeleted)
      const message = 'Whether all is gone that it names no longer could not be asked'
      const outcome =
        kept === 'unknown'
          ? ({ kind: 'not-settled', message } as const)
          : await settleList(run, list, kept)
      run.lists.set(list.tag, outcome)
    } catch (error) {
      if (!(error instanceof RegistryError)) throw error
      run.lists.set(list.tag, { kind: 'not-settled', message: error.message })
    }
  }
}

/** What was to go off a list and is still there, or there again: a tag that was hit got it back. */
async function findKept(
  run: Run,
  { removed }: ListChange,
  isDeleted: IsDeleted,
): Promise<readonly Digest[] | 'unknown'> {
  const kept: Digest[] = []
  for (const digest of removed) {
    const isPutBack = run.harmed.some(({ putBack }) => putBack === digest)
    if (isDeleted(digest) && !isPutBack) continue
    const state = await run.ask(digest)
    if (state.kind === 'unknown') return 'unknown'
    if (state.kind === 'at') kept.push(digest)
  }
  return kept
}

async function settleList(
  run: Run,
  { tag, before, after }: ListChange,
  kept: readonly Digest[],
): Promise<ListOutcome> {
  const state = await run.ask(tag)
  if (state.kind === 'unknown') return { kind: 'not-settled', message: state.message }
  const at = state.kind === 'at' ? state.digest : undefined
  const asFound: ListOutcome =
    at === after.digest ? { kind: 'changed', digest: at } : { kind: 'changed-again', digest: at }
  if (kept.length === 0 || !at) return asFound
  const present = await fetchManifest(run.transport, run.repository, tag)
  const bytes = relist(present, before.bytes, kept)
  if (!bytes) return asFound
  if (bytes === present.bytes) return { kind: 'put-back', digest: present.digest, kept }
  const attempt = await run.put(tag, present.mediaType, bytes)
  if (attempt.kind !== 'done') {
    const message = 'error' in attempt ? attempt.error.message : 'An earlier answer is still out'
    return { kind: 'not-settled', message }
  }
  const digest = sha256Digest(bytes)
  run.hasMoved(tag, digest)
  // No tag is on them any more.
  if (present.digest === after.digest) run.leftovers.push(after.digest)
  const isLeft = digest !== before.digest && (await run.ask(before.digest)).kind === 'at'
  if (isLeft) run.leftovers.push(before.digest)
  return { kind: 'put-back', digest, kept }
}
