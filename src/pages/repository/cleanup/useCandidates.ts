import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import type { Candidate } from '../../../deletion/rules/evaluation.ts'
import { CandidateStore, readCandidates } from '../../../queries/candidates.ts'
import { noticeLoginRequired } from '../../../queries/session.ts'
import type { RepositoryName, Tag } from '../../../registry/names.ts'

/** What is known of the tags that a rule asks about, and how far the reading is. */
export type CandidateReading = {
  readonly known: ReadonlyMap<Tag, Candidate>
  readonly read: number
  readonly all: number
  readonly isRunning: boolean
  readonly error: unknown
  readonly start: () => void
  readonly stop: () => void
  /** Asks again about these. */
  readonly again: (tags: readonly Tag[]) => void
}

/**
 * Reads what a rule needs to know of `tags`, at once, and what is added when the rule changes. A list that
 * came anew (`listedAt`) is read anew: tags may have moved.
 */
export function useCandidates(
  repository: RepositoryName,
  tags: readonly Tag[],
  listedAt: number,
): CandidateReading {
  const client = useQueryClient()
  const [store] = useState(() => new CandidateStore())
  const known = useSyncExternalStore(store.subscribe, store.read)
  const running = useRef<AbortController | undefined>(undefined)
  const [isRunning, setRunning] = useState(false)
  const [error, setError] = useState<unknown>()
  const readOf = useRef(listedAt)

  const stop = useCallback(() => {
    running.current?.abort()
    running.current = undefined
    setRunning(false)
  }, [])
  const start = useCallback(() => {
    if (running.current) return
    const controller = new AbortController()
    running.current = controller
    setRunning(true)
    setError(undefined)
    void readCandidates(client, store, repository, tags, controller.signal)
      .catch((failure: unknown) => {
        noticeLoginRequired(failure)
        setError(failure)
      })
      .finally(() => {
        if (running.current !== controller) return
        running.current = undefined
        setRunning(false)
      })
  }, [client, store, repository, tags])

  useEffect(() => {
    if (readOf.current !== listedAt) {
      readOf.current = listedAt
      store.drop(store.read().keys())
    }
    start()
    return stop
  }, [start, stop, store, listedAt])

  const again = useCallback(
    (some: readonly Tag[]) => {
      stop()
      store.drop(some)
      start()
    },
    [store, start, stop],
  )
  const read = tags.filter((tag) => known.has(tag)).length
  return { known, read, all: tags.length, isRunning, error, start, stop, again }
}
