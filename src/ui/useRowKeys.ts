import { type KeyboardEvent, type RefObject, useEffect, useEffectEvent, useRef } from 'react'

const CONTROLS = ':is(a[href], button, input):not(:disabled, [popover] *)'

/** A control's position in its row: the cell, and its index within the cell. */
type Place = { readonly cell: number; readonly at: number }

/**
 * Makes the rows in `body` a single Tab stop. Up and Down move to the same control of the next row, Left and Right
 * within the row, Home and End to the first and last row; Space selects the row, Enter opens it. `goTo` draws a row that may not be rendered yet.
 *
 * Controls are looked up in the DOM, since rows differ and some controls appear late.
 */
export function useRowKeys(
  body: RefObject<HTMLElement | null>,
  { count, first, goTo }: { count: number; first: number; goTo: (index: number) => void },
) {
  const stop = useRef<HTMLElement | undefined>(undefined)
  // The column being walked is remembered across rows that lack this control.
  const wanted = useRef<Place>({ cell: 0, at: 0 })

  const rowAt = (index: number) =>
    body.current?.querySelector<HTMLElement>(`tr[aria-rowindex="${index + 2}"]`)

  const chooseStop = useEffectEvent(() => {
    const controls = listControls(body.current)
    if (!stop.current || !controls.includes(stop.current)) {
      const row = listControls(rowAt(first) ?? null)
      // The link that opens the row is preferred to its checkbox.
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

  /** Call this when something in `body` gets the focus. */
  const noteFocus = (target: Element) => {
    const control = target.closest<HTMLElement>(CONTROLS)
    const row = control?.closest('tr')
    if (!control || !row) return
    if (stop.current && stop.current !== control) stop.current.tabIndex = -1
    control.tabIndex = 0
    stop.current = control
    wanted.current = placeOf(control, row)
  }

  /** Call this for each key pressed in `body`. */
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
    // Enter opens the row from its checkbox, too, and Space selects it from its link.
    if (key === 'Enter' && target.matches('input')) return row.querySelector('a')?.click()
    if (key === ' ' && target.matches('a')) {
      event.preventDefault()
      return row.querySelector<HTMLElement>('input[type="checkbox"]')?.click()
    }
    const index = Number(row.getAttribute('aria-rowindex')) - 2
    const to = { ArrowUp: index - 1, ArrowDown: index + 1, Home: 0, End: count - 1 }[key]
    if (to === undefined) return
    event.preventDefault()
    if (to < 0 || to >= count || to === index) return
    const place = wanted.current
    goTo(to)
    findControl(rowAt(to), place)?.focus()
    wanted.current = place
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

/** The control at that position, or the last one in the same cell, or the row's first. */
function findControl(row: HTMLElement | null | undefined, { cell, at }: Place) {
  const controls = listControls(row ?? null).filter(isVisible)
  const inCell = controls.filter((one) => row?.children[cell]?.contains(one))
  return inCell[at] ?? inCell.at(-1) ?? controls[0]
}
