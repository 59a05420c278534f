import { shortDigest } from '../../format/digest.ts'
import { groupBy } from '../../format/groupBy.ts'
import { formatPlatform } from '../../format/platform.ts'
import { visibleText } from '../../format/visibleText.ts'
import type { Descriptor, Platform } from '../../registry/manifest.ts'
import type { ImageConfig } from '../imageConfig.ts'

/** The platform in an image's own config; `undefined` if it has none. */
export function configPlatform(config: ImageConfig): Platform | undefined {
  const { os, architecture, variant, osVersion } = config
  if (!os && !architecture) return undefined
  return { os: os ?? 'unknown', architecture: architecture ?? 'unknown', variant, osVersion }
}

/** The platform of an index entry, unless there is none: BuildKit writes `unknown/unknown` on attestations. */
export function namedPlatform({ platform }: Descriptor): Platform | undefined {
  if (!platform) return undefined
  const isUnknown = (part: string) => part === '' || part === 'unknown'
  return isUnknown(platform.os) && isUnknown(platform.architecture) ? undefined : platform
}

/** The same in words: `linux/amd64`. */
export function platformName(descriptor: Descriptor): string | undefined {
  const platform = namedPlatform(descriptor)
  return platform && formatPlatform(platform)
}

/**
 * Names of the entries that have a platform. Twins, entries of one platform, are told apart by what only some of them
 * have (`linux/amd64 (zstd)`), else by their digests.
 */
export function nameEntries(entries: readonly Descriptor[]): ReadonlyMap<Descriptor, string> {
  const names = new Map<Descriptor, string>()
  for (const [name, twins] of groupBy(entries, platformName)) {
    if (name === undefined) continue
    const marks = markTwins(twins)
    for (const [at, entry] of twins.entries()) {
      names.set(entry, marks[at] ? `${name} (${marks[at]})` : name)
    }
  }
  return names
}

/** A text for each, different from all others; empty for one that lacks what the others have. */
function markTwins(twins: readonly Descriptor[]): readonly string[] {
  if (twins.length === 1) return ['']
  const traits = twins.map(listTraits)
  const marks = traits.map((own) => {
    const special = own.filter((trait) => !traits.every((others) => others.includes(trait)))
    return visibleText(special.join(', '), 60)
  })
  const isUnique = (mark: string) => marks.indexOf(mark) === marks.lastIndexOf(mark)
  return twins.map(({ digest }, at) => {
    const mark = marks[at] ?? ''
    return isUnique(mark) ? mark : shortDigest(digest)
  })
}

/** What may tell an entry from another one of its platform. */
function listTraits({ platform, annotations }: Descriptor): readonly string[] {
  const notes = [...annotations].map(([key, value]) => {
    // Written by podman and buildah.
    const compression = /^io\.github\.containers\.compression\.(\w+)$/.exec(key)?.[1]
    return compression && value === 'true' ? compression : `${key.split('.').at(-1)}=${value}`
  })
  return [...(platform?.osFeatures ?? []), ...notes]
}

/** The entry for `wanted` (as written by `nameEntries`), else linux/amd64, else the first. */
export function choosePlatform(
  entries: readonly Descriptor[],
  wanted?: string,
): Descriptor | undefined {
  const names = nameEntries(entries)
  const find = (name: string) =>
    entries.find((entry) => names.get(entry) === name) ??
    entries.find((entry) => platformName(entry) === name)
  return (wanted ? find(wanted) : undefined) ?? find('linux/amd64') ?? entries[0]
}
