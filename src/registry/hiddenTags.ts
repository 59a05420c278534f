import { mapPool } from './pool.ts'
import type { RepositoryName, Tag } from './names.ts'
import { fetchTagPage, tagListPath } from './tags.ts'
import type { Transport } from './transport.ts'

/**
 * Tags that exist but are missing in `listed`. distribution 3.1.0 and 3.1.1 on S3 storage leave out every
 * tag whose name continues another's by a letter, a digit or `_` (`1` hides `10`, not `1.2`;
 * distribution#4891), while a deletion by digest finds and removes them all. Nearly always nothing, or one
 * request, settles it.
 *
 * @param isPaged the list came in pages: each page lies for itself, and what is dropped within one may stand
 *   at the begin of the next
 * @throws what `send` throws: then the list is not known to be whole
 */
export async function listHiddenTags(
  transport: Transport,
  repository: RepositoryName,
  listed: readonly Tag[],
  signal?: AbortSignal,
  { isPaged = false }: { isPaged?: boolean } = {},
): Promise<readonly Tag[]> {
  const known = new Set(listed)
  // In the order of folders, as the registry walks: `1.2/` comes before `1/`.
  const last = listed.reduce<Tag | undefined>(
    (end, tag) => (end === undefined || `${tag}/` > `${end}/` ? tag : end),
    undefined,
  )
  if (last === undefined || (!isPaged && showsContinuedName(known))) return []
  const end = await fetchTagPage(transport, successorPath(repository, last, 1), signal)
  // Behind the end only the versions that can lie answer null, or what the last tag hides.
  if (!end.isNull && end.tags.every((tag) => known.has(tag))) return []
  const hidden: Tag[] = []
  let toAsk: readonly Tag[] = listed
  while (toAsk.length > 0) {
    const pages = await mapPool(toAsk, 6, (tag) =>
      fetchTagPage(transport, successorPath(repository, tag, 1000), signal),
    )
    const found = new Set(pages.flatMap((page) => page.tags).filter((tag) => !known.has(tag)))
    for (const tag of found) known.add(tag)
    hidden.push(...found)
    toAsk = [...found]
  }
  return hidden
}

/**
 * Whether the list holds a name and that name continued by a letter, a digit or `_`: the lying walk drops
 * exactly those (`-` and `.` sort before `/` and are never dropped).
 */
function showsContinuedName(tags: ReadonlySet<string>): boolean {
  for (const tag of tags) {
    for (let end = tag.length - 1; end > 0; end -= 1) {
      if (/[A-Za-z0-9_]/.test(tag.charAt(end)) && tags.has(tag.slice(0, end))) return true
    }
  }
  return false
}

/** `/~` sorts behind everything inside the tag's folder, so the answer begins with its true successor. */
function successorPath(repository: RepositoryName, tag: Tag, n: number): string {
  return `${tagListPath(repository)}?n=${n}&last=${tag}%2F~`
}
