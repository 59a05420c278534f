/** As a `ref`: takes the focus when it appears, for the button that had it went away with what was there before. */
export function focusOnMount(element: HTMLElement | null): void {
  element?.focus()
}
