import { type ReactNode, useMemo } from 'react'
import { formatExactBytes } from '../../format/bytes.ts'
import { visibleText } from '../../format/visibleText.ts'
import type { FetchedManifest } from '../../registry/manifests.ts'
import type { Manifest } from '../../registry/manifest.ts'
import { isDigest } from '../../registry/names.ts'
import { paths } from '../../routing/paths.ts'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { ConfigFailure } from './config/ConfigView.tsx'
import { useImageSearch } from './imageSearch.tsx'
import type { ShownImage } from './imageState.ts'
import { JsonText } from './shared/JsonText.tsx'
import { MatchedDigest } from './shared/MatchedDigest.tsx'

/** The documents themselves: index, manifest and config as JSON. */
export function ManifestView({ shown }: { shown: ShownImage }) {
  const { root, index, platform, content, config } = shown
  const links = useDigestLinks(shown)
  const fetched = content?.fetched
  const title = index ? `Manifest of ${platform ?? 'the entry'}` : 'Manifest'
  return (
    <div className="grid gap-6">
      {index && <ManifestSection title="Image index" fetched={root} links={links} />}
      {fetched && <ManifestSection title={title} fetched={fetched} links={links} />}
      {config.descriptor && (
        <Section title="Config" about={config.descriptor.mediaType}>
          <ConfigFailure config={config} />
          {config.json !== undefined && <JsonText json={config.json} links={links} />}
        </Section>
      )}
    </div>
  )
}

function ManifestSection({
  title,
  fetched: { bytes, manifest, digest },
  links,
}: {
  title: string
  fetched: FetchedManifest
  links: ReadonlyMap<string, string>
}) {
  const text = useMemo(() => new TextDecoder().decode(bytes), [bytes])
  const json = useMemo((): unknown => JSON.parse(text), [text])
  return (
    <Section
      title={title}
      about={`${manifest.mediaType || 'no media type'} · ${formatExactBytes(bytes.length)}`}
      beside={
        <>
          <CopyButton text={text} label={`Copy ${title.toLowerCase()} as stored`} />
          <MatchedDigest digest={digest} />
        </>
      }
    >
      <JsonText json={json} links={links} />
    </Section>
  )
}

function Section({
  title,
  about,
  beside,
  children,
}: {
  title: string
  about: string
  beside?: ReactNode
  children: ReactNode
}) {
  return (
    <section aria-label={title} className="min-w-0">
      <div className="mb-2 flex flex-wrap items-center gap-x-3">
        <h2 className="text-lg font-semibold">{title}</h2>
        {beside}
        <span className="text-sm break-all text-soft">{visibleText(about, 300)}</span>
      </div>
      {children}
    </section>
  )
}

/**
 * Where each digest in the documents of this page leads: manifests to their own pages, a config and layers
 * to their views, an uncompressed digest to its layer.
 */
function useDigestLinks({
  repository,
  root,
  content,
  config,
}: ShownImage): ReadonlyMap<string, string> {
  const { linkTo } = useImageSearch()
  const configLink = linkTo({ view: 'config' })
  const layerLink = linkTo({ view: undefined, layer: 0 })
  const diffIds = config.image?.diffIds
  const opened = content?.fetched.manifest
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
