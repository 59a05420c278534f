import { useMemo } from 'react'
import type { Manifest } from '../../registry/manifest.ts'
import type { FetchedManifest } from '../../registry/manifests.ts'
import { type RepositoryName, isDigest } from '../../registry/names.ts'
import { paths } from '../../routing/paths.ts'
import { useImageSearch } from './imageViews.ts'
import type { ShownImage } from './useShownImage.ts'

/**
 * Where each digest in the documents of this page leads: manifests to their own pages, a config and layers
 * to their views, an uncompressed digest to its layer.
 */
export function useDigestLinks(
  repository: RepositoryName,
  root: FetchedManifest,
  shown: ShownImage,
): ReadonlyMap<string, string> {
  const { linkTo } = useImageSearch()
  const config = linkTo({ view: 'config' })
  const layer = linkTo({ view: undefined, step: undefined, layer: '0' })
  const diffIds = shown.config.config?.diffIds
  const child = shown.fetched?.manifest
  return useMemo(() => {
    const links = new Map<string, string>()
    const layerLink = (index: number) => layer.replace('layer=0', `layer=${index + 1}`)
    const add = (manifest: Manifest) => {
      if ('subject' in manifest && manifest.subject) {
        const { digest } = manifest.subject
        links.set(digest, paths.image({ repository, digest }))
      }
      if (manifest.kind === 'image-index') {
        for (const { digest } of manifest.manifests) {
          links.set(digest, paths.image({ repository, digest }))
        }
      }
      if (manifest.kind === 'image-manifest') {
        links.set(manifest.config.digest, config)
        for (const [index, one] of manifest.layers.entries()) {
          if (!links.has(one.digest)) links.set(one.digest, layerLink(index))
        }
      }
    }
    add(root.manifest)
    if (child && child !== root.manifest) add(child)
    for (const [index, diffId] of (diffIds ?? []).entries()) {
      if (isDigest(diffId) && !links.has(diffId)) links.set(diffId, layerLink(index))
    }
    return links
  }, [repository, root, child, diffIds, config, layer])
}
