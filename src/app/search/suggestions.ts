import { readDigestStart } from '../../format/digest.ts'
import { searchNames } from '../../format/nameSearch.ts'
import { sortTags } from '../../format/tagOrder.ts'
import { attachmentTag } from '../../image/attachments.ts'
import { type ImageReference, formatImageReference } from '../../registry/imageReference.ts'
import type { RepositoryName, Tag } from '../../registry/names.ts'
import { paths } from '../../routing/paths.ts'
import { readTyped } from '../../routing/readTyped.ts'

/** A page that the typed text may mean. */
export type Suggestion = {
  readonly text: string
  /** `repository`, `tag` or `digest`; empty if it isn't known to exist. */
  readonly what: string
  readonly to: string
}

const MOST = 8

/**
 * Where the typed text may lead, likeliest first: what has exactly that name, the tags of that repository,
 * repositories matching as in their list. Last the name itself, which need not be listed. A digest alone leads to the
 * tags of `here`, the repository that is open: registries don't tell which other ones have it.
 */
export function listSuggestions(
  text: string,
  repositories: readonly RepositoryName[],
  tags: readonly Tag[],
  hosts: readonly string[],
  here?: RepositoryName,
): readonly Suggestion[] {
  const typed = text.trim()
  if (typed === '') return []
  if (readDigestStart(typed)) {
    const to = here && paths.repository(here, { q: typed })
    return to ? [{ text: `Tags of ${here} with this digest`, what: 'digest', to }] : []
  }
  // After a colon, any tag may follow.
  const exact = readTyped(typed.replace(/:$/, ''), hosts, repositories)
  const isImage = exact?.tag !== undefined || exact?.digest !== undefined
  const matching = searchNames(repositories, (!isImage && exact?.repository) || typed)
  const found = [
    ...matching.filter((name) => name === exact?.repository),
    ...matching.filter((name) => name !== exact?.repository),
  ]
  const known: readonly Suggestion[] = [
    ...(exact ? suggestTags(exact, typed, tags) : []),
    ...found.slice(0, MOST).map((name) => ({
      text: name,
      what: 'repository',
      to: paths.repository(name),
    })),
  ]
  if (!exact) return known
  const to = paths.reference(exact)
  if (known.some((one) => one.to === to)) return known
  return [...known, { text: `Open ${formatImageReference(exact)} by name`, what: '', to }]
}

/** Tags of the typed repository, the typed one first, without attachments. */
function suggestTags(
  { repository, tag, digest }: ImageReference,
  typed: string,
  tags: readonly Tag[],
): readonly Suggestion[] {
  const part = tag?.toLowerCase() ?? (typed.endsWith(':') ? '' : undefined)
  if (part === undefined || digest !== undefined) return []
  const matching = tags.filter(
    (one) => one.toLowerCase().includes(part) && attachmentTag(one) === undefined,
  )
  const sorted = sortTags(matching)
  return [...sorted.filter((one) => one === tag), ...sorted.filter((one) => one !== tag)]
    .slice(0, MOST)
    .map((one) => ({
      text: `${repository}:${one}`,
      what: 'tag',
      to: paths.image({ repository, tag: one }),
    }))
}
