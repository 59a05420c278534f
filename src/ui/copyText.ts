/**
 * Copies `text`; returns whether that worked. `navigator.clipboard` doesn't exist on plain http, so the old command
 * is used there; it only works inside a click.
 */
export async function copyText(text: string): Promise<boolean> {
  if (globalThis.isSecureContext) {
    const isCopied = await navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    )
    if (isCopied) return true
  }
  const field = document.createElement('textarea')
  field.value = text
  field.readOnly = true
  field.style.position = 'fixed'
  field.style.opacity = '0'
  // While a dialog is open the rest of the page is inert, and an inert field can't be selected.
  const place = document.querySelector('dialog[open]') ?? document.body
  const before = document.activeElement
  place.append(field)
  field.select()
  // oxlint-disable-next-line typescript/no-deprecated -- the only way on a plain-http origin
  const isCopied = document.execCommand('copy')
  field.remove()
  if (before instanceof HTMLElement) before.focus()
  return isCopied
}
