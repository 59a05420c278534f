import { Loading } from '../../../components/Loading.tsx'
import { AnnotationTable } from '../shared/AnnotationTable.tsx'
import type { ContentProps } from '../imageState.ts'
import { ArtifactConfig } from './ArtifactConfig.tsx'
import { ConfigFailure } from './ConfigFailure.tsx'
import { ImageConfigFacts } from './ImageConfigFacts.tsx'

/** The config as people read it, and the manifest's annotations. */
export function ConfigView({ shown: { config }, content }: ContentProps) {
  if (content.kind === 'schema-1') return <ImageConfigFacts config={content.schema1.config} />
  const { manifest } = content
  if (content.kind === 'files' && manifest.kind === 'image-manifest') {
    return <ArtifactConfig manifest={manifest} config={config} />
  }
  if (config.isPending) return <Loading what="the configuration" />
  return (
    <div className="grid gap-6">
      {content.kind !== 'image' && <p className="text-soft">This manifest has no config.</p>}
      <ConfigFailure config={config} />
      {config.image && <ImageConfigFacts config={config.image} />}
      {manifest.kind !== 'unknown' && (
        <AnnotationTable
          title="Annotations of the manifest"
          label="Annotations"
          entries={[...manifest.annotations]}
        />
      )}
    </div>
  )
}
