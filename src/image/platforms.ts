import { formatPlatform } from '../format/platform.ts'
import type { Descriptor, Platform } from '../registry/manifest.ts'
import type { ImageConfig } from './imageConfig.ts'

/** The platform that an image's own config names; `undefined` where it names none. */
export function configPlatform(config: ImageConfig): Platform | undefined {
  const { os, architecture, variant, osVersion } = config
  if (!os && !architecture) return undefined
  return {
    os: os ?? 'unknown',
    architecture: architecture ?? 'unknown',
    ...(variant ? { variant } : {}),
    ...(osVersion ? { osVersion } : {}),
  }
}

/** The platform of an index's entry, where it is one: BuildKit writes `unknown/unknown` on attestations. */
export function namedPlatform({ platform }: Descriptor): Platform | undefined {
  if (!platform) return undefined
  const isUnknown = (part: string) => part === '' || part === 'unknown'
  return isUnknown(platform.os) && isUnknown(platform.architecture) ? undefined : platform
}

/**
 * The entry to show first: the one that `wanted` names (as `formatPlatform` writes it), else linux/amd64,
 * else the first.
 */
export function choosePlatform(
  entries: readonly Descriptor[],
  wanted?: string,
): Descriptor | undefined {
  const labelled = entries.map((entry) => {
    const platform = namedPlatform(entry)
    return { entry, label: platform ? formatPlatform(platform) : '' }
  })
  const asked = wanted && labelled.find(({ label }) => label === wanted)
  const usual = labelled.find(({ label }) => label === 'linux/amd64')
  return (asked || usual || labelled[0])?.entry
}
