import type { Descriptor, Manifest } from '../registry/manifest.ts'

const RFC_3339 = /^(\d{4})-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:[Zz]|[+-]\d{2}:?\d{2})$/

/** A time, or the fact that the builder wrote none. */
export type Created = Date | 'not recorded'

/**
 * The time that a config or an annotation names. Builders that want the same bytes every time write 1970,
 * 1980 or the year 1: these and what is no time at all are `not recorded`. A time to come is kept: clocks
 * differ.
 *
 * @see image-spec, config.md, `created`: RFC 3339, section 5.6
 */
export function readCreated(text: string | undefined): Created {
  const year = Number(RFC_3339.exec(text ?? '')?.[1] ?? 0)
  if (text === undefined || year <= 1980) return 'not recorded'
  const time = new Date(text)
  return Number.isNaN(time.getTime()) ? 'not recorded' : time
}

/** What manifests without an image's config have instead: the time of their annotation. */
export function annotatedTime(described: Manifest | Descriptor): Created {
  const annotations = 'annotations' in described ? described.annotations : undefined
  return readCreated(annotations?.get('org.opencontainers.image.created'))
}
