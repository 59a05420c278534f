import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { lookAgain } from '../../deletion/lookAgain.ts'
import type { DeletionReport } from '../../deletion/report.ts'
import { rowTransport } from '../../queries/session.ts'
import { repositoryKey } from '../../queries/tags.ts'

/** Milliseconds between two looks. */
const PAUSE = 5000

/** While a report is read, looks whether it is still true, and gives back what has to be shown instead. */
export function useLookAgain(
  report: DeletionReport | undefined,
  onChange: (report: DeletionReport) => void,
): void {
  const queryClient = useQueryClient()
  const changed = useRef(onChange)
  useEffect(() => {
    changed.current = onChange
  })
  useEffect(() => {
    if (!report) return undefined
    let isLeft = false
    let timer: ReturnType<typeof setTimeout> | undefined
    const wait = () => {
      timer = setTimeout(() => void look(), PAUSE)
    }
    const look = async () => {
      // Where the registry cannot be asked, the report says how it was.
      const now = await lookAgain(rowTransport, report).catch(() => undefined)
      if (isLeft || !now) return
      if (now === report) return wait()
      void queryClient.invalidateQueries({ queryKey: repositoryKey(report.repository) })
      changed.current(now)
    }
    wait()
    return () => {
      isLeft = true
      clearTimeout(timer)
    }
  }, [report, queryClient])
}
