import { type KeyboardEvent, type RefObject, useEffect, useEffectEvent, useRef } from 'react'

const CONTROLS = ':is(a[href], button, input):not(:disabled, [popover] *)'

/** Which control of a row is meant: the cell it is in, and its place there. */
type Place = { readonly cell: number; readonly at: number }

/**
 * Makes the rows in `body` one Tab stop, which arrow keys move: up and down to the same control of another row, left
 * and right within the row, Home and End to the first and last row. `goTo` draws a row that may not be there yet.
 *
 * The controls are those that the rows happen to have, and some come late: so they are found, not declared.
 */
export function useRowKeys(
  body: RefObject<HTMLElement | null>,
  { count, first, goTo }: { count: number; first: number; goTo: (index: number) => void },
) {
  const stop = useRef<HTMLElement | undefined>(undefined)
  // Rows without this control do not change which one the reader walks along.
  const wanted = useRef<Place>({ cell: 0, at: 0 })
  const isWalking = useRef(false)

  const rowAt = (index: number) =>
    body.current?.querySelector<HTMLElement>(`tr[aria-rowindex="${index + 2}"]`)

  const chooseStop = useEffectEvent(() => {
    const controls = listControls(body.current)
    if (!stop.current || !controls.includes(stop.current)) {
      const row = listControls(rowAt(first) ?? null)
      // What opens the row comes before the box that selects it.
      stop.current = row.find((control) => !control.matches('input')) ?? row[0] ?? controls[0]
    }
    for (const control of controls) {
      const tabIndex = control === stop.current ? 0 : -1
      if (control.tabIndex !== tabIndex) control.tabIndex = tabIndex
    }
  })
  useEffect(() => {
    if (!body.current) return undefined
    chooseStop()
    const observer = new MutationObserver(() => chooseStop())
    observer.observe(body.current, {
      subtree: true,
      childList: true,
      attributeFilter: ['disabled', 'href'],
    })
    return () => observer.disconnect()
  }, [body])

  /** To be told of the focus that comes into `body`. */
  const noteFocus = (target: Element) => {
    const control = target.closest<HTMLElement>(CONTROLS)
    const row = control?.closest('tr')
    if (!control || !row) return
    if (stop.current && stop.current !== control) stop.current.tabIndex = -1
    control.tabIndex = 0
    stop.current = control
    if (!isWalking.current) wanted.current = placeOf(control, row)
  }

  /** To be told of the keys that are pressed in `body`. */
  const move = (event: KeyboardEvent<HTMLElement>) => {
    const { key, target } = event
    const isModified = event.altKey || event.ctrlKey || event.metaKey || event.shiftKey
    if (isModified || !(target instanceof HTMLElement) || target.closest('[popover]')) return
    const row = target.closest('tr')
    if (!row) return
    if (key === 'ArrowLeft' || key === 'ArrowRight') {
      const controls = listControls(row).filter(isVisible)
      event.preventDefault()
      controls[controls.indexOf(target) + (key === 'ArrowLeft' ? -1 : 1)]?.focus()
      return
    }
    // What opens the row does so for its box, too.
    if (key === 'Enter' && target.matches('input')) return row.querySelector('a')?.click()
    const index = Number(row.getAttribute('aria-rowindex')) - 2
    const to = { ArrowUp: index - 1, ArrowDown: index + 1, Home: 0, End: count - 1 }[key]
    if (to === undefined) return
    event.preventDefault()
    if (to < 0 || to >= count || to === index) return
    goTo(to)
    isWalking.current = true
    findControl(rowAt(to), wanted.current)?.focus()
    isWalking.current = false
  }
  return { noteFocus, move }
}

function listControls(within: Element | null): HTMLElement[] {
  return [...(within?.querySelectorAll<HTMLElement>(CONTROLS) ?? [])]
}

function isVisible(control: HTMLElement): boolean {
  return control.checkVisibility({ visibilityProperty: true })
}

function placeOf(control: HTMLElement, row: HTMLTableRowElement): Place {
  const cell = [...row.cells].findIndex((one) => one.contains(control))
  return { cell, at: listControls(row.cells[cell] ?? null).indexOf(control) }
}

/** The control at that place; where the row has none, the last one before it, or else its first. */
function findControl(row: HTMLElement | null | undefined, { cell, at }: Place) {
  const controls = listControls(row ?? null).filter(isVisible)
  const inCell = controls.filter((one) => row?.children[cell]?.contains(one))
  return inCell[at] ?? inCell.at(-1) ?? controls[0]
}
