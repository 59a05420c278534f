import {
  type FetchQueryOptions,
  type QueryKey,
  hashKey,
  useQueryClient,
} from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { type Answers, askAll, followAnswers } from '../queries/answers.ts'
import { formatCount } from '../format/count.ts'
import type { Tag } from '../registry/names.ts'
import { Button } from '../ui/Button.tsx'

/** The cached data under `prefix`, kept up to date. */
export function useAnswers<Answer, Name extends string = Tag>(
  prefix: QueryKey,
  pause = 100,
): Answers<Answer, Name> {
  const client = useQueryClient()
  const store = useMemo(
    () => followAnswers<Answer, Name>(client, prefix, pause),
    // oxlint-disable-next-line react/exhaustive-deps -- the same key may come as another object
    [client, hashKey(prefix), pause],
  )
  return useSyncExternalStore(store.subscribe, store.read)
}

/** The progress of reading a whole list. */
export type Reading = ReturnType<typeof useReading>

/**
 * Runs `query` for each of `names`, and for those added later, while `isWanted`; `start` runs it even if not.
 */
export function useReading<Answer, Key extends QueryKey, Name extends string>(
  names: readonly Name[],
  query: (name: Name) => FetchQueryOptions<Answer, unknown, Answer, Key>,
  { of, failed }: Answers<Answer, Name>,
  isWanted: boolean,
) {
  const client = useQueryClient()
  const running = useRef<AbortController | undefined>(undefined)
  const [state, setState] = useState<'idle' | 'running' | 'stopped'>('idle')
  const [error, setError] = useState<unknown>()

  const stop = useCallback(() => {
    running.current?.abort()
    running.current = undefined
    setState('stopped')
  }, [])
  const start = useCallback(() => {
    if (running.current) return
    const controller = new AbortController()
    running.current = controller
    setState('running')
    setError(undefined)
    void askAll(client, names, query, controller.signal)
      .then(() => 'idle' as const)
      .catch((failure: unknown) => {
        setError(failure)
        return 'stopped' as const
      })
      .then((end) => {
        if (running.current !== controller) return
        running.current = undefined
        setState(end)
      })
  }, [client, names, query])

  useEffect(() => {
    if (isWanted) start()
    // It may also run unasked: opening the list of platforms starts it.
    return stop
  }, [isWanted, start, stop])

  const read = names.filter((name) => of.has(name) || failed.has(name)).length
  return { read, all: names.length, state, isRunning: state === 'running', error, start, stop }
}

export function ReadingLine({ reading }: { reading: Reading }) {
  const { read, all, state, isRunning, start, stop } = reading
  // The last answers arrive a moment after the end.
  if (read === all || state === 'idle') return null
  return (
    <span className="flex items-center gap-x-2 text-soft max-sm:min-h-11" role="status">
      <span className="whitespace-nowrap">
        {formatCount(read)} of {formatCount(all)} <span className="max-sm:sr-only">read</span>
      </span>
      <Button look="quiet" className="max-sm:!px-2" onClick={isRunning ? stop : start}>
        {isRunning ? 'Stop' : 'Continue'}
      </Button>
    </span>
  )
}
