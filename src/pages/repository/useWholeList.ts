import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { noticeLoginRequired } from '../../queries/session.ts'
import { type TagDetailsStore, readAllDetails } from '../../queries/tagDetails.ts'
import type { RepositoryName, Tag } from '../../registry/names.ts'

/**
 * Reads the details of the whole list when it is wanted (a sort by created or size, a platform filter), and
 * stops when nobody wants it any more, or by `stop`. `progress` is there until everything is read.
 */
export function useWholeList(
  repository: RepositoryName,
  tags: readonly Tag[],
  store: TagDetailsStore,
  isWanted: boolean,
): {
  readonly progress: { readonly read: number; readonly all: number } | undefined
  readonly isRunning: boolean
  readonly start: () => void
  readonly stop: () => void
} {
  const client = useQueryClient()
  const details = useSyncExternalStore(store.subscribe, store.read)
  const running = useRef<AbortController | undefined>(undefined)
  const [isRunning, setRunning] = useState(false)

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
    void readAllDetails(client, store, repository, tags, controller.signal)
      .catch(noticeLoginRequired)
      .finally(() => {
        if (running.current !== controller) return
        running.current = undefined
        setRunning(false)
      })
  }, [client, store, repository, tags])

  useEffect(() => {
    if (!isWanted) return undefined
    start()
    return stop
  }, [isWanted, start, stop])

  // A walk may also run without being wanted: opening the list of platforms begins one.
  useEffect(() => stop, [stop])

  const read = tags.filter((tag) => details.of.has(tag) || details.failed.has(tag)).length
  const isShown = (isWanted || isRunning) && read < tags.length
  return { progress: isShown ? { read, all: tags.length } : undefined, isRunning, start, stop }
}
