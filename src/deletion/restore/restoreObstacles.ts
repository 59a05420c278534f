import type { Digest } from '../../registry/names.ts'
import type { BlobState } from './blobs.ts'
import type { Part, Parts } from './parts.ts'
import type { Obstacle } from './report.ts'

/**
 * Why a manifest cannot be brought back with all that it holds; `undefined` where nothing speaks against it.
 * What can never be comes before what garbage collection took, and that before what only failed.
 */
export function findObstacle(
  digest: Digest,
  parts: Parts,
  blobs: ReadonlyMap<Digest, BlobState>,
): Obstacle | undefined {
  const below = [...listBelow(digest, parts)]
  const cannot = below.flatMap(({ obstacle }) => (isKind(obstacle, 'cannot') ? [obstacle] : []))
  if (cannot[0]) return cannot[0]
  const absent = below.filter(({ obstacle }) => obstacle === 'missing').map((part) => part.digest)
  if (absent.includes(digest)) return { kind: 'cannot', because: { kind: 'no-bytes' } }
  if (absent.length > 0) {
    return { kind: 'cannot', because: { kind: 'missing-child', digests: absent } }
  }
  const asked = below.flatMap((part) => [...part.blobs.keys()])
  const lacking = asked.filter((blob) => ['gone', 'shown'].includes(blobs.get(blob) ?? ''))
  const found = below.flatMap(({ obstacle }) => (isKind(obstacle, 'collected') ? [obstacle] : []))
  const missing = new Set([...lacking, ...found.flatMap((one) => one.missing)])
  if (missing.size > 0) {
    const isShown = lacking.some((blob) => blobs.get(blob) === 'shown')
    const restartFirst = isShown || found.some((one) => one.restartFirst)
    return { kind: 'collected', missing: [...missing], restartFirst }
  }
  const failed = below.flatMap(({ obstacle }) => (isKind(obstacle, 'failed') ? [obstacle] : []))
  if (failed[0]) return failed[0]
  const untold = asked.find((blob) => blobs.get(blob) === 'unknown')
  return untold && { kind: 'failed', message: `Whether ${untold} is still there cannot be told` }
}

/** Manifests with what they hold before them. */
export function inOrder(parts: Parts): readonly (readonly Part[])[] {
  const levels: Part[][] = []
  const heights = new Map<Digest, number>()
  const heightOf = (digest: Digest): number => {
    const known = heights.get(digest)
    if (known !== undefined) return known
    // Digests cannot hold each other in a circle; should a registry say so, this ends all the same.
    heights.set(digest, 0)
    const below = (parts.get(digest)?.children ?? []).map((child) => heightOf(child) + 1)
    const height = Math.max(0, ...below)
    heights.set(digest, height)
    return height
  }
  for (const part of parts.values()) (levels[heightOf(part.digest)] ??= []).push(part)
  return levels
}

function listBelow(root: Digest, parts: Parts): ReadonlySet<Part> {
  const found = new Set<Part>()
  const open = [root]
  for (let digest = open.pop(); digest; digest = open.pop()) {
    const part = parts.get(digest)
    if (!part || found.has(part)) continue
    found.add(part)
    open.push(...part.children)
  }
  return found
}

function isKind<Kind extends Obstacle['kind']>(
  obstacle: Part['obstacle'],
  kind: Kind,
): obstacle is Obstacle & { readonly kind: Kind } {
  return typeof obstacle === 'object' && obstacle.kind === kind
}
