import { formatCount, formatCounted } from '../../../format/count.ts'
import { AccessDeniedError, LoginRequiredError, NotFoundError } from '../../../registry/errors.ts'
import { checkTagList } from '../../../registry/tags/listCheck.ts'
import { type Finding, failed } from '../finding.ts'
import type { Probe } from '../probe.ts'

export async function examineCatalog({ catalog }: Probe): Promise<Finding> {
  try {
    const page = await catalog()
    const count = page?.names.length ?? 0
    if (count === 0) {
      return {
        state: 'limited',
        seen: 'The registry lists no repositories.',
        remedy: {
          text: 'Either nothing has been pushed, or the registry hides what you may not see. A repository can be opened by its name, in the search field.',
        },
      }
    }
    return {
      state: 'ok',
      seen: page?.next
        ? `The registry lists its repositories in pages; the first has ${formatCount(count)}.`
        : `The registry lists ${formatCounted(count, 'repository', 'repositories')}, all on one page.`,
    }
  } catch (error) {
    const isRefused = [LoginRequiredError, AccessDeniedError, NotFoundError].some(
      (kind) => error instanceof kind,
    )
    if (!isRefused) return failed(error)
    return {
      ...failed(error, 'limited'),
      remedy: {
        text: 'Many registries list repositories only for administrators, or not at all. Each one can still be opened by its name, in the search field.',
      },
    }
  }
}

export async function examineTags({ sample }: Probe): Promise<Finding> {
  const found = await sample()
  if (!found) return NO_SAMPLE
  const { place, list } = found
  const what = `The ${formatCounted(list.tags.length, 'tag')} of ${place.repository}`
  const { kind } = await checkTagList(place, list)
  if (kind === 'agrees') {
    return {
      state: 'ok',
      seen: `${what} are listed in full: asked again in pages, the registry gives the same ones.`,
    }
  }
  const why =
    kind === 'differs'
      ? 'asked again, the registry lists other ones'
      : 'the registry’s answers don’t show whether some are left out'
  return {
    state: 'limited',
    seen: `${what} may not be all: ${why}.`,
    remedy: {
      text: 'Where a list may not be complete, Homeport deletes only single tags, never whole images. distribution 3.1.0 and 3.1.1 on S3 leave tags out; 3.1.2 doesn’t.',
    },
  }
}

/** The finding where an image is needed and there is none. */
export const NO_SAMPLE: Finding = {
  state: 'unknown',
  seen: 'No repository with tags was found to try this on.',
}
