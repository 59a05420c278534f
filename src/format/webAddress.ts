/** An http(s) address, else `undefined`: `javascript:` and others stay text. At most 2,000 characters. */
export function webAddress(text: string): URL | undefined {
  if (text.length > 2000 || !/^https?:\/\/\S+$/i.test(text)) return undefined
  if (!URL.canParse(text)) return undefined
  const url = new URL(text)
  return url.protocol === 'http:' || url.protocol === 'https:' ? url : undefined
}
