import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { formatCounted } from '../../../format/count.ts'
import { announce } from '../../../components/messages.ts'
import type { RepositoryName, Tag } from '../../../registry/names.ts'

/** The selected tags. They stay selected through sorting, filtering and scrolling. */
export type Selection = ReturnType<typeof useSelection>

/** @param deleted tags that were just deleted: if restored, they aren't selected again */
export function useSelection(
  repository: RepositoryName,
  all: readonly Tag[],
  shown: readonly Tag[],
  deleted: readonly Tag[],
) {
  const [ticked, setTicked] = useState<ReadonlySet<Tag>>(new Set())
  const [seen, setSeen] = useState(deleted)
  if (deleted !== seen) {
    setSeen(deleted)
    setTicked(new Set([...ticked].filter((tag) => !deleted.includes(tag))))
  }
  const last = useRef<Tag | undefined>(undefined)
  // A tag that is no longer in the list can't stay selected.
  const selected = useMemo(() => {
    if (ticked.size === 0) return ticked
    const existing = new Set(all)
    return new Set([...ticked].filter((tag) => existing.has(tag)))
  }, [ticked, all])
  // Selected, but hidden by the filter.
  const notShown = useMemo(() => {
    if (selected.size === 0) return []
    const visible = new Set(shown)
    return [...selected].filter((tag) => !visible.has(tag))
  }, [selected, shown])

  const current = useRef({ shown, selected })
  useEffect(() => {
    current.current = { shown, selected }
  }, [shown, selected])
  useEffect(
    () => () => {
      const { size } = current.current.selected
      // The list also disappears when its last tag was deleted; then nobody has left the page.
      const isLeft = !location.pathname.endsWith(`/repository/${repository}`)
      if (size > 0 && isLeft)
        announce(`Left ${repository}: ${formatCounted(size, 'selected tag')} unselected`)
    },
    [repository],
  )

  const change = useCallback((tags: Iterable<Tag>, isTicked: boolean) => {
    const after = new Set(current.current.selected)
    for (const tag of tags) {
      if (isTicked) after.add(tag)
      else after.delete(tag)
    }
    setTicked(after)
  }, [])
  /** With `isRange`, everything from the last one to this, in the order on screen. */
  const toggle = useCallback(
    (tag: Tag, isRange: boolean) => {
      const { shown: rows, selected: before } = current.current
      const from = last.current === undefined ? -1 : rows.indexOf(last.current)
      const to = rows.indexOf(tag)
      const isWhole = isRange && from >= 0 && to >= 0
      last.current = tag
      const range = rows.slice(Math.min(from, to), Math.max(from, to) + 1)
      change(isWhole ? range : [tag], !before.has(tag))
    },
    [change],
  )
  return { selected, notShown, toggle, change }
}
