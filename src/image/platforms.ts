import { formatPlatform } from '../format/platform.ts'
import type { Descriptor, Platform } from '../registry/manifest.ts'
import type { ImageConfig } from './imageConfig.ts'

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

/** The entry for `wanted` (as written by `formatPlatform`), else linux/amd64, else the first. */
export function choosePlatform(
  entries: readonly Descriptor[],
  wanted?: string,
): Descriptor | undefined {
  const find = (name: string) => entries.find((entry) => platformName(entry) === name)
  return (wanted ? find(wanted) : undefined) ?? find('linux/amd64') ?? entries[0]
}
