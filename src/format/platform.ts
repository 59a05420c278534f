import type { Platform } from '../registry/manifest.ts'
import { visibleText } from './visibleText.ts'

/** `linux/arm/v7`; Windows with its build: `windows/amd64 10.0.20348.1`. Escaped, since it comes from the image. */
export function formatPlatform({ os, architecture, variant, osVersion }: Platform): string {
  const text = `${os}/${architecture}${variant ? `/${variant}` : ''}${osVersion ? ` ${osVersion}` : ''}`
  return visibleText(text, 200)
}

/** What surrounds a name, in characters: the edges of a chip and the gap behind it. */
const AROUND = 2.5

/**
 * As many platforms as fit into `room` characters, at least one, and how many are left. A system is named once:
 * `linux/amd64`, `arm64/v8`.
 */
export function fitPlatforms(
  names: readonly string[],
  room: number,
): { readonly shown: readonly string[]; readonly more: number } {
  const short = names.map((name, at) => {
    const system = name.slice(0, name.indexOf('/') + 1)
    return at > 0 && names[at - 1]?.startsWith(system) ? name.slice(system.length) : name
  })
  const needed = (count: number) => {
    const more = count < names.length ? [`+${names.length - count}`] : []
    return [...short.slice(0, count), ...more].reduce((sum, { length }) => sum + length + AROUND, 0)
  }
  let count = names.length
  while (count > 1 && needed(count) > room) count -= 1
  return { shown: short.slice(0, count), more: names.length - count }
}
