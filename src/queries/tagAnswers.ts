import {
  type FetchQueryOptions,
  type Query,
  type QueryClient,
  type QueryKey,
  type QueryState,
  isCancelledError,
} from '@tanstack/react-query'
import { LoginRequiredError, RegistryUnreachableError } from '../registry/errors.ts'
import type { Tag } from '../registry/names.ts'
import { mapPool } from '../registry/pool.ts'

/** What the cache holds of one kind about a repository's tags. */
export type TagAnswers<Answer> = {
  readonly of: ReadonlyMap<Tag, Answer>
  /** Tags that were asked about in vain. */
  readonly failed: ReadonlySet<Tag>
}

/** Where nothing is known, or nothing needs to be. */
export const NO_ANSWERS: TagAnswers<never> = { of: new Map<Tag, never>(), failed: new Set() }

/**
 * Follows the answers under `prefix`, which a tag ends to the key of a query. Listeners hear of changes at most
 * once in `pause` milliseconds: rows arrive by the hundred.
 */
export function followAnswers<Answer>(client: QueryClient, prefix: QueryKey, pause: number) {
  const cache = client.getQueryCache()
  const isOne = ({ queryKey }: Query) => prefix.every((part, at) => queryKey[at] === part)
  const look = (): TagAnswers<Answer> => {
    const all = cache.getAll().filter(isOne)
    const known = all.filter(({ state }) => state.data !== undefined)
    const failed = all.filter(({ state }) => hasFailed(state))
    return {
      of: new Map(known.map((query) => [tagOf(query), query.state.data as Answer])),
      failed: new Set(failed.map(tagOf)),
    }
  }
  let snapshot = look()
  return {
    read: () => snapshot,
    subscribe: (listener: () => void) => {
      let timer: ReturnType<typeof setTimeout> | undefined
      const lookSoon = () => {
        timer ??= setTimeout(() => {
          timer = undefined
          snapshot = look()
          listener()
        }, pause)
      }
      const stop = cache.subscribe((event) => {
        const isChange =
          event.type === 'removed' ||
          (event.type === 'updated' && CHANGES.includes(event.action.type))
        if (isChange && isOne(event.query)) lookSoon()
      })
      // What came between the first look and now.
      lookSoon()
      return () => {
        stop()
        clearTimeout(timer)
      }
    },
  }
}

const CHANGES: readonly string[] = ['success', 'error', 'setState']

function tagOf({ queryKey }: Query): Tag {
  return queryKey.at(-1) as Tag
}

/**
 * Asks the queries of `tags` that have no answer yet, six at a time, until `signal` says stop. One that failed
 * is not asked again.
 *
 * @throws LoginRequiredError, RegistryUnreachableError: the others would fail alike
 */
export async function askAll<Answer, Key extends QueryKey>(
  client: QueryClient,
  tags: readonly Tag[],
  query: (tag: Tag) => FetchQueryOptions<Answer, unknown, Answer, Key>,
  signal: AbortSignal,
): Promise<void> {
  await mapPool(tags, 6, async (tag) => {
    const options = { ...query(tag), retry: false }
    const stop = () =>
      void client.cancelQueries({ queryKey: options.queryKey, exact: true, type: 'inactive' })
    signal.addEventListener('abort', stop)
    while (!signal.aborted) {
      const state = client.getQueryState(options.queryKey)
      if (state && (state.data !== undefined || hasFailed(state))) break
      try {
        await client.fetchQuery(options)
      } catch (failure) {
        if (!signal.aborted && concernsAll(failure)) throw failure
        // A row that had begun to ask the same left the screen.
        if (!isCancelledError(failure)) break
      }
    }
    signal.removeEventListener('abort', stop)
  })
}

function hasFailed({ data, status, error }: QueryState): boolean {
  return data === undefined && status === 'error' && !concernsAll(error)
}

function concernsAll(error: unknown): boolean {
  return error instanceof LoginRequiredError || error instanceof RegistryUnreachableError
}
