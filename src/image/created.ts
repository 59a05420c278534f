import type { Descriptor, Manifest } from '../registry/manifest.ts'

const RFC_3339 = /^(\d{4})-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:[Zz]|[+-]\d{2}:?\d{2})$/

/** A time, or that the builder recorded none. */
export type Created = Date | 'not recorded'

/**
 * The time in a config or annotation. Reproducible builds use 1970, 1980 or the year 1: these and invalid times are
 * `not recorded`. Future times are kept, since clocks differ.
 *
 * @see image-spec, config.md, `created`: RFC 3339, section 5.6
 */
export function readCreated(text: string | undefined): Created {
  const year = Number(RFC_3339.exec(text ?? '')?.[1] ?? 0)
  if (text === undefined || year <= 1980) return 'not recorded'
  const time = new Date(text)
  return Number.isNaN(time.getTime()) ? 'not recorded' : time
}

/** For manifests without an image config: the time in their annotations. */
export function annotatedTime(described: Manifest | Descriptor): Created {
  const annotations = 'annotations' in described ? described.annotations : undefined
  return readCreated(annotations?.get('org.opencontainers.image.created'))
}
