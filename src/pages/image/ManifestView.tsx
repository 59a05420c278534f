import { useMemo } from 'react'
import { formatExactBytes } from '../../format/bytes.ts'
import type { FetchedManifest } from '../../registry/manifests.ts'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { ConfigFailure } from './config/ConfigView.tsx'
import type { ShownImage } from './imageState.ts'
import { JsonText } from './shared/JsonText.tsx'
import { MatchedDigest } from './shared/MatchedDigest.tsx'
import { Section } from './shared/Section.tsx'

/** Index, manifest and config as JSON. */
export function ManifestView({ shown }: { shown: ShownImage }) {
  const { root, index, platform, content, config } = shown
  const title = index ? `Manifest of ${platform ?? 'the entry'}` : 'Manifest'
  return (
    <div className="grid gap-6">
      {index && <ManifestSection title="Image index" fetched={root} />}
      {content && <ManifestSection title={title} fetched={content.fetched} />}
      {config.descriptor && (
        <Section title="Config" about={config.descriptor.mediaType}>
          <ConfigFailure config={config} />
          {config.json !== undefined && <JsonText json={config.json} />}
        </Section>
      )}
    </div>
  )
}

function ManifestSection({ title, fetched }: { title: string; fetched: FetchedManifest }) {
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
      <JsonText json={json} />
    </Section>
  )
}
