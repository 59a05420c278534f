import { useMemo } from 'react'
import type { Manifest } from '../../../registry/manifest.ts'
import { isDigest } from '../../../registry/names.ts'
import { paths } from '../../../routing/paths.ts'
import { useImageSearch } from '../imageSearch.tsx'
import type { ShownImage } from '../imageState.ts'

/** Addresses by the digests that lead there. */
export type DigestLinks = ReadonlyMap<string, string>

/**
 * Where each digest in the documents of this page leads: manifests to their own pages, a config and layers
 * to their views, an uncompressed digest to its layer.
 */
export function useDigestLinks({ repository, root, content, config }: ShownImage): DigestLinks {
  const { linkTo } = useImageSearch()
  const configLink = linkTo({ view: 'config' })
  const layerLink = linkTo({ view: undefined, layer: 0 })
  const diffIds = config.image?.diffIds
  const opened = 'fetched' in content ? content.fetched.manifest : undefined
  return useMemo(() => {
    const links = new Map<string, string>()
    const addLayers = (digests: readonly string[]) => {
      for (const [index, digest] of digests.entries()) {
        const to = layerLink.replace('layer=0', `layer=${index + 1}`)
        if (isDigest(digest) && !links.has(digest)) links.set(digest, to)
      }
    }
    const add = (manifest: Manifest) => {
      const subject = 'subject' in manifest && manifest.subject ? [manifest.subject] : []
      const entries = manifest.kind === 'image-index' ? manifest.manifests : []
      for (const { digest } of [...subject, ...entries]) {
        links.set(digest, paths.image({ repository, digest }))
      }
      if (manifest.kind === 'image-manifest') {
        links.set(manifest.config.digest, configLink)
        addLayers(manifest.layers.map(({ digest }) => digest))
      }
    }
    add(root.manifest)
    if (opened && opened !== root.manifest) add(opened)
    addLayers(diffIds ?? [])
    return links
  }, [repository, root, opened, diffIds, configLink, layerLink])
}
