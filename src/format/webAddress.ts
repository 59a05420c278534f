/** An http(s) URL of at most 2,000 characters, else `undefined`: `javascript:` and others stay plain text. */
export function webAddress(text: string): URL | undefined {
  if (text.length > 2000 || !/^https?:\/\/\S+$/i.test(text)) return undefined
  if (!URL.canParse(text)) return undefined
  const url = new URL(text)
  return url.protocol === 'http:' || url.protocol === 'https:' ? url : undefined
}
