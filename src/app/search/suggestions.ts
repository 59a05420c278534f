import { holdsWords, readWords } from '../../format/searchWords.ts'
import { sortTags } from '../../format/tagOrder.ts'
import { attachmentTag } from '../../image/attachments.ts'
import { readImageReference } from '../../registry/imageReference.ts'
import type { RepositoryName, Tag } from '../../registry/names.ts'
import { paths } from '../../routing/paths.ts'

/** A place that what was typed may mean. */
export type Suggestion = {
  readonly text: string
  /** What it is: `repository`, `image`, `tag`. */
  readonly what: string
  readonly to: string
}

const MOST = 8

/** Repositories that hold every word, tags of one that is named, and the name itself, which need not be listed. */
export function listSuggestions(
  text: string,
  repositories: readonly RepositoryName[],
  tags: readonly Tag[],
  hosts: readonly string[],
): readonly Suggestion[] {
  const typed = text.trim()
  if (typed === '') return []
  const words = readWords(typed)
  const found: Suggestion[] = []
  // Behind a colon every tag may follow.
  const exact = readImageReference(typed.replace(/:$/, ''), hosts)
  for (const repository of repositories) {
    if (found.length >= MOST) break
    if (holdsWords(repository, words) && repository !== exact?.repository) {
      found.push({ text: repository, what: 'repository', to: paths.repository(repository) })
    }
  }
  if (!exact) return found
  const isImage = exact.tag !== undefined || exact.digest !== undefined
  const itself: Suggestion = isImage
    ? { text: typed, what: 'open image', to: paths.image(exact) }
    : { text: exact.repository, what: 'open repository', to: paths.repository(exact.repository) }
  const { repository, tag } = exact
  const part = tag?.toLowerCase() ?? (typed.endsWith(':') ? '' : undefined)
  const matching = tags.filter(
    (one) =>
      part !== undefined &&
      exact.digest === undefined &&
      one !== tag &&
      one.toLowerCase().includes(part) &&
      attachmentTag(one) === undefined,
  )
  const byTag = sortTags(matching)
    .slice(0, MOST)
    .map((one) => ({
      text: `${repository}:${one}`,
      what: 'tag',
      to: paths.image({ repository, tag: one }),
    }))
  return [itself, ...byTag, ...found]
}
