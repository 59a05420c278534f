import { type ReactNode, useMemo } from 'react'
import { visibleText } from '../../format/visibleText.ts'
import { formatExactBytes } from '../../format/bytes.ts'
import { formatPlatform } from '../../format/platform.ts'
import { namedPlatform } from '../../image/platforms.ts'
import { MEDIA_TYPE } from '../../registry/mediaTypes.ts'
import type { FetchedManifest } from '../../registry/manifests.ts'
import type { RepositoryName } from '../../registry/names.ts'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { ConfigFailure } from './ContentView.tsx'
import { JsonText } from './JsonText.tsx'
import { MatchedDigest } from './MatchedDigest.tsx'
import { useDigestLinks } from './digestLinks.ts'
import { type ShownImage, useConfig } from './useShownImage.ts'

/** The documents themselves: index, manifest and config as JSON. */
export function ManifestView({
  repository,
  root,
  shown,
}: {
  repository: RepositoryName
  root: FetchedManifest
  shown: ShownImage
}) {
  const links = useDigestLinks(repository, root, shown)
  const { fetched, index } = shown
  const manifest = fetched?.manifest
  const descriptor = manifest?.kind === 'image-manifest' ? manifest.config : undefined
  const isEmpty = descriptor?.mediaType === MEDIA_TYPE.ociEmpty
  const config = useConfig(repository, descriptor, false, !isEmpty)
  const platform = shown.chosen && namedPlatform(shown.chosen)
  const title = index
    ? `Manifest of ${platform ? formatPlatform(platform) : 'the entry'}`
    : 'Manifest'
  return (
    <div className="grid gap-6">
      {index && <ManifestSection title="Image index" fetched={root} links={links} />}
      {fetched && <ManifestSection title={title} fetched={fetched} links={links} />}
      {descriptor && !isEmpty && (
        <Section title="Config" about={descriptor.mediaType}>
          <ConfigFailure config={config} />
          {config.json !== undefined && <JsonText json={config.json} links={links} />}
        </Section>
      )}
    </div>
  )
}

function ManifestSection({
  title,
  fetched,
  links,
}: {
  title: string
  fetched: FetchedManifest
  links: ReadonlyMap<string, string>
}) {
  const { bytes, manifest, digest } = fetched
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
