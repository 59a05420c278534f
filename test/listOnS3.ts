/**
 * How distribution 3.1.1 lists tags on S3: without any that continues another one's name with a letter, digit or
 * `_`.
 *
 * @param path of the request, with `n` and `last`
 * @returns null past the end
 */
export function listOnS3(tags: readonly string[], path: string): readonly string[] | null {
  const { searchParams } = new URL(path, 'http://registry.test')
  const last = searchParams.get('last') ?? ''
  const folder = (tag: string) => `${tag}/`
  const walk = tags.toSorted((one, other) => (folder(one) < folder(other) ? -1 : 1))
  const rest = walk.filter((tag) => folder(tag) > last)
  const seen = rest.filter((tag, at) => !rest.slice(0, at).some((one) => tag.startsWith(one)))
  const page = seen.filter((tag) => tag > last).slice(0, Number(searchParams.get('n') ?? 1000))
  return page.length > 0 ? page : null
}
