/**
 * The path and query of the next page, from a `Link` header with `rel="next"`. A host in it is dropped:
 * a registry that names itself must not lead the page to another origin. It may lead back to a page that
 * was read: whoever follows it looks out for that.
 *
 * @param path the request that was answered, e.g. `/v2/_catalog?n=100`; the next page has the same path
 * @see RFC 8288; distribution-spec, "Listing Tags"
 */
export function nextPage(link: string | null, path: string): string | undefined {
  for (const part of link?.split(/,(?=\s*<)/) ?? []) {
    const found = /^\s*<([^>]*)>(.*)$/.exec(part)
    if (!found || !/;\s*rel\s*=\s*(?:"[^"]*\bnext\b[^"]*"|next\b)/i.test(found[2] ?? '')) continue
    const here = new URL(path, 'http://registry.invalid')
    const next = parseUrl(found[1] ?? '', here)
    // Behind a sub-path the registry may name a path of its own; only its query tells where to go on.
    return next?.search ? here.pathname + next.search : undefined
  }
  return undefined
}

function parseUrl(text: string, base: URL): URL | undefined {
  try {
    return new URL(text, base)
  } catch {
    return undefined
  }
}
