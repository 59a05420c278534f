/** Saves `text` as a file; works on plain http too. */
export function saveFile(name: string, text: string, type: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // By then the browser has started saving.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
