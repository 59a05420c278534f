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

/** One kind of cached data about many things, such as a repository's tags, by their names. */
export type Answers<Answer, Name extends string = Tag> = {
  readonly of: ReadonlyMap<Name, Answer>
  /** Those for which it failed. */
  readonly failed: ReadonlySet<Name>
}

export const NO_ANSWERS: Answers<never> = { of: new Map<Tag, never>(), failed: new Set() }

/**
 * Follows the queries with key `prefix` and a name. Calls listeners at most once in `pause` ms: rows come in bulk.
 */
export function followAnswers<Answer, Name extends string = Tag>(
  client: QueryClient,
  prefix: QueryKey,
  pause: number,
) {
  const cache = client.getQueryCache()
  const isOne = ({ queryKey }: Query) => prefix.every((part, at) => queryKey[at] === part)
  const nameOf = ({ queryKey }: Query) => queryKey.at(-1) as Name
  const look = (): Answers<Answer, Name> => {
    const all = cache.getAll().filter(isOne)
    const known = all.filter(({ state }) => state.data !== undefined)
    const failed = all.filter(({ state }) => hasFailed(state))
    return {
      of: new Map(known.map((query) => [nameOf(query), query.state.data as Answer])),
      failed: new Set(failed.map(nameOf)),
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
      // Changes since the first look.
      lookSoon()
      return () => {
        stop()
        clearTimeout(timer)
      }
    },
  }
}

const CHANGES: readonly string[] = ['success', 'error', 'setState']

/**
 * Fetches the queries of `names` without data, six at a time, until `signal` aborts. Failed ones aren't retried.
 *
 * @throws LoginRequiredError, RegistryUnreachableError: the others would fail as well
 */
export async function askAll<Answer, Key extends QueryKey, Name extends string>(
  client: QueryClient,
  names: readonly Name[],
  query: (name: Name) => FetchQueryOptions<Answer, unknown, Answer, Key>,
  signal: AbortSignal,
): Promise<void> {
  await mapPool(names, 6, async (name) => {
    const options = { ...query(name), retry: false }
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
        // Cancelled because a row with the same query left the screen.
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
