// Bidi controls reorder text and control characters hide it, and this text comes from untrusted sources.
const INVISIBLE =
  // oxlint-disable-next-line no-control-regex -- these are the characters to find
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu

/**
 * Untrusted text with invisible and direction-changing characters escaped (`\u202e`), except tabs and line feeds.
 */
export function visibleText(text: string, limit = 20_000): string {
  const cut = text.length > limit ? `${text.slice(0, limit)}…` : text
  return cut.replace(INVISIBLE, (character) => {
    const code = character.codePointAt(0) ?? 0
    return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`
  })
}

/** The same on one line, for terminals and comments, so that nothing in it can pass for another line. */
export function visibleLine(text: string, limit?: number): string {
  return visibleText(text, limit).replace(/[\t\n]/g, ' ')
}
