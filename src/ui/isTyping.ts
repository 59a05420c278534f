/** Whether the focus is in a field, where keys are text rather than shortcuts. */
export function isTyping(): boolean {
  return document.activeElement?.matches('input, textarea, select') ?? false
}
